"""The page that is shown while the database is away, whatever was sent."""

import pytest
from django.conf import settings
from django.test import RequestFactory

from amif_network.core.breakdown import fields_of, unavailable

FORM = "application/x-www-form-urlencoded"
ODD = {
    "too many fields": ("&".join(["a=1"] * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 0) + ["b=1"]).encode(), FORM),
    "too large": (b"a=" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0), FORM),
    "another encoding": (b"a=\xe9", f"{FORM}; charset=latin1"),
    "no boundary": (b"a", "multipart/form-data"),
}


@pytest.mark.parametrize("sent", ODD)
def test_a_form_that_cannot_be_read_does_not_break_the_page(sent):
    body, content_type = ODD[sent]
    request = RequestFactory().generic("POST", "/nl/overleg/", body, content_type)
    response = unavailable(request)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "<form" not in response.content.decode()


def test_what_was_sent_is_written_as_text():
    """Neither an address nor a field becomes code of the page, or leads to another house."""
    request = RequestFactory().post("/fr/", {'"><script>': "<b>&"})
    request.path = '//evil.example/"><script>'
    page = unavailable(request).content.decode()
    assert fields_of(request) == [('"><script>', "<b>&")]
    assert "<script>" not in page and "<b>" not in page
    assert 'action="/%2Fevil.example/' in page
