"""The arithmetic of half-days: months, plans, holidays, what differs."""

import datetime
from decimal import Decimal

import pytest

from partnerships.months import Pattern, after, counts, days_of, months_between, off_plan, planned, within, worked

WEEK = {(1, "am"): "host", (1, "pm"): "host", (4, "am"): "employer"}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_months_follow_each_other_over_the_end_of_a_year():
    assert after(day("2026-01-01")) == day("2026-02-01")
    assert after(day("2026-12-01")) == day("2027-01-01")
    months = months_between(day("2026-11-20"), day("2027-01-05"))
    assert months == [day("2026-11-01"), day("2026-12-01"), day("2027-01-01")]
    assert months_between(day("2026-02-01"), day("2026-01-31")) == []


def test_a_month_has_the_days_of_the_immersion_only():
    assert len(days_of(day("2026-02-01"), day("2026-01-01"), day("2026-12-31"))) == 28
    days = days_of(day("2026-02-01"), day("2026-02-10"), day("2026-02-12"))
    assert [one.day for one in days] == [10, 11, 12]
    assert days_of(day("2026-02-01"), day("2026-03-01"), day("2026-03-02")) == []


def test_the_latest_plan_that_has_begun_holds_and_holidays_are_free():
    later = Pattern(day("2026-04-13"), {(1, "pm"): "training"})
    plan = planned(
        [later, Pattern(day("2026-03-31"), WEEK)], [day(f"2026-{date}") for date in ("03-30", "04-02", "04-06", "04-13")]
    )
    # 30 March comes before the first plan; 6 April is Easter Monday.
    assert plan == {(day("2026-04-02"), "am"): "employer", (day("2026-04-13"), "pm"): "training"}


def test_absence_is_no_work():
    places = ["host", "host", "absent", "elsewhere"]
    assert counts(places) == {"host": 2, "employer": 0, "training": 0, "elsewhere": 1, "absent": 1}
    assert worked(places) == 3


def test_what_differs_is_counted_once():
    slots = [(day("2026-03-02"), "am"), (day("2026-03-02"), "pm"), (day("2026-03-03"), "am"), (day("2026-03-05"), "am")]
    plan = dict.fromkeys(slots[:3], "host")
    assert off_plan(plan, plan).is_on_plan
    found = off_plan(plan, {slots[0]: "absent", slots[1]: "training", slots[3]: "employer"})
    assert (found.at_host, found.absent, found.elsewhere, found.unsaid) == (-3, 1, 2, [slots[2]])


@pytest.mark.parametrize(("half_days", "verdict"), [(5, -1), (6, 0), (7, 0), (8, 0), (9, 1)])
def test_a_plan_is_held_against_the_days_agreed(half_days, verdict):
    places = {(1 + number // 2, "am" if number % 2 else "pm"): "host" for number in range(half_days)}
    assert within(Pattern(day("2026-01-01"), places), Decimal(3), Decimal(4)) == verdict
