"""The secret address of a person's calendar: made, renewed and withdrawn on the page of the account."""

import pytest
from django.test import Client

from tests.meetings.pages import words

PROFILE, RENEW, CLOSE = "/fr/profile/", "/fr/profile/calendar/renew/", "/fr/profile/calendar/close/"


def test_there_is_no_address_until_one_is_made(host_member, signed_in):
    client = signed_in(host_member)
    assert "/calendar/" not in words(client.get(PROFILE))
    assert client.post(RENEW)["Location"] == f"{PROFILE}#calendar"
    host_member.refresh_from_db()
    shown = f"http://testserver/calendar/{host_member.calendar_key}.ics"
    assert shown in words(client.get(PROFILE))
    assert Client().get(shown).status_code == 200


def test_a_new_address_closes_the_old_one(host_member, signed_in):
    client = signed_in(host_member)
    client.post(RENEW)
    host_member.refresh_from_db()
    old = f"/calendar/{host_member.calendar_key}.ics"
    client.post(RENEW)
    host_member.refresh_from_db()
    assert Client().get(old).status_code == 404
    assert Client().get(f"/calendar/{host_member.calendar_key}.ics").status_code == 200


def test_the_address_is_withdrawn(host_member, signed_in):
    client = signed_in(host_member)
    client.post(RENEW)
    client.post(CLOSE)
    host_member.refresh_from_db()
    assert host_member.calendar_key is None


@pytest.mark.parametrize("address", [RENEW, CLOSE])
def test_looking_changes_nothing(host_member, signed_in, address):
    assert signed_in(host_member).get(address).status_code == 405


@pytest.mark.parametrize("address", [RENEW, CLOSE])
@pytest.mark.django_db
def test_the_anonymous_have_no_calendar(client, address):
    assert client.post(address)["Location"].startswith("/fr/accounts/login/")
