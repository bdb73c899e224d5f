"""What really happens, from days and facts alone."""

import datetime

import pytest

from partnerships.activity import as_column
from partnerships.models import Partnership
from partnerships.models.happening import activity
from partnerships.portfolio import with_activity
from tests.factories.partnerships import FteShareFactory, PartnershipFactory

FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "at_work", "day", "expected"),
    [
        ("to_sign", False, FIRST - DAY, "not_started"),
        ("to_sign", True, FIRST - DAY, "starting_up"),
        ("to_sign", False, FIRST, "starting_up"),
        # Unsigned, and running all the same.
        ("to_sign", True, FIRST, "running"),
        ("signed", True, LAST, "running"),
        ("signed", True, LAST + DAY, "over"),
        ("signed", False, LAST + DAY, "over"),
        ("terminated", True, FIRST, "over"),
        ("abandoned", False, FIRST, "not_started"),
        ("abandoned", True, FIRST, "over"),
    ],
)
def test_activity_follows_days_and_facts(state, at_work, day, expected):
    assert activity(state, FIRST, LAST, at_work=at_work, day=day) == expected


@pytest.mark.parametrize(("at_work", "expected"), [(False, "not_started"), (True, "starting_up")])
def test_without_days_only_facts_count(at_work, expected):
    assert activity("idea", None, None, at_work=at_work, day=FIRST) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["idea", "negotiating", "terminated", "abandoned"])
@pytest.mark.parametrize("at_work", [False, True])
@pytest.mark.parametrize("day", [FIRST - DAY, FIRST, LAST, LAST + DAY])
def test_the_database_says_the_same(state, at_work, day):
    partnership = PartnershipFactory()
    if at_work:
        FteShareFactory(partnership=partnership, kind="actual", starts_on=FIRST - 2 * DAY)
    reason = "Motif" if state in ("terminated", "abandoned") else ""
    Partnership.objects.filter(pk=partnership.pk).update(state=state, end_reason=reason)
    found = with_activity(Partnership.objects.annotate(column=as_column(day)), day).get()
    assert found.at_work is at_work
    assert found.activity == found.column == activity(state, FIRST, LAST, at_work=at_work, day=day)
