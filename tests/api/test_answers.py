"""Pages that stay stable, tags that save a transfer, files in parts, the document and the feeds."""

import datetime
from xml.etree import ElementTree

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from meetings.models import Edition
from tests.factories.meetings import MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.projects import CallDateFactory
from tests.factories.publishing import approved_by, published_by

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def edition(french_coordinator):
    minutes = MinutesFactory(meeting=MeetingFactory(held=True, title_fr="Réunion <du> réseau", title_nl="Vergadering"))
    SectionFactory(minutes=minutes, fr="Accueil", nl="Onthaal")
    approved_by(french_coordinator, minutes, timezone.now())
    published_by(french_coordinator, minutes, timezone.now(), fr="Suit.", nl="Volgt.")
    return Edition.objects.get(audience="public", language="fr")


def test_pages_hold_while_others_write(program, ask) -> None:
    meetings = [one.pk for one in MeetingFactory.create_batch(5, held=True)]
    token, seen, following = program(role="coordinator").token, [], "?limit=2&state=held"
    while following:
        page = ask(token, "meetings", following)
        seen += [one["id"] for one in page.json()["items"]]
        MeetingFactory(date=datetime.date(2000, 1, 1))
        following = page.json()["next"] and "?" + page.json()["next"].partition("?")[2]
        assert page.headers.get("Link", "") == (f'<{page.json()["next"]}>; rel="next"' if following else "")
    assert seen == meetings


def test_what_did_not_change_is_not_sent_again(program, ask) -> None:
    meeting = MeetingFactory(held=True)
    token = program(role="coordinator").token
    first = ask(token, "meetings")
    assert first["Cache-Control"] == "private, no-cache"
    again = ask(token, "meetings", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    meeting.title_fr = "Autre titre"
    meeting.save(update_fields=["title_fr"])
    assert ask(token, "meetings", **{"if-none-match": first["ETag"]}).status_code == 200


def test_an_edition_is_given_whole_or_in_part(edition, program, ask) -> None:
    token, path, data = program().token, f"editions/{edition.pk}/pdf", bytes(edition.pdf)
    whole = ask(token, path)
    assert (whole.status_code, whole.content, whole["ETag"]) == (200, data, f'"{edition.sha256}"')
    assert "Last-Modified" in whole.headers
    part = ask(token, path, range="bytes=5-9")
    assert (part.status_code, part.content, part["Content-Range"]) == (206, data[5:10], f"bytes 5-9/{len(data)}")
    assert ask(token, path, range="bytes=-7").content == data[-7:]
    assert ask(token, path, range=f"bytes={len(data) - 3}-").content == data[-3:]
    assert ask(token, path, range="bytes=0-1,4-5").content == data
    assert ask(token, path, range="bytes=0-1", **{"if-range": '"other"'}).content == data
    beyond = ask(token, path, range=f"bytes={len(data)}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(data)}")
    assert ask(token, path, **{"if-none-match": f'"{edition.sha256}"'}).status_code == 304


def test_head_says_the_same_without_a_body(edition, program) -> None:
    headers = {"authorization": f"Bearer {program().token}"}
    response = Client().head(f"/api/v1/editions/{edition.pk}/pdf", headers=headers)
    assert (response.status_code, response.content, response["ETag"]) == (200, b"", f'"{edition.sha256}"')


@pytest.mark.parametrize("lang", ["fr", "nl"])
def test_the_feed_is_valid_atom_in_its_language(lang, edition, program) -> None:
    issued = program()
    response = Client().get(f"/api/v1/published.atom?lang={lang}&key={issued.feed_key}")
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - what we wrote ourselves
    assert response["Content-Type"].startswith("application/atom+xml")
    assert (feed.tag, feed.get("{http://www.w3.org/XML/1998/namespace}lang")) == (f"{ATOM}feed", lang)
    visible = Edition.objects.filter(audience="public", language__in=[lang, "both"])
    entries = feed.findall(f"{ATOM}entry")
    assert sorted(one.findtext(f"{ATOM}id").rpartition("/")[2] for one in entries) == sorted(str(one.pk) for one in visible)
    for part in (feed, *entries):
        assert part.find(f"{ATOM}title").text
        assert datetime.datetime.fromisoformat(part.findtext(f"{ATOM}updated")).tzinfo is not None
        assert part.find(f"{ATOM}link").get("href").startswith("http")
    assert issued.feed_key not in response.content.decode()


def test_the_key_of_a_feed_opens_feeds_alone(program) -> None:
    key = program().feed_key
    assert Client().get("/api/v1/published.atom").status_code == 401
    assert Client().get("/api/v1/meetings", {"key": key}).status_code == 401
    assert Client().get("/api/v1/meetings", headers={"authorization": f"Bearer {key}"}).status_code == 401


def test_the_calendar_holds_meetings_and_dates_of_calls(program) -> None:
    meeting = MeetingFactory(held=True, date=timezone.localdate(), link="https://meet.example.org/secret")
    date = CallDateFactory(earliest=timezone.localdate(), latest=timezone.localdate())
    CallDateFactory(unpublished=True, earliest=timezone.localdate(), latest=timezone.localdate())
    with_calls = program("a", "coordinator")
    without = program("b", "coordinator", scopes=["meetings:read"])
    uids = []
    for one in (with_calls, without):
        response = Client().get(f"/api/v1/calendar.ics?lang=nl&key={one.feed_key}")
        assert "meet.example.org" not in response.content.decode()
        events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
        uids.append([str(event["UID"]).partition("@")[0] for event in events])
    assert uids == [[str(meeting.uid), f"call-date-{date.series}"], [str(meeting.uid)]]


def test_the_document_needs_no_token_and_names_every_address() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert len(document["paths"]) == 14
    assert all(set(one) == {"get"} for one in document["paths"].values())
