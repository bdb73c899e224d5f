"""Corrections of a recognised document: levels, headings that are none, and everything that points at sections."""

import re
from dataclasses import replace

import pytest

from meetings.importing import OrganisationMatch, ParsedMinutes, parse_minutes, read_text
from meetings.importing.correcting import Heading, corrected, new_places
from tests.meetings.documents import MINUTES


@pytest.fixture
def parsed() -> ParsedMinutes:
    return parse_minutes(read_text(MINUTES), match=lambda text: OrganisationMatch())


def as_recognised(parsed: ParsedMinutes) -> list[Heading]:
    return [Heading(one.label, one.heading, one.level) for one in parsed.sections]


def words_of(parsed: ParsedMinutes) -> list[str]:
    texts = [f"{one.label} {one.heading} {re.sub(r'<[^>]+>', ' ', one.html)}" for one in parsed.sections]
    return " ".join(texts).split()


def tree(parsed: ParsedMinutes) -> list[tuple[str, int | None]]:
    return [(one.heading, one.parent) for one in parsed.sections]


def test_correcting_nothing_changes_nothing(parsed: ParsedMinutes) -> None:
    assert corrected(parsed, agenda=parsed.agenda, headings=as_recognised(parsed)) == parsed


def test_parents_follow_from_the_levels(parsed: ParsedMinutes) -> None:
    headings = [replace(heading, level=level) for heading, level in zip(as_recognised(parsed), (1, 2, 2, 3), strict=True)]
    assert [parent for _heading, parent in tree(corrected(parsed, agenda=(), headings=headings))] == [None, 0, 0, 2]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_what_is_no_heading_stays_as_text_in_its_place(parsed: ParsedMinutes, place: int) -> None:
    headings = as_recognised(parsed)
    headings[place] = replace(headings[place], is_text=True)
    after = corrected(parsed, agenda=(), headings=headings)
    assert words_of(after) == words_of(parsed)
    assert len(after.sections) == (4 if place == 0 else 3)


def test_everything_may_be_text(parsed: ParsedMinutes) -> None:
    after = corrected(parsed, agenda=(), headings=[replace(one, is_text=True) for one in as_recognised(parsed)])
    assert (len(after.sections), after.sections[0].heading, words_of(after)) == (1, "", words_of(parsed))
    assert {one.section for one in (*after.pending, *after.slides)} == {0}


def test_what_points_at_a_section_follows_it(parsed: ParsedMinutes) -> None:
    headings = as_recognised(parsed)
    headings[1] = replace(headings[1], is_text=True)
    after = corrected(parsed, agenda=(), headings=headings)
    assert [(one.as_typed, after.sections[one.section].heading) for one in after.slides] == [("dia 3 à 6", "Introduction")]
    assert [after.sections[one.section].label for one in after.pending] == ["2.1"]
    assert new_places(headings) == {0: 0, 2: 1, 3: 2}


def test_markup_in_a_heading_that_becomes_text_stays_text(parsed: ParsedMinutes) -> None:
    headings = as_recognised(parsed)
    headings[1] = Heading("", "<script>alert(1)</script>", 1, is_text=True)
    assert "<script>" not in corrected(parsed, agenda=(), headings=headings).sections[0].html
