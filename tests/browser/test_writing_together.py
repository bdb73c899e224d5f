"""Several people, or several tabs of one, in the same minutes at the same time."""

import pytest
from playwright.sync_api import Page, Route, expect

from amif_network.accounts.models import User
from meetings.models import Section

from . import writing
from .steps import cell_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def section(db) -> Section:
    return writing.section_with()


@pytest.fixture
def two(open_as, section: Section, french_coordinator: User, dutch_coordinator: User) -> tuple[Page, Page]:
    """Two people, each in a browser of their own."""
    first, second = (open_as(user, writing.minutes_of(section)) for user in (french_coordinator, dutch_coordinator))
    return first, second


def test_in_the_same_paragraph_both_versions_are_shown_and_chosen_from(two: tuple[Page, Page], section: Section) -> None:
    words = [writing.marker(), writing.marker()]
    boxes = [writing.open_editor(page) for page in two]
    for page, box, word in zip(two, boxes, words, strict=True):
        page.bring_to_front()
        writing.add(box, word, 1)
    shown = _in_conflict(two)
    assert writing.missing(words, section, "fr", shown) == []
    shown.locator("[name^=choice-][value=both]").check()
    shown.locator(".cell--conflict [type=submit]").click()
    expect(shown.locator(".cell--conflict")).to_have_count(0)
    assert [writing.times(word, writing.standing(section)) for word in words] == [1, 1]
    assert [writing.journal(page) for page in two] == [[], []]


def test_in_different_paragraphs_both_are_saved_and_each_sees_the_other(two: tuple[Page, Page], section: Section) -> None:
    first, second = two
    words = [writing.marker() for _ in range(3)]
    here, there = (writing.open_editor(page) for page in two)
    writing.add(here, words[0], 0)
    writing.wait_until_saved(first)
    second.bring_to_front()
    writing.add(there, words[1], 2)
    # The answer brings the other's words into the text, and the cursor stays where it was.
    expect(there).to_contain_text(words[0])
    second.keyboard.type(" " + words[2])
    writing.wait_until_saved(second)
    assert writing.standing(section) == f"<p>Un. {words[0]}</p><p>Deux.</p><p>Trois. {words[1]} {words[2]}</p>"
    second.keyboard.press("Control+Z")
    expect(there).to_contain_text(words[0])


def test_words_typed_while_a_save_is_on_its_way_are_merged_too(two: tuple[Page, Page], section: Section) -> None:
    first, second = two
    words = [writing.marker() for _ in range(3)]
    here, there = (writing.open_editor(page) for page in two)
    writing.add(here, words[0], 0)
    writing.wait_until_saved(first)
    second.bring_to_front()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    second.route("**/save/", hold)
    with second.expect_request("**/save/"):
        writing.add(there, words[1], 2)
    second.keyboard.type(" " + words[2])
    waiting[0].continue_()
    second.unroute("**/save/")
    writing.wait_until_saved(second)
    expect(there).to_contain_text(words[0])
    assert writing.standing(section) == f"<p>Un. {words[0]}</p><p>Deux.</p><p>Trois. {words[1]} {words[2]}</p>"


def test_in_the_two_languages_both_are_saved_and_appear_on_the_other_side(two: tuple[Page, Page], section: Section) -> None:
    first, second = two
    words = {"fr": writing.marker(), "nl": writing.marker()}
    writing.add(writing.open_editor(first, "fr"), words["fr"])
    second.bring_to_front()
    writing.add(writing.open_editor(second, "nl"), words["nl"])
    writing.wait_until_saved(second, "nl")
    # Nobody loads the page afresh: within seconds the cell that is not being edited shows it.
    expect(cell_of(first, "Begroting", "nl")).to_contain_text(words["nl"])
    expect(cell_of(second, "Budget", "fr")).to_contain_text(words["fr"])
    expect(cell_of(first, "Begroting", "nl").locator("[data-amif-presence]")).to_contain_text("coordinator.nl")
    expect(second.locator("#writing-present")).to_contain_text("coordinator.fr")
    assert [writing.missing([words[lang]], section, lang) for lang in words] == [[], []]


def test_two_tabs_of_one_person_keep_their_own_journals_and_both_arrive(
    open_as, section: Section, french_coordinator: User
) -> None:
    first = open_as(french_coordinator, writing.minutes_of(section))
    second = open_as(french_coordinator, writing.minutes_of(section), beside=first)
    words = [writing.marker(), writing.marker()]
    for page, word, paragraph in zip((first, second), words, (0, 2), strict=True):
        page.bring_to_front()
        page.route("**/save/", lambda route: route.abort())
        writing.add(writing.open_editor(page), word, paragraph)
        expect(writing.editor_of(page).locator("[data-message=unreachable]")).to_be_visible()
    assert len(writing.journal(first)) == 2
    second.unroute("**/save/")
    second.locator("[data-amif-retry]").click()
    writing.wait_until_saved(second)
    kept = writing.journal(first)
    assert [(len(kept), words[0] in str(kept), words[1] in str(kept))] == [(1, True, False)]
    # A third tab does not send what belongs to a tab that is open.
    third = open_as(french_coordinator, writing.minutes_of(section), beside=first)
    expect(cell_of(third, "Budget", "fr")).to_contain_text(words[1])
    assert words[0] in str(writing.journal(third))
    first.bring_to_front()
    first.unroute("**/save/")
    first.locator("[data-amif-retry]").click()
    writing.wait_until_saved(first)
    writing.expect_empty_journal(first)
    assert writing.standing(section) == f"<p>Un. {words[0]}</p><p>Deux.</p><p>Trois. {words[1]}</p>"


def _in_conflict(pages: tuple[Page, Page]) -> Page:
    """Wait until one of the pages shows a conflict and return it."""
    for _ in range(150):
        for page in pages:
            if page.locator(".cell--conflict").count():
                return page
        pages[0].wait_for_timeout(100)
    raise AssertionError("no conflict")
