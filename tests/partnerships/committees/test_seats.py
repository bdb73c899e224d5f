"""The composition of a committee: usual seats, days on which a seat is not held, the pace of meetings."""

import datetime

import pytest

from partnerships.alerts.committees import expected_meetings
from partnerships.seats import Gap, Held, gaps, usual_seats

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2026, month, number)


def test_the_agent_has_a_usual_seat_in_accompaniment_of_an_immersion_only():
    assert [seat.agent for seat in usual_seats("accompaniment", ["immersion"])] == [False, False, False, True]
    assert not any(seat.agent for seat in usual_seats("accompaniment", ["coaching"]))
    assert not any(seat.agent for seat in usual_seats("steering", ["immersion"]))
    assert all(seat.label_fr and seat.label_nl for seat in usual_seats("accompaniment", ["immersion"]))


def test_a_seat_that_is_held_every_day_has_no_gap():
    assert gaps(1, [Held(FIRST, None)], FIRST, LAST) == []
    assert gaps(1, [Held(FIRST, day(6, 30)), Held(day(7, 1), LAST)], FIRST, LAST) == []
    assert gaps(0, [], FIRST, LAST) == []


def test_one_day_without_a_holder_is_a_gap():
    assert gaps(1, [Held(FIRST, day(6, 29)), Held(day(7, 1), None)], FIRST, LAST) == [Gap(day(6, 30), day(6, 30), 0)]
    assert gaps(1, [Held(day(1, 2), None)], FIRST, LAST) == [Gap(FIRST, FIRST, 0)]
    assert gaps(1, [Held(FIRST, day(12, 30))], FIRST, LAST) == [Gap(LAST, LAST, 0)]


def test_days_of_as_few_people_are_one_gap():
    holders = [Held(FIRST, day(3, 31)), Held(day(4, 1), LAST), Held(day(7, 1), LAST)]
    assert gaps(2, holders, FIRST, LAST) == [Gap(FIRST, day(6, 30), 1)]
    assert gaps(1, [], FIRST, LAST) == [Gap(FIRST, LAST, 0)]


@pytest.mark.parametrize(
    ("on", "expected"),
    [(day(7, 1), 0), (day(7, 2), 1), (day(7, 3), 1), (day(12, 30), 1), (LAST, 2), (datetime.date(2027, 6, 1), 2)],
)
def test_two_meetings_a_year_are_expected_pro_rata(on, expected):
    """Half of 365 days is over with the 183rd, 2 July; after the end of the period nothing more is expected."""
    assert expected_meetings(2, FIRST, LAST, on) == expected
