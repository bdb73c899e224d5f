"""Change the tree of sections: order, depth, what both languages share."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState
from meetings.actions import structure
from meetings.models import Minutes, Section
from meetings.outline import outline, reading_order
from tests.factories.directory import OrganisationFactory
from tests.factories.meetings import MinutesFactory, SectionFactory, signed

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 3, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def minutes() -> Minutes:
    return MinutesFactory()


@pytest.fixture
def tree(minutes: Minutes) -> dict[str, Section]:
    """a, b with b1 and b2 below it, c."""
    sections = {name: SectionFactory(minutes=minutes, position=place, label=name) for place, name in enumerate("abc", 1)}
    for place, name in enumerate(("b1", "b2"), 1):
        sections[name] = SectionFactory(minutes=minutes, position=place, label=name, parent=sections["b"])
    return sections


def drawn(minutes: Minutes) -> str:
    """The tree as indented words: "a b .b1 .b2 c"."""
    nodes = reading_order(outline(Section.objects.filter(minutes=minutes)))
    return " ".join("." * node.depth + (node.section.label or "new") for node in nodes)


def test_a_section_is_added_at_the_end_after_or_below_another(
    minutes: Minutes, tree: dict[str, Section], french_coordinator: User
) -> None:
    structure.add_section(minutes, by=french_coordinator, label="d")
    structure.add_section(minutes, by=french_coordinator, after=tree["a"], label="a+")
    structure.add_section(minutes, by=french_coordinator, parent=tree["b"], after=tree["b1"], label="b1+")
    structure.add_section(minutes, by=french_coordinator, parent=tree["c"], label="c1")
    assert drawn(minutes) == "a a+ b .b1 .b1+ .b2 c .c1 d"


def test_a_section_cannot_follow_one_that_stands_elsewhere(
    minutes: Minutes, tree: dict[str, Section], french_coordinator: User
) -> None:
    with pytest.raises(ValueError, match="no child"):
        structure.add_section(minutes, by=french_coordinator, after=tree["b1"])
    with pytest.raises(ValueError, match="no child"):
        structure.add_section(minutes, by=french_coordinator, after=SectionFactory())


@pytest.mark.parametrize(
    ("name", "direction", "drawing"),
    [
        ("b", "up", "b .b1 .b2 a c"),
        ("b", "down", "a c b .b1 .b2"),
        ("c", "in", "a b .b1 .b2 .c"),
        ("b", "in", "a .b ..b1 ..b2 c"),
        ("b1", "out", "a b .b2 b1 c"),
        ("b2", "up", "a b .b2 .b1 c"),
    ],
)
def test_a_section_moves_one_step(
    minutes: Minutes, tree: dict[str, Section], french_coordinator: User, name: str, direction: str, drawing: str
) -> None:
    structure.shift_section(tree[name], direction=direction, by=french_coordinator, at=NOW)
    assert drawn(minutes) == drawing


@pytest.mark.parametrize(
    ("name", "direction"), [("a", "up"), ("c", "down"), ("a", "in"), ("b1", "in"), ("a", "out"), ("b2", "down")]
)
def test_a_section_stays_where_there_is_no_such_place(
    minutes: Minutes, tree: dict[str, Section], french_coordinator: User, name: str, direction: str
) -> None:
    with pytest.raises(structure.ImpossibleMove):
        structure.shift_section(tree[name], direction=direction, by=french_coordinator, at=NOW)
    assert drawn(minutes) == "a b .b1 .b2 c"


def test_there_is_no_other_direction(tree: dict[str, Section], french_coordinator: User) -> None:
    with pytest.raises(ValueError, match="sideways"):
        structure.shift_section(tree["a"], direction="sideways", by=french_coordinator, at=NOW)


def test_removed_sections_do_not_count_as_places(minutes: Minutes, tree: dict[str, Section], french_coordinator: User) -> None:
    structure.remove_section(tree["b"], by=french_coordinator, at=NOW)
    structure.shift_section(tree["c"], direction="up", by=french_coordinator, at=NOW)
    assert drawn(minutes) == "c a"
    with pytest.raises(structure.ImpossibleMove):
        structure.shift_section(tree["b"], direction="up", by=french_coordinator, at=NOW)


def test_a_section_moves_anywhere_but_below_itself(minutes: Minutes, tree: dict[str, Section], french_coordinator: User) -> None:
    structure.move_section(tree["c"], parent=tree["b"], index=1, by=french_coordinator, at=NOW)
    assert drawn(minutes) == "a b .b1 .c .b2"
    for parent in (tree["b"], tree["b2"]):
        with pytest.raises(structure.ImpossibleMove):
            structure.move_section(tree["b"], parent=parent, index=0, by=french_coordinator, at=NOW)
    assert drawn(minutes) == "a b .b1 .c .b2"


def test_a_section_never_leaves_its_minutes(tree: dict[str, Section], french_coordinator: User) -> None:
    with pytest.raises(structure.ImpossibleMove):
        structure.move_section(tree["a"], parent=SectionFactory(), index=0, by=french_coordinator, at=NOW)


def test_removing_keeps_everything_and_restoring_brings_it_back(
    minutes: Minutes, tree: dict[str, Section], french_coordinator: User
) -> None:
    structure.remove_section(tree["b"], by=french_coordinator, at=NOW)
    assert (drawn(minutes), Section.objects.count()) == ("a c", 5)
    structure.restore_section(tree["b"], by=french_coordinator, at=NOW)
    assert drawn(minutes) == "a b .b1 .b2 c"


def test_an_organisation_answers_once_in_a_round_table(minutes: Minutes, french_coordinator: User) -> None:
    question = SectionFactory(minutes=minutes, kind="round_table")
    cpas = OrganisationFactory()
    answer = structure.add_section(minutes, by=french_coordinator, parent=question, kind="answer", organisation=cpas)
    with pytest.raises(ValidationError):
        structure.add_section(minutes, by=french_coordinator, parent=question, kind="answer", organisation=cpas)
    structure.remove_section(answer, by=french_coordinator, at=NOW)
    structure.add_section(minutes, by=french_coordinator, parent=question, kind="answer", organisation=cpas)
    with pytest.raises(ValidationError):
        structure.restore_section(answer, by=french_coordinator, at=NOW)


def test_an_anonymous_section_names_no_organisation(minutes: Minutes, french_coordinator: User) -> None:
    section = SectionFactory(minutes=minutes, organisation=OrganisationFactory())
    with pytest.raises(ValidationError):
        structure.change_section(section, by=french_coordinator, anonymous=True)
    assert structure.change_section(section, by=french_coordinator, anonymous=True, organisation=None).anonymous


def test_approved_minutes_keep_their_structure(french_coordinator: User) -> None:
    section = SectionFactory(minutes=MinutesFactory(**signed("approved", french_coordinator, NOW)))
    changes = [
        lambda: structure.add_section(section.minutes, by=french_coordinator),
        lambda: structure.change_section(section, by=french_coordinator, label="9."),
        lambda: structure.shift_section(section, direction="up", by=french_coordinator, at=NOW),
        lambda: structure.move_section(section, parent=None, index=0, by=french_coordinator, at=NOW),
        lambda: structure.remove_section(section, by=french_coordinator, at=NOW),
        lambda: structure.restore_section(section, by=french_coordinator, at=NOW),
    ]
    for change in changes:
        with pytest.raises(WrongState):
            change()


def test_two_sections_moved_below_each_other_at_once_do_not_vanish(
    minutes: Minutes, tree: dict[str, Section], french_coordinator: User
) -> None:
    mine, theirs = Section.objects.get(pk=tree["a"].pk), Section.objects.get(pk=tree["c"].pk)
    structure.move_section(tree["c"], parent=tree["a"], index=0, by=french_coordinator, at=NOW)
    with pytest.raises(structure.ImpossibleMove):
        structure.move_section(mine, parent=theirs, index=0, by=french_coordinator, at=NOW)
    assert drawn(minutes) == "a .c b .b1 .b2"


@pytest.mark.parametrize("direction", ["up", "out"])
def test_a_section_below_a_removed_one_goes_nowhere(
    minutes: Minutes, tree: dict[str, Section], french_coordinator: User, direction: str
) -> None:
    structure.remove_section(tree["b"], by=french_coordinator, at=NOW)
    with pytest.raises(structure.ImpossibleMove):
        structure.shift_section(tree["b2"], direction=direction, by=french_coordinator, at=NOW)
    structure.restore_section(tree["b"], by=french_coordinator, at=NOW)
    assert drawn(minutes) == "a b .b1 .b2 c"


def test_a_section_does_not_move_below_one_that_was_removed_meanwhile(
    minutes: Minutes, tree: dict[str, Section], french_coordinator: User
) -> None:
    target = Section.objects.get(pk=tree["b1"].pk)
    structure.remove_section(tree["b"], by=french_coordinator, at=NOW)
    with pytest.raises(structure.ImpossibleMove):
        structure.move_section(tree["a"], parent=target, index=0, by=french_coordinator, at=NOW)
    assert drawn(minutes) == "a c"


def test_who_moves_removes_and_restores_a_section_stands_in_the_log(
    minutes: Minutes, tree: dict[str, Section], french_coordinator: User, dutch_coordinator: User
) -> None:
    structure.shift_section(tree["b"], direction="up", by=french_coordinator, at=NOW)
    structure.remove_section(tree["b"], by=dutch_coordinator, at=NOW)
    structure.restore_section(tree["b"], by=french_coordinator, at=NOW)
    log = minutes.meeting.log.order_by("pk").values_list("subject", "action", "by", "from_state", "to_state", "comment")
    assert list(log) == [
        ("minutes", action, by.pk, "draft", "draft", str(tree["b"]))
        for action, by in (
            ("move_section", french_coordinator),
            ("remove_section", dutch_coordinator),
            ("restore_section", french_coordinator),
        )
    ]


def test_a_move_that_is_refused_leaves_no_trace(minutes: Minutes, tree: dict[str, Section], french_coordinator: User) -> None:
    with pytest.raises(structure.ImpossibleMove):
        structure.shift_section(tree["a"], direction="up", by=french_coordinator, at=NOW)
    assert minutes.meeting.log.count() == 0
