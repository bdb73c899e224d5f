"""What a request says of itself."""

import pytest
from django.test import RequestFactory

from amif_network.core.requests import posted, site_of


def test_a_form_that_is_only_shown_was_sent_with_nothing():
    assert posted(RequestFactory().get("/fr/calls/", {"q": "101"})) is None


def test_a_form_that_was_sent_empty_was_sent():
    sent = posted(RequestFactory().post("/fr/calls/", {}))
    assert sent is not None
    assert dict(sent) == {}


@pytest.mark.parametrize(("secure", "address"), [(True, "https://testserver"), (False, "http://testserver")])
def test_the_address_of_the_portal_has_no_path(secure, address):
    assert site_of(RequestFactory().get("/fr/calls/12/?page=2", secure=secure)) == address
