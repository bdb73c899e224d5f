"""A printed record is plain, frozen and the same after a round through JSON."""

import json
from dataclasses import FrozenInstanceError, replace

import pytest

from amif_network.core.bilingual import Localised
from meetings.printed import PrintedMinutes, PrintedNotice
from tests.factories.printed import missing, printed_head, printed_minutes, printed_passage, printed_section


@pytest.mark.parametrize("languages", [("fr",), ("nl",), ("nl", "fr")])
def test_a_record_survives_json(languages: tuple[str, ...]) -> None:
    record = printed_minutes(*languages)
    assert PrintedMinutes.from_json(json.loads(json.dumps(record.to_json()))) == record


def test_a_record_without_approval_survives_json() -> None:
    record = printed_minutes("fr", heads=(printed_head("fr", approval=None),), sections=())
    assert PrintedMinutes.from_json(json.loads(json.dumps(record.to_json()))) == record


def test_an_unknown_field_is_not_dropped_silently() -> None:
    data = {**printed_minutes("fr").to_json(), "colour": "blue"}
    with pytest.raises(TypeError, match="colour"):
        PrintedMinutes.from_json(data)


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        printed_minutes("fr").version = 2  # type: ignore[misc]


def test_the_hash_is_that_of_the_content() -> None:
    record = printed_minutes("fr")
    assert record.content_hash == printed_minutes("fr").content_hash
    assert PrintedMinutes.from_json(json.loads(json.dumps(record.to_json()))).content_hash == record.content_hash
    assert replace(record, version=2).content_hash != record.content_hash
    assert printed_minutes("nl").content_hash != record.content_hash


def test_every_part_must_be_in_the_languages_of_the_document() -> None:
    with pytest.raises(ValueError, match=r"The head is in \('nl',\), the document in \('fr',\)"):
        printed_minutes("fr", heads=(printed_head("nl"),))
    with pytest.raises(ValueError, match=r"Section 0\. is in \('fr',\), the document in \('fr', 'nl'\)"):
        printed_minutes("fr", "nl", sections=(printed_section(0, ("fr",)),))


@pytest.mark.parametrize(
    ("languages", "layout", "bilingual", "side_by_side"),
    [(("fr",), "columns", False, False), (("fr", "nl"), "columns", True, True), (("fr", "nl"), "alternating", True, False)],
)
def test_two_columns_need_two_languages(languages: tuple[str, ...], layout: str, bilingual: bool, side_by_side: bool) -> None:
    record = printed_minutes(*languages, layout=layout)
    assert (record.bilingual, record.side_by_side) == (bilingual, side_by_side)


@pytest.mark.parametrize(("state", "draft"), [("draft", True), ("approved", False), ("published", False)])
def test_only_unapproved_minutes_are_a_draft(state: str, draft: bool) -> None:
    assert printed_minutes("fr", state=state).draft is draft


def with_gaps() -> PrintedMinutes:
    """A Dutch record: section 0. missing, 0.1 outdated, 0.2 missing, an unnumbered one outdated, 1.1 fine."""
    numbers = range(5)
    passages = [printed_passage(number, "nl") for number in numbers]
    passages[0], passages[2] = missing(passages[0]), missing(passages[2])
    passages[1], passages[3] = (replace(passages[number], outdated=True) for number in (1, 3))
    sections = [printed_section(number, ("nl",), passages=(passages[number],)) for number in numbers]
    sections[3] = replace(sections[3], label="")
    return printed_minutes("nl", sections=tuple(sections))


def test_the_notices_name_the_sections_with_gaps() -> None:
    assert with_gaps().notices("nl") == (
        PrintedNotice(kind="missing", lang="nl", count=2, where="0. en 0.2"),
        PrintedNotice(kind="outdated", lang="nl", count=2, where="0.1 en Partnerschappen"),
    )


def test_complete_minutes_have_no_notices() -> None:
    assert printed_minutes("fr", "nl").notices("nl") == ()


def test_a_passage_with_a_text_is_not_missing_for_want_of_a_heading() -> None:
    passage = printed_passage(0, "fr", heading=Localised("Inleiding", "nl", fallback=True))
    assert passage.missing is False
    assert replace(passage, html=Localised("", "fr")).missing is True


def test_attendance_counts_people() -> None:
    attendance = printed_head("fr", people=13).attendance
    assert [(group.status, group.count) for group in attendance] == [("present", 13), ("excused", 2)]
