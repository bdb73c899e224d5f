"""What a file may change of meetings, and what it refuses in words."""

import datetime

import pytest

from amif_network.directory.models import Affiliation
from meetings.models import AgendaItem, Attendance, Meeting
from tests.exchange.sheets import book, changes, confirmed, looked_at, refusals, text
from tests.factories.directory import AffiliationFactory, PersonFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory

MEETINGS = ["date", "title_fr", "starts_at"]
ATTENDANCE = ["meeting", "person", "organisation", "status"]
DAY = datetime.date(2025, 10, 7)


@pytest.fixture
def meeting(db) -> Meeting:
    return MeetingFactory(date=DAY, title_fr="Réunion d'automne")


def test_a_spreadsheet_without_identifiers_brings_in_a_meeting_with_its_list(host, administrator) -> None:
    PersonFactory(given_name="An", family_name="Baert")
    data = book(
        meetings=[MEETINGS, ["07/10/2025", "Réunion d'automne", "9h30"]],
        agenda=[["meeting", "position", "title_fr", "presenters"], ["2025-10-07", 1, "Accueil", "An Baert"]],
        attendance=[ATTENDANCE, ["7 octobre 2025", "An Baert", "CPAS de Charleroi", "present"]],
    )
    confirmed(data, administrator)
    meeting = Meeting.objects.get()
    assert (meeting.date, meeting.starts_at, meeting.state) == (DAY, datetime.time(9, 30), "planned")
    assert [str(one) for one in AgendaItem.objects.get().presenters.all()] == ["An Baert"]
    assert Attendance.objects.values_list("organisation", "status").get() == (host.pk, "present")
    again = looked_at(data, administrator)
    assert again.outcome["counts"] == {"new": 0, "changed": 0, "same": 3, "refused": 0}


def test_a_meeting_of_the_same_day_with_another_title_is_another_one(meeting, administrator) -> None:
    confirmed(book(meetings=[MEETINGS, [DAY, "Comité", ""], [DAY, "reunion d’automne", "14:00"]]), administrator)
    meeting.refresh_from_db()
    assert meeting.starts_at == datetime.time(14)
    assert Meeting.objects.filter(date=DAY).count() == 2
    rows = [ATTENDANCE, [DAY, "An Baert", "", ""]]
    PersonFactory(given_name="An", family_name="Baert")
    [(row, column, sentence)] = refusals(looked_at(book(attendance=rows), administrator))
    assert (row, column) == (2, "meeting")
    assert sentence.startswith("There are several meetings on")


def test_a_change_is_logged_once_for_the_list(meeting, host, administrator) -> None:
    people = [PersonFactory() for _number in range(3)]
    AttendanceFactory(meeting=meeting, person=people[0], organisation=host, status="unknown")
    rows = [ATTENDANCE, *([str(meeting.uid), str(person), host.code, "present"] for person in people)]
    importation = confirmed(book(attendance=rows), administrator, "presences.xlsx")
    assert changes(importation) == [(2, "status", "unknown", "present")]
    assert [(entry.action, entry.comment) for entry in meeting.log.all()] == [("attendance", "presences.xlsx")]


def test_what_only_lists_tell_of_an_affiliation_reaches_to_the_day_of_the_meeting(meeting, host, administrator) -> None:
    known = AffiliationFactory(organisation=host, from_lists=True, valid_from=DAY + datetime.timedelta(days=30))
    confirmed(book(attendance=[ATTENDANCE, [DAY, str(known.person), host.code, "present"]]), administrator)
    assert Affiliation.objects.get().valid_from == DAY


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_meeting_that_is_over_stays_as_it_is(administrator, state) -> None:
    meeting = MeetingFactory(date=DAY, state=state, title_fr="Réunion")
    person = PersonFactory()
    data = book(
        meetings=[["meeting", "date", "title_fr"], [str(meeting.uid), DAY, "Autre"]],
        attendance=[ATTENDANCE, [DAY, str(person), "", "present"]],
    )
    found = refusals(looked_at(data, administrator))
    assert [(row, column) for row, column, _sentence in found] == [(2, ""), (2, "")]
    assert all(meeting.get_state_display() in sentence for _row, _column, sentence in found)


@pytest.mark.parametrize(
    ("sheet", "rows", "column"),
    [
        ("meetings", [["date", "title_fr"], [DAY, ""]], ""),
        ("meetings", [["date", "title_fr"], ["demain", "Réunion"]], "date"),
        ("meetings", [["meeting", "date", "title_fr"], ["réunion 7", DAY, "Réunion"]], "meeting"),
        ("meetings", [["date", "title_fr", "state"], [DAY, "Réunion d'automne", "closed"]], "state"),
        ("meetings", [["date", "title_fr", "starts_at", "ends_at"], [DAY, "Réunion", "10:00", "09:00"]], ""),
        ("agenda", [["meeting", "position", "title_fr"], [DAY, "premier", "Accueil"]], "position"),
        ("agenda", [["meeting", "position", "title_fr"], ["2020-01-01", 1, "Accueil"]], "meeting"),
        ("attendance", [ATTENDANCE, [DAY, "Personne Inconnue", "", "present"]], "person"),
        ("attendance", [ATTENDANCE, ["", "Personne Inconnue", "", "present"]], "meeting"),
    ],
)
def test_what_cannot_be_names_its_column(meeting, administrator, sheet, rows, column) -> None:
    [(row, found, _sentence)] = refusals(looked_at(book(**{sheet: rows}), administrator))
    assert (row, found) == (2, column)


def test_a_list_is_read_as_csv_too(meeting, administrator) -> None:
    PersonFactory(given_name="An", family_name="Baert")
    confirmed(text([ATTENDANCE, [DAY, "An Baert", "", "excused"]]), administrator, "attendance.csv")
    assert Attendance.objects.get().status == "excused"
