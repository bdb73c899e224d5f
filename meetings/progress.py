"""How far each language of minutes is: counted from loaded sections, or by the database for many minutes at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from amif_network.core.bilingual import LANGUAGES
from amif_network.core.questions import Ask, Question

from .models import Minutes, Section, TranslationState
from .models.standing import gone_from
from .outline import outline, reading_order


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one language is: `done` of `total` texts are up to date."""

    lang: str
    done: int
    total: int
    missing: int
    outdated: int
    unconfirmed: int

    @classmethod
    def of(cls, lang: str, states: Mapping[str, int]) -> "Progress":
        """Return the progress of a language from the number of texts in each state."""
        counted = Counter({TranslationState(state): number for state, number in states.items()})
        return cls(
            lang=lang,
            done=counted[TranslationState.OK],
            total=counted.total() - counted[TranslationState.NOT_NEEDED],
            missing=counted[TranslationState.MISSING],
            outdated=counted[TranslationState.OUTDATED] + counted[TranslationState.DIVERGED],
            unconfirmed=counted[TranslationState.UNCONFIRMED],
        )

    @property
    def count(self) -> str:
        """Short form for a tab: "9/12"."""
        return f"{self.done}/{self.total}"


def progress(minutes: Minutes) -> list[Progress]:
    """Return how far each language of loaded `minutes` is, in the order of the languages."""
    sections = [node.section for node in reading_order(outline(minutes.sections.all()))]
    return progress_in([section.translation_state(lang) for lang in LANGUAGES] for section in sections)


def progress_in(states: Iterable[Sequence[TranslationState]]) -> list[Progress]:
    """Return how far each language is, from how each section stands in each of them, in the order of the languages."""
    rows = list(states)
    return [Progress.of(lang, Counter(row[place] for row in rows)) for place, lang in enumerate(LANGUAGES)]


def progress_of(minutes: Iterable[int]) -> dict[int, list[Progress]]:
    """Return how far each language is, for the keys of many minutes; a question per language, however many they are."""
    keys = list(minutes)
    states: dict[int, dict[str, dict[str, int]]] = {key: {lang: {} for lang in LANGUAGES} for key in keys}
    for lang in LANGUAGES:
        for key, state, number in counted_states(keys, lang=lang):
            states[key][lang][state] = number
    return {key: [Progress.of(lang, states[key][lang]) for lang in LANGUAGES] for key in keys}


def asks_progress(minutes: Iterable[int]) -> list[Ask]:
    """Return what `progress_of` will ask."""
    keys = list(minutes)
    return [counted_states.of(keys, lang=lang) for lang in LANGUAGES]


@Question
def counted_states(minutes: Sequence[int], *, lang: str) -> Any:
    """Return how many sections of each minutes stand in which state towards the other language."""
    standing = Section.objects.filter(minutes__among=minutes).exclude(pk__in=gone_from(minutes))
    counted: Any = standing.with_state(lang).order_by()
    return counted.values_list("minutes", "state").annotate(number=Count("pk"))
