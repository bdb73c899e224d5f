"""The database and `Section.translation_state` derive the same state, whatever the two texts are."""

import itertools

import pytest
from django.utils import timezone

from amif_network.core.bilingual import LANGUAGES
from amif_network.core.richtext import content_hash, sanitise
from meetings.models import Minutes, Section, SectionText
from meetings.models.text import A_WORD
from meetings.progress import progress, progress_of
from tests.factories.meetings import NOW, MinutesFactory, SectionFactory

pytestmark = pytest.mark.django_db
# heading, html
CONTENTS = [("", ""), ("Titre", ""), ("", "<p>Un mot</p>"), ("Titre", "<p>Un mot</p>"), ("", "<ul><li></li></ul>")]
# What a text was compared with: nothing, what stands on the other side, something older.
COMPARED = ["never", "now", "earlier"]


def text(section: Section, lang: str, content: tuple[str, str], confirmed: bool) -> SectionText:
    heading, html = content
    return SectionText(
        section=section, language=lang, heading=heading, html=html, hash=content_hash(heading, html) + lang,
        confirmed_at=NOW if confirmed else None, updated_at=NOW,
    )  # fmt: skip


def all_pairs(minutes: Minutes) -> None:
    """Make a section for every combination of two texts, and for every text alone."""
    sides = list(itertools.product(CONTENTS, COMPARED, [True, False]))
    pairs = list(itertools.product(sides, sides))
    alone = [(side, None) for side in sides] + [(None, side) for side in sides] + [(None, None)]
    sections = Section.objects.bulk_create(Section(minutes=minutes, position=place) for place in range(len(pairs) + len(alone)))
    texts = []
    for section, couple in zip(sections, pairs + alone, strict=True):
        made = {}
        for lang, side in zip(LANGUAGES, couple, strict=True):
            if side is not None:
                made[lang] = text(section, lang, side[0], side[2])
        for lang, side in zip(LANGUAGES, couple, strict=True):
            if side is not None:
                counterpart = made.get("nl" if lang == "fr" else "fr")
                now = counterpart.hash if counterpart else "0" * 64
                made[lang].based_on_hash = {"never": "", "now": now, "earlier": "1" * 64}[side[1]]
        texts += made.values()
    # A hash is 64 characters; the language made two equal texts differ.
    for one in texts:
        one.hash, one.based_on_hash = one.hash[-64:], one.based_on_hash[-64:]
    SectionText.objects.bulk_create(texts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_state_is_the_same_for_all_combinations(minutes, lang):
    all_pairs(minutes)
    found = list(Section.objects.with_state(lang).prefetch_related("texts"))
    assert len(found) == 30 * 30 + 30 + 30 + 1
    told = {section.pk: section.state for section in found}
    derived = {section.pk: str(section.translation_state(lang)) for section in found}
    assert told == derived
    assert set(told.values()) == {"missing", "unconfirmed", "outdated", "diverged", "ok", "not_needed"}


@pytest.mark.parametrize(
    "html",
    [
        "", "mot", " mot", "<p>mot</p>", "<p></p>", "<p>\u00a0</p>", "<p>\u202f\u3000</p>", "<p>\u00a0x</p>", "<p>\n</p>",
        "\nmot", "<p>…</p>", "<ul><li></li></ul>", "<table><tbody><tr><td></td></tr></tbody></table>",
        "<p>&lt;</p>", "<p><strong>mot</strong></p>", "<p>\x1c</p>", "<p>\x85</p>", "<p>\u200b</p>",
    ],
)  # fmt: skip
def test_words_are_seen_by_both(minutes, html):
    section = SectionFactory(minutes=minutes, fr=("", html))
    told = SectionText.objects.filter(section=section, html__regex=A_WORD.pattern).exists()
    assert told == (A_WORD.search(html) is not None)


def test_stored_texts_never_hold_white_space_alone():
    assert [A_WORD.search(sanitise(f"<p>{space}</p>")) for space in " \u00a0\u202f\u3000\x1c\x85"] == [None] * 6


def test_what_stands_below_a_removed_section_is_gone_with_it(minutes):
    top = SectionFactory(minutes=minutes, removed_at=timezone.now())
    below = SectionFactory(minutes=minutes, parent=top)
    SectionFactory(minutes=minutes, parent=below)
    kept = SectionFactory(minutes=minutes)
    assert list(Section.objects.standing()) == [kept]


def test_progress_is_the_same_from_the_database_and_from_loaded_minutes(minutes, django_assert_num_queries):
    all_pairs(minutes)
    removed = SectionFactory(minutes=minutes, fr="Effacée", removed_at=NOW)
    SectionFactory(minutes=minutes, parent=removed, fr="Effacée aussi")
    others = [SectionFactory(minutes=MinutesFactory(), fr="Titre").minutes_id for _number in range(2)]
    with django_assert_num_queries(2):
        counted = progress_of([minutes.pk, *others, 0])
    assert counted[minutes.pk] == progress(Minutes.objects.for_workspace().get(pk=minutes.pk))
    assert [part.count for part in counted[others[0]]] == ["1/1", "0/1"]
    assert [part.total for part in counted[0]] == [0, 0]
