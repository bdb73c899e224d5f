"""The page of an organisation: what stands first, who sees it, what it does not show."""

import pytest

from tests.meetings.pages import address, main_of, words

pytestmark = pytest.mark.django_db


def test_smoke(signed_in, host_member, french_coordinator, review, link_to, client, write):
    write()
    r = signed_in(host_member).get(address("review", review.pk))
    open("/tmp/org.html", "w").write(r.content.decode())
    assert r.status_code == 200
    r = signed_in(host_member).get(address("review-check", review.pk))
    assert r.status_code == 200
    r = client.get(link_to(review))
    assert r.status_code == 200, r
    assert signed_in(french_coordinator).get(address("review", review.pk)).status_code == 200
    r = signed_in(host_member).get(address("reviews"))
    assert r.status_code == 200
    print(words(r))
