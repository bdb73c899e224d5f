"""The translation queue: every text of a draft that needs work, over all minutes, a line per section and language (UX §1)."""

from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES

from .models import Minutes, Section, TranslationState

# What a line is put in order by, before its key and its language; the requests to oneself always come first.
SORTINGS = {"-date": ("-day",), "date": ("day",), "-since": ("-since",), "since": ("since",)}


@dataclass(frozen=True, slots=True)
class Queue:
    """What `user` sees of the queue: of these languages, of one meeting or year, only what is asked of them."""

    user: User
    languages: tuple[str, ...] = LANGUAGES
    narrowed: Q = field(default_factory=Q)
    own_only: bool = False

    def lines(self, state: str = "", sorting: str = "-date") -> Any:
        """Return the lines as dicts: pk of the section, lang, state, since, own (0 for a request to the user), day."""
        halves = [self._half(lang, state) for lang in self.languages]
        together = reduce(lambda one, other: one.union(other, all=True), halves)
        return together.order_by("own", *SORTINGS[sorting], "pk", "lang")

    def counts(self) -> dict[TranslationState, int]:
        """Return how many lines there are in each state, whatever the state that is shown."""
        counted: Counter[TranslationState] = Counter()
        for lang in self.languages:
            numbers = self._sections(lang).order_by().values_list("state").annotate(number=Count("pk"))
            counted.update({TranslationState(state): number for state, number in numbers})
        return {state: counted[state] for state in TranslationState if state.needs_work}

    def _half(self, lang: str, state: str) -> Any:
        """Return the lines of one language."""
        sections = self._sections(lang).filter(state=state) if state else self._sections(lang)
        own = Case(When(asked__assignee=self.user, then=Value(0)), default=Value(1), output_field=IntegerField())
        named = sections.annotate(lang=Value(lang), own=own, day=F("minutes__meeting__date"))
        return named.order_by().values("pk", "lang", "state", "since", "own", "day")

    def _sections(self, lang: str) -> Any:
        """Return the sections whose text in `lang` needs work."""
        visible = Section.objects.filter(minutes__in=Minutes.objects.visible_to(self.user))
        found = visible.for_queue(lang).filter(self.narrowed)
        return found.filter(asked__assignee=self.user) if self.own_only else found
