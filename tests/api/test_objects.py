"""What each list says, to whom: nothing that a page would not show to the same role."""

import datetime
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.models import Edition, Meeting
from partnerships.models import Partnership
from projects.models import Call
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory, MinutesFactory, SectionFactory
from tests.factories.partnerships import PartnershipFactory, host_of
from tests.factories.projects import CallDateFactory, CallFactory
from tests.factories.publishing import approved_by, published_by

pytestmark = pytest.mark.django_db


def ids(response):
    assert response.status_code == 200, response.content
    return [one["id"] for one in response.json()["items"]]


@pytest.fixture
def draft(host):
    """A meeting that was held, to which the host was invited, with a draft of its minutes."""
    meeting = MeetingFactory(held=True, title_fr="Brouillon secret", link="https://meet.example.org/secret")
    AttendanceFactory(meeting=meeting, organisation=host)
    item = AgendaItemFactory(meeting=meeting, title_fr="Tour de table", title_nl="", starts_at=datetime.time(9, 30))
    SectionFactory(minutes=MinutesFactory(meeting=meeting), fr="Paroles non publiées", nl="Niet gepubliceerde woorden")
    return item.meeting


@pytest.fixture
def published(draft, french_coordinator):
    approved_by(french_coordinator, draft.minutes, timezone.now())
    published_by(french_coordinator, draft.minutes, timezone.now(), fr="Suit.", nl="Volgt.")
    return draft


def test_a_meeting_is_said_in_both_languages_without_names_or_its_link(draft, program, ask) -> None:
    said = ask(program(role="coordinator").token, f"meetings/{draft.pk}").json()
    assert said["title"] == {"fr": draft.title_fr, "nl": draft.title_nl}
    (item,) = said["agenda"]
    assert item["title"] == {"fr": "Tour de table", "nl": None}
    assert item["starts"].startswith(f"{draft.date}T09:30:00") and item["starts"][-6:] in ("+01:00", "+02:00")
    everything = json.dumps(said)
    assert "meet.example.org" not in everything and "Paroles" not in everything


def test_each_role_reads_the_meetings_of_its_pages(draft, program, ask, host, partner) -> None:
    programs = {
        "coordinator": program("c", "coordinator"), "host": program("h", "member", host),
        "partner": program("p", "member", partner), "observer": program("o", "observer"),
    }  # fmt: skip
    seen = {name: ids(ask(one.token, "meetings")) for name, one in programs.items()}
    assert seen == {"coordinator": [draft.pk], "host": [draft.pk], "partner": [], "observer": []}
    assert ask(programs["observer"].token, f"meetings/{draft.pk}").status_code == 404


def test_drafts_are_no_editions(draft, program, ask) -> None:
    assert ids(ask(program(role="coordinator").token, "editions")) == []


def test_others_read_public_editions_alone(published, program, ask, host) -> None:
    inside, outside = program("h", "member", host), program("o", "observer")
    public = set(Edition.objects.filter(audience="public").values_list("pk", flat=True))
    assert set(ids(ask(outside.token, "editions"))) == public != set()
    assert set(ids(ask(inside.token, "editions"))) == set(Edition.objects.values_list("pk", flat=True)) != public
    internal = Edition.objects.filter(audience="internal").first()
    assert [ask(outside.token, f"editions/{internal.pk}{end}").status_code for end in ("", "/pdf")] == [404, 404]


def test_partnerships_are_for_their_parties(program, ask) -> None:
    own, other = PartnershipFactory(), PartnershipFactory()
    host = host_of(own).organisation
    member, observer, coordinator = program("m", "member", host), program("o"), program("c", "coordinator")
    assert ids(ask(member.token, "partnerships")) == [own.pk]
    assert ask(member.token, f"partnerships/{other.pk}").status_code == 404
    assert ids(ask(observer.token, "partnerships")) == []
    assert ids(ask(coordinator.token, "partnerships", f"?organisation={host.pk}")) == [own.pk]
    said = ask(member.token, f"partnerships/{own.pk}").json()
    assert sorted(said) == ["code", "ends_on", "forms", "id", "parties", "starts_on", "state", "title", "updated", "url"]


def test_dates_of_calls_are_those_published_with_how_they_moved(program, ask) -> None:
    call = CallFactory()
    first = CallDateFactory(call=call, kind="deadline")
    day = first.latest + datetime.timedelta(days=14)
    moved = CallDateFactory(
        call=call, kind="deadline", series=first.series, version=2, replaces=first, earliest=day, latest=day, reason_fr="Reporté"
    )
    CallDateFactory(call=call, kind="decision", unpublished=True)
    (date,) = ask(program().token, f"calls/{call.pk}").json()["dates"]
    assert (date["kind"], date["latest"], date["version"]) == ("deadline", moved.latest.isoformat(), 2)
    assert date["reason"]["fr"] == "Reporté"
    assert [before["latest"] for before in date["before"]] == [first.latest.isoformat()]


def test_a_draft_call_is_for_coordinators(program, ask) -> None:
    draft = CallFactory(draft=True)
    assert ids(ask(program("o").token, "calls")) == []
    assert ids(ask(program("c", "coordinator").token, "calls", "?state=draft")) == [draft.pk]


def test_an_organisation_says_its_names_and_what_followed_it(program, ask, host) -> None:
    gone = OrganisationFactory(valid_to=datetime.date(2024, 12, 31), successor=host)
    token = program().token
    said = ask(token, f"organisations/{gone.pk}").json()
    assert said["successor"]["id"] == host.pk
    assert said["valid_to"] == "2024-12-31"
    assert gone.pk not in ids(ask(token, "organisations", "?valid_on=2025-01-01"))
    assert said["updated"] is not None


def test_only_what_changed_since_is_given(program, ask) -> None:
    old, new = MeetingFactory.create_batch(2, held=True)
    token = program(role="coordinator").token
    since = timezone.now()
    # The history of the test's own transaction carries its beginning: what changed later is told from another moment.
    future = (since + datetime.timedelta(days=1)).isoformat().replace("+", "%2B")
    past = (since - datetime.timedelta(days=1)).isoformat().replace("+", "%2B")
    assert ids(ask(token, "meetings", f"?updated_since={future}")) == []
    assert ids(ask(token, "meetings", f"?updated_since={past}")) == [old.pk, new.pk]


def test_filters_keep_the_state_and_the_year(program, ask) -> None:
    held = MeetingFactory(held=True, date=datetime.date(2025, 3, 4))
    MeetingFactory(date=datetime.date(2026, 3, 4))
    token = program(role="coordinator").token
    assert ids(ask(token, "meetings", "?state=held")) == [held.pk]
    assert ids(ask(token, "meetings", "?year=2025")) == [held.pk]


@pytest.mark.parametrize("path", ["meetings", "calls", "partnerships", "organisations"])
def test_questions_do_not_grow_with_objects(path, program, ask) -> None:
    make = {
        "meetings": AgendaItemFactory, "calls": CallDateFactory,
        "partnerships": PartnershipFactory, "organisations": OrganisationFactory,
    }[path]  # fmt: skip
    token = program(role="coordinator").token
    make()
    # The note of the day, and what is looked up once in a process.
    ask(token, path)
    model = {"meetings": Meeting, "calls": Call, "partnerships": Partnership}.get(path)
    before = model.objects.count() if model else 0
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert ask(token, path).status_code == 200
        counts.append(len(asked))
        make()
        make()
    assert counts[0] == counts[1]
    assert model is None or model.objects.count() > before
