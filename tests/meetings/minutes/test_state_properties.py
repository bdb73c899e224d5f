"""What never makes a translation outdated, and that the order of saves does not decide about states."""

import datetime
import itertools
import re
import unicodedata
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amif_network.accounts.models import User
from amif_network.core.richtext import sanitise
from meetings.actions.structure import move_section, shift_section
from meetings.actions.translating import confirm_translation
from meetings.actions.writing import write_text
from meetings.models import Section, SectionRevision, SectionText, TranslationState
from tests.core.richtext_strategies import blocks_html
from tests.factories.meetings import NOW, SectionFactory, base_of

pytestmark = pytest.mark.django_db
BOTH_OK = (TranslationState.OK, TranslationState.OK)
in_the_database = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class rolled_back(transaction.Atomic):  # noqa: N801 (reads as a statement)
    """A block whose changes are undone, so that every example starts from the same records."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __exit__(self, exc_type, exc_value, traceback) -> None:
        transaction.set_rollback(True)
        super().__exit__(exc_type, exc_value, traceback)


def save(section: Section, lang: str, heading: str, html: str, by: User, minutes_later: int = 0) -> SectionText:
    at = NOW + datetime.timedelta(minutes=minutes_later)
    return write_text(section, lang=lang, heading=heading, html=html, base=base_of(section, lang), by=by, at=at).text


def states(section: Section) -> tuple[TranslationState, TranslationState]:
    found = Section.objects.get(pk=section.pk)
    return found.translation_state("fr"), found.translation_state("nl")


def in_words(change: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function that changes the words of an HTML text and leaves its tags alone."""
    return lambda html: re.sub(r"[^<>]+(?=<|$)", lambda found: change(found[0]), sanitise(html))


# Other line ends, no-break spaces as French editors put them before signs, letters apart from their accents.
REWRITTEN = {
    "as it was": str,
    "cleaned": sanitise,
    "line ends": in_words(lambda words: words.replace(" ", "\r\n\t")),
    "between blocks": lambda html: sanitise(html).replace("</p>", "</p>\r\n\r\n"),
    "no-break spaces": in_words(lambda words: re.sub(r"(?<=\w) (?=[\w:;!?])", "\u00a0", words)),
    "decomposed": in_words(lambda words: unicodedata.normalize("NFD", words)),
}


@in_the_database
@given(html=blocks_html, way=st.sampled_from(sorted(REWRITTEN)))
def test_what_looks_the_same_never_makes_the_other_language_outdated(minutes, french_coordinator, html, way):
    with rolled_back():
        section = SectionFactory(minutes=minutes)
        first = save(section, "fr", "Présentation : l’été", f"<p>Été : voilà</p>{html}", french_coordinator)
        save(section, "nl", "Onthaal", "<p>Zomer</p>", french_coordinator)
        confirm_translation(section, lang="nl", by=french_coordinator, at=NOW)
        heading = unicodedata.normalize("NFD", "Présentation\u00a0:  l’été") if way != "as it was" else first.heading
        again = save(section, "fr", heading, REWRITTEN[way](f"<p>Été : voilà</p>{html}"), french_coordinator, 1)
        assert (again.hash, states(section)) == (first.hash, BOTH_OK)
        assert SectionRevision.objects.filter(text=again).count() == 1


@in_the_database
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3), st.integers(0, 4)), max_size=6))
def test_moving_sections_never_makes_anything_outdated(minutes, french_coordinator, moves):
    with rolled_back():
        sections = [SectionFactory(minutes=minutes, fr=f"Point {number}", nl=f"Punt {number}") for number in range(4)]
        for section in sections:
            confirm_translation(section, lang="nl", by=french_coordinator, at=NOW)
        before = dict(SectionText.objects.values_list("pk", "hash"))
        for moved, below, index in moves:
            parent = Section.objects.get(pk=sections[below].pk) if below >= 0 else None
            if parent is None or not is_below(parent, sections[moved]):
                move_section(
                    Section.objects.get(pk=sections[moved].pk), parent=parent, index=index, by=french_coordinator, at=NOW
                )
        assert [states(section) for section in sections] == [BOTH_OK] * 4
        assert dict(SectionText.objects.values_list("pk", "hash")) == before


def is_below(section: Section, ancestor: Section) -> bool:
    """Tell whether `section` is `ancestor` or stands below it."""
    while section.pk != ancestor.pk:
        if section.parent is None:
            return False
        section = section.parent
    return True


@pytest.mark.parametrize("direction", ["up", "down", "in", "out"])
def test_a_step_in_any_direction_changes_no_state(minutes, french_coordinator, direction):
    parent = SectionFactory(minutes=minutes, fr="Partie", nl="Deel")
    sections = [SectionFactory(minutes=minutes, parent=parent, fr=f"Point {number}", nl=f"Punt {number}") for number in range(3)]
    for section in (parent, *sections):
        confirm_translation(section, lang="nl", by=french_coordinator, at=NOW)
    shift_section(sections[1], direction=direction, by=french_coordinator, at=NOW)
    assert [states(section) for section in (parent, *sections)] == [BOTH_OK] * 4


WORDS = st.sampled_from(["un", "deux", "trois", "quatre"])


@in_the_database
@given(french=st.lists(WORDS, max_size=3), dutch=st.lists(WORDS, max_size=3), data=st.data())
def test_the_order_of_saves_in_two_languages_decides_nothing(minutes, french_coordinator, french, dutch, data):
    """From a confirmed pair, any interleaving of the same saves ends in the same states."""
    saves = [("fr", word) for word in french] + [("nl", word) for word in dutch]
    orders = [order for order in set(itertools.permutations(saves)) if in_turn(order, french, dutch)]
    ends = set()
    for order in data.draw(st.lists(st.sampled_from(sorted(orders)), min_size=2, max_size=3)):
        with rolled_back():
            section = SectionFactory(minutes=minutes, fr=("Titre", "<p>zéro</p>"), nl=("Titel", "<p>nul</p>"))
            confirm_translation(section, lang="nl", by=french_coordinator, at=NOW)
            for later, (lang, word) in enumerate(order, start=1):
                save(section, lang, "Titre" if lang == "fr" else "Titel", f"<p>{word}</p>", french_coordinator, later)
            ends.add(states(section))
    assert ends == {expected(bool(french), bool(dutch))}


def in_turn(order, french: list[str], dutch: list[str]) -> bool:
    return [word for lang, word in order if lang == "fr"] == french and [word for lang, word in order if lang == "nl"] == dutch


def expected(french_changed: bool, dutch_changed: bool) -> tuple[TranslationState, TranslationState]:
    if french_changed and dutch_changed:
        return TranslationState.DIVERGED, TranslationState.DIVERGED
    return (
        TranslationState.OUTDATED if dutch_changed else TranslationState.OK,
        TranslationState.OUTDATED if french_changed else TranslationState.OK,
    )


def test_going_back_to_what_was_confirmed_is_no_change(minutes, french_coordinator):
    section = SectionFactory(minutes=minutes, fr=("Titre", "<p>zéro</p>"), nl=("Titel", "<p>nul</p>"))
    confirm_translation(section, lang="nl", by=french_coordinator, at=NOW)
    save(section, "fr", "Titre", "<p>un</p>", french_coordinator, 1)
    assert states(section) == (TranslationState.OK, TranslationState.OUTDATED)
    save(section, "fr", "Titre", "<p>zéro</p>", french_coordinator, 2)
    assert states(section) == BOTH_OK
