"""What an agenda adds up to, and where it does not fit the meeting."""

import datetime

import pytest
from django.utils import translation

from meetings.models import AgendaItem, Meeting
from meetings.timetable import timetable


def at(text: str) -> datetime.time | None:
    return datetime.time.fromisoformat(text) if text else None


def meeting(start: str = "09:00", end: str = "12:00", *, numbered: bool = False) -> Meeting:
    return Meeting(date=datetime.date(2026, 3, 2), starts_at=at(start), ends_at=at(end), agenda_numbered=numbered)


def item(start: str = "", end: str = "", **fields: str) -> AgendaItem:
    return AgendaItem(starts_at=at(start), ends_at=at(end), **{"title_fr": "Point", "title_nl": "Punt", **fields})


def remarks(of: Meeting, *items: AgendaItem) -> list[str]:
    with translation.override("en"):
        return [text.replace("\u00a0", " ") for text in timetable(of, items).remarks()]


def test_durations_add_up_and_rows_without_times_count_nothing() -> None:
    table = timetable(meeting(), [item("09:00", "09:45"), item(), item("09:45"), item("10:00", "11:30")])
    assert [slot.duration for slot in table.slots] == [datetime.timedelta(minutes=45), None, None, datetime.timedelta(minutes=90)]
    assert table.total == datetime.timedelta(hours=2, minutes=15)


def test_an_agenda_that_fits_needs_no_remark() -> None:
    assert remarks(meeting(), item("09:00", "10:30"), item("10:30", "12:00")) == []


def test_an_overrun_is_said_with_time_and_duration() -> None:
    assert remarks(meeting(), item("09:00", "12:15")) == [
        "The agenda ends at 12h15, 15 min after the end of the meeting.",
        "The slots add up to 3 h 15 min, 15 min more than the meeting lasts.",
    ]


def test_an_early_start_is_said() -> None:
    assert remarks(meeting(), item("08:30", "09:30")) == ["The agenda starts at 8h30, 30 min before the meeting."]


def test_overlapping_rows_are_said() -> None:
    assert remarks(meeting(), item("09:00", "10:00", title_fr="Accueil"), item("09:45", "10:30", title_fr="Tour de table")) == [
        "“Tour de table” starts before “Accueil” is over."
    ]


def test_rows_out_of_order_are_said() -> None:
    assert remarks(meeting(), item("10:00", title_fr="B"), item("09:00", title_fr="A")) == ["“A” starts before “B” is over."]


def test_a_meeting_without_times_is_never_overrun() -> None:
    assert remarks(meeting("", ""), item("09:00", "23:00")) == []


@pytest.mark.parametrize(
    ("labels", "numbers"),
    [
        (["", "", ""], ["1.", "2.", "3."]),
        (["I.", "", ""], ["I.", "II.", "III."]),
        (["", "A)", ""], ["1.", "A)", "B)"]),
        (["0.", "", "7."], ["0.", "1.", "7."]),
    ],
)
def test_numbers_continue_what_was_typed(labels: list[str], numbers: list[str]) -> None:
    table = timetable(meeting(numbered=True), [item(label=label) for label in labels])
    assert [slot.number for slot in table.slots] == numbers


def test_breaks_get_no_number() -> None:
    table = timetable(meeting(numbered=True), [item(kind="welcome"), item(), item(kind="break"), item(kind="any_other_business")])
    assert [slot.number for slot in table.slots] == ["", "1.", "", "2."]


def test_without_automatic_numbers_only_typed_ones_are_printed() -> None:
    table = timetable(meeting(numbered=False), [item(label="I."), item()])
    assert [slot.number for slot in table.slots] == ["I.", ""]
