"""How often something may be done."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from amif_network.core.rate import counted

pytestmark = pytest.mark.django_db
# The start of a span, so that no test crosses its end.
START = timezone.now().replace(second=0, microsecond=0)


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def tries(number: int, who: str = "a", what: str = "x", at: datetime.datetime = START) -> list[bool]:
    return [counted(what, who, most=2, seconds=60, at=at) for _ in range(number)]


def test_after_the_last_one_allowed_it_is_refused():
    assert tries(4) == [True, True, False, False]


def test_others_and_other_things_are_counted_apart():
    tries(2)
    assert tries(1, who="b") == tries(1, what="y") == [True]


def test_a_new_span_of_time_starts_from_nothing():
    tries(3)
    assert tries(1, at=START + datetime.timedelta(seconds=60)) == [True]
