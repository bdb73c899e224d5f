"""Meetings leave and come back: unchanged where nothing changed, whole where everything was lost."""

import datetime

import pytest
from django.db import connection

from amif_network.accounts.models import User
from meetings.exchange import SUBJECT
from meetings.models import Attendance, Meeting
from tests.exchange.sheets import confirmed, file_of, looked_at, said
from tests.factories.directory import PersonFactory
from tests.factories.meetings import AgendaItemFactory, AttendanceFactory, MeetingFactory

FORMS = pytest.mark.parametrize("form", ["xlsx", "csv", "json"])


@pytest.fixture
def meetings(host, partner) -> None:
    """A closed meeting and the one that follows it on the same day, with namesakes and texts that look like formulas."""
    anne, other = PersonFactory.create_batch(2, given_name="Anne", family_name="Dubois")
    first = MeetingFactory(
        closed=True, title_fr="=Réunion", title_nl="@Vergadering", chair=anne, minute_taker=other, place_fr="- salle 2",
        mode="hybrid", starts_at=datetime.time(9, 30), ends_at=datetime.time(16, 0), agenda_numbered=True,
    )  # fmt: skip
    MeetingFactory(convened=True, date=first.date, previous=first, link="https://example.org/rejoindre")
    MeetingFactory(series="committee", date=first.date + datetime.timedelta(days=300))
    item = AgendaItemFactory(meeting=first, position=1, label="I.1", title_fr="+ Accueil")
    item.presenters.set([other, anne])
    AgendaItemFactory(meeting=first, position=2, kind="lunch", starts_at=datetime.time(12, 0), ends_at=datetime.time(13, 0))
    AttendanceFactory(meeting=first, person=anne, organisation=host, status="present", remote=True, position=1)
    AttendanceFactory(meeting=first, person=other, organisation=None, status="excused", replaced_by=anne, excuse="malade")


def wipe() -> None:
    """Lose the meetings; the directory is still there."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE meetings_meeting CASCADE")


@FORMS
def test_importing_an_export_changes_nothing(meetings, administrator: User, form) -> None:
    before = said(SUBJECT, administrator)
    importation = looked_at(file_of(SUBJECT, administrator, form), administrator, "meetings")
    assert importation.outcome["counts"] == {"new": 0, "changed": 0, "same": 7, "refused": 0}
    assert said(SUBJECT, administrator) == before


@FORMS
def test_an_empty_portal_is_filled_by_an_export(meetings, administrator: User, form) -> None:
    before, exported = said(SUBJECT, administrator), file_of(SUBJECT, administrator, form)
    wipe()
    assert not Attendance.objects.exists()
    confirmed(exported, administrator, "meetings")
    assert said(SUBJECT, administrator) == before
    closed = Meeting.objects.get(state="closed")
    assert closed.minutes.state == "draft"
    assert [entry.action for entry in closed.log.order_by("pk")] == ["plan", "import", "agenda", "attendance"]
