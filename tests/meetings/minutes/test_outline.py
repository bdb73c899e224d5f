"""The tree of sections in reading order, with its numbers."""

import datetime

import pytest

from meetings.models import Minutes, Section
from meetings.outline import outline, reading_order
from tests.factories.meetings import MinutesFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes() -> Minutes:
    return MinutesFactory()


def numbers(minutes: Minutes) -> list[tuple[str, int]]:
    return [(node.number, node.depth) for node in reading_order(outline(Section.objects.filter(minutes=minutes)))]


def test_typed_numbers_are_kept_and_blank_ones_stay_blank(minutes: Minutes) -> None:
    first = SectionFactory(minutes=minutes, position=1, label="I.")
    SectionFactory(minutes=minutes, position=1, parent=first, label="I.1")
    SectionFactory(minutes=minutes, position=2, parent=first)
    SectionFactory(minutes=minutes, position=2, label="2.")
    assert numbers(minutes) == [("I.", 0), ("I.1", 1), ("", 1), ("2.", 0)]


def test_automatic_numbers_continue_the_ones_before(minutes: Minutes) -> None:
    SectionFactory(minutes=minutes, position=1, label="0.")
    SectionFactory(minutes=minutes, position=2)
    third = SectionFactory(minutes=minutes, position=3, numbered=True)
    SectionFactory(minutes=minutes, position=1, parent=third, numbered=True)
    SectionFactory(minutes=minutes, position=2, parent=third, numbered=True)
    assert numbers(minutes) == [("0.", 0), ("", 0), ("1.", 0), ("1.1", 1), ("1.2", 1)]


def test_sections_stand_in_the_order_of_their_positions(minutes: Minutes) -> None:
    last = SectionFactory(minutes=minutes, position=9)
    first = SectionFactory(minutes=minutes, position=1)
    below = SectionFactory(minutes=minutes, position=5, parent=first)
    found = reading_order(outline(Section.objects.filter(minutes=minutes)))
    assert [node.section for node in found] == [first, below, last]


def test_a_removed_section_takes_what_stands_below_along(minutes: Minutes) -> None:
    gone = SectionFactory(minutes=minutes, removed_at=datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC))
    SectionFactory(minutes=minutes, parent=gone)
    stays = SectionFactory(minutes=minutes)
    assert [node.section for node in reading_order(outline(Section.objects.filter(minutes=minutes)))] == [stays]
