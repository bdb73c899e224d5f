"""The dates of a call beside each other, in words and as a drawing."""

import datetime

import pytest
from django.utils import timezone, translation

from amif_network.core.axis import WIDTH
from projects.models import CallDate
from projects.timeline import timeline
from projects.timetable import doubts, impossible, lines, next_date, untimely
from projects.wording.dates import in_words
from tests.factories.meetings import NOW

TODAY = datetime.date(2026, 3, 5)
SERIES = iter(range(1, 1000))


def day(offset: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=offset)


def date(kind: str, first: int, last: int | None = None, **values) -> CallDate:
    """A date that holds, `first` to `last` days from today; not saved."""
    latest = day(first if last is None else last)
    known = {"pk": next(SERIES), "series": next(SERIES), "published_at": NOW, **values}
    return CallDate(kind=kind, earliest=day(first), latest=latest, **known)


def moved(before: CallDate, first: int, last: int | None = None, **values) -> CallDate:
    known = {"series": before.series, "version": before.version + 1, **values}
    return date(before.kind, first, last, **known)


def test_a_deadline_before_the_opening_cannot_be():
    with translation.override("fr"):
        assert impossible([date("opening", 10), date("deadline", 10)]) != ""
        assert impossible([date("opening", 10), date("deadline", 5)]) != ""
        assert impossible([date("start", 10), date("end", 9)]) != ""


@pytest.mark.parametrize("deadline", [(11, None), (5, 11), (10, 20)])
def test_ranges_may_overlap_as_long_as_they_can_be_in_order(deadline):
    assert impossible([date("opening", 10, 20), date("deadline", *deadline)]) == ""


def test_what_is_unlikely_is_said():
    with translation.override(None):
        overlap = doubts([date("opening", 10, 20), date("deadline", 15, 30)])
        turned = doubts([date("deadline", 10), date("info_session", 20)])
    assert overlap == ["“opening” and “deadline for submission” may fall on the same days: their ranges overlap."]
    assert turned == ["“deadline for submission” lies before “information session”."]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ([("opening", 1)], "6 mars 2026"),
        ([("opening", -2, 3)], "du 3 au 8 mars 2026"),
        ([("opening", -9), ("deadline", -1)], "4 mars 2026"),
        ([("opening", 0), ("deadline", 0)], None),
        ([("opening", -9), ("deadline", -1, 1)], None),
        ([], None),
    ],
)
def test_a_submission_outside_its_dates_is_doubted(dates, said):
    at = timezone.make_aware(datetime.datetime(2026, 3, 5, 14))
    with translation.override("fr"):
        found = untimely([date(kind, *days, words_fr="vers le 5") for kind, *days in dates], at)
    assert (found == "") if said is None else (said in found)


def test_a_deadline_at_noon_is_over_at_two():
    at = timezone.make_aware(datetime.datetime(2026, 3, 5, 14))
    noon, evening = (date("deadline", 0, time=datetime.time(hour)) for hour in (12, 18))
    with translation.override("fr"):
        assert "5 mars 2026" in untimely([noon], at)
        assert untimely([evening], at) == ""


def test_dates_in_their_usual_order_raise_no_doubt():
    usual = [date("info_session", 1), date("opening", 2), date("questions_until", 3), date("deadline", 4), date("decision", 9)]
    assert doubts([*usual, date("start", 20), date("end", 30)]) == []


def test_versions_of_one_date_are_one_line_with_what_stood_before():
    first = date("opening", 10)
    second, third = moved(first, 20), moved(first, 30, version=3, published_at=None)
    (line,) = lines([first, third, second])
    assert (line.current, line.pending, line.earlier, line.moved) == (second, third, [first], True)
    assert line.shown == second


def test_a_date_that_nobody_knows_yet_is_shown_as_it_is_written_down():
    date_ = date("opening", 10, published_at=None)
    (line,) = lines([date_])
    assert (line.current, line.shown, line.moved) == (None, date_, False)


def test_lines_follow_the_calendar():
    late, early = date("deadline", 20), date("opening", 10)
    assert [line.shown for line in lines([late, early])] == [early, late]


def test_what_comes_next_is_the_first_date_that_is_not_over():
    over, vague, far = date("info_session", -1), date("opening", -3, 4), date("deadline", 30)
    assert next_date([far, over, vague], TODAY) == vague
    assert next_date([over], TODAY) is None


@pytest.mark.parametrize(
    ("lang", "exact", "vague", "across"),
    [
        (
            "fr",
            "jeudi 15 octobre 2026, 12h00",
            "mi-octobre (du 10 au 20 octobre 2026)",
            "mi-octobre (du 28 décembre 2026 au 3 janvier 2027)",
        ),
        (
            "nl",
            "donderdag 15 oktober 2026, 12.00\u00a0uur",
            "half oktober (10 tot 20 oktober 2026)",
            "half oktober (28 december 2026 tot 3 januari 2027)",
        ),
    ],
)
def test_a_date_is_written_in_the_words_of_the_reader(lang, exact, vague, across):
    words = {"words_fr": "mi-octobre", "words_nl": "half oktober"}
    october = datetime.date(2026, 10, 15)
    assert in_words(CallDate(earliest=october, latest=october, time=datetime.time(12)), lang) == exact
    assert in_words(CallDate(earliest=datetime.date(2026, 10, 10), latest=datetime.date(2026, 10, 20), **words), lang) == vague
    assert in_words(CallDate(earliest=datetime.date(2026, 12, 28), latest=datetime.date(2027, 1, 3), **words), lang) == across


def test_a_call_without_dates_has_no_drawing():
    assert timeline([], TODAY) is None


def test_the_drawing_holds_every_date_its_former_place_and_today_in_order():
    first = date("opening", 10, 20)
    drawn = timeline(lines([first, moved(first, 40, 50), date("deadline", 90)]), TODAY)
    assert drawn is not None
    opening, deadline = drawn.rows
    (ghost,) = opening.ghosts
    assert drawn.today is not None
    assert 0 < drawn.today < ghost.x < opening.mark.x < deadline.mark.x < WIDTH
    assert (opening.mark.width > 0, deadline.mark.width, deadline.ghosts) == (True, 0, [])
    assert deadline.y > opening.y
    assert drawn.height > deadline.middle


def test_a_range_of_two_days_can_still_be_seen():
    drawn = timeline(lines([date("opening", 1, 2), date("deadline", 500)]), TODAY)
    assert drawn is not None
    assert drawn.rows[0].mark.width >= 10


def test_dates_years_ahead_are_named_and_not_drawn():
    far = date("end", 1000)
    drawn = timeline(lines([date("opening", 1), far]), TODAY)
    assert drawn is not None
    assert ([row.line.shown.kind for row in drawn.rows], [line.shown for line in drawn.later]) == (["opening"], [far])


def test_today_is_drawn_only_where_it_is_near():
    drawn = timeline(lines([date("opening", -900), date("deadline", -800)]), TODAY)
    assert drawn is not None
    assert (drawn.today, [row.over for row in drawn.rows]) == (None, [True, True])


def test_months_stand_along_the_axis_and_do_not_crowd():
    near, far = (timeline(lines([date("opening", 1), date("deadline", days)]), TODAY) for days in (60, 540))
    assert near is not None and far is not None
    assert [tick.strftime("%m/%Y") for _x, tick in near.ticks] == ["03/2026", "04/2026", "05/2026"]
    assert len(far.ticks) <= 8
