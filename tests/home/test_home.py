"""The first page, the way to it, and the sign of life."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from meetings.models import Meeting
from tests.factories.meetings import AttendanceFactory, MeetingFactory, MinutesFactory


def shown(response) -> dict[str, list]:
    return {name: list(response.context[name]) for name in ("upcoming", "published")}


@pytest.mark.parametrize(("who", "address"), [("french_coordinator", "/fr/"), ("dutch_coordinator", "/nl/")])
def test_the_bare_address_leads_to_the_persons_own_language(who, address, request, signed_in) -> None:
    client = signed_in(request.getfixturevalue(who))
    first_page = client.get("/", headers={"accept-language": "en"}, follow=True)
    assert first_page.redirect_chain == [(address, 302)]
    assert f'<html lang="{address.strip("/")}"' in first_page.content.decode()


@pytest.mark.parametrize(("accepted", "address"), [("nl-BE,nl;q=0.9", "/nl/"), ("fr-BE", "/fr/"), ("de", "/fr/")])
def test_the_bare_address_follows_the_browser_of_a_stranger(client, accepted, address, db) -> None:
    assert client.get("/", headers={"accept-language": accepted})["Location"] == address


def test_the_sign_of_life_needs_no_database(client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok", "text/plain")


def test_upcoming_meetings_come_soonest_first_without_the_cancelled(french_coordinator, signed_in) -> None:
    today = timezone.localdate()
    later = MeetingFactory(date=today + datetime.timedelta(days=9))
    soon = MeetingFactory(date=today)
    MeetingFactory(date=today + datetime.timedelta(days=2), state=Meeting.State.CANCELLED)
    MeetingFactory(date=today - datetime.timedelta(days=1))
    assert shown(signed_in(french_coordinator).get("/fr/"))["upcoming"] == [soon, later]


def test_a_member_sees_the_meetings_of_their_organisation_and_no_drafts(host, host_member, signed_in) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    mine = MeetingFactory(convened=True, date=tomorrow)
    AttendanceFactory(meeting=mine, person=host_member.person, organisation=host, status="unknown")
    MeetingFactory(convened=True, date=tomorrow)
    MinutesFactory()
    page = shown(signed_in(host_member).get("/fr/"))
    assert page == {"upcoming": [mine], "published": []}


@pytest.mark.parametrize("who", ["administrator", "host_member", "observer"])
def test_an_empty_portal_says_what_to_do_next(who, request, signed_in) -> None:
    page = signed_in(request.getfixturevalue(who)).get("/fr/").content.decode()
    assert page.count('class="empty-state') >= 2


def test_another_method_is_refused(french_coordinator, signed_in) -> None:
    assert signed_in(french_coordinator).post("/fr/").status_code == 405


def test_what_somebody_who_signed_in_reads_is_for_no_shared_cache(client: Client, french_coordinator, signed_in) -> None:
    assert signed_in(french_coordinator).get("/fr/").headers["Cache-Control"] == "private, no-cache"
    assert "Cache-Control" not in client.get("/fr/meetings/genuine/").headers


def test_pages_forbid_what_browsers_must_not_do(client: Client, db) -> None:
    headers = client.get("/fr/accounts/password/reset/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
