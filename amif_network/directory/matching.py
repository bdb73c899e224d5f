"""Which organisation or person does a name in a document mean? Certain, or not at all.

Real documents spell one organisation in many ways ("OCMW Luik", "CPAS de Liège", "Binche.CPAS",
"POD MI-IS"). A matcher reads all names once and then answers any number of questions without a
query. Its rule is strict: exactly one organisation that bears the name on the day in question is a
match; two are none, with both as candidates; a likeness is only ever a candidate.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from amif_network.directory.folding import fold

if TYPE_CHECKING:
    from amif_network.directory.models import Organisation, Person

MOST_CANDIDATES = 5
# Nobody's name is longer; longer text is not looked at, so that hostile input costs nothing.
LONGEST_NAME = 250

# The words for "CPAS" in the three languages, as they look after folding; longest first.
_CPAS_PHRASES = (
    "openbaar centrum voor maatschappelijk welzijn",
    "centre public d action sociale",
    "centre public d aide sociale",
    "offentliches sozialhilfezentrum",
    "c p a s",
    "o c m w",
    "o s h z",
)
_CPAS_WORDS = frozenset({"cpas", "ocmw", "oshz", "oeshz"})
_ARTICLES = frozenset(["de", "d", "du", "des", "la", "le", "les", "l", "van", "von", "der", "den", "het", "the"])
# "CPAS de la ville de Gand", "OCMW van de stad Brussel": read as the place, but only after "CPAS".
_PLACE_WORDS = frozenset(["ville", "commune", "stad", "gemeente", "stadt"])
_SAINTS = {"saint": "st", "sint": "st", "sankt": "st", "sainte": "ste"}
# Forms of address before a name, as they look after folding.
_TITLES = frozenset(["m", "mr", "mme", "mlle", "mevr", "mevrouw", "mw", "dhr", "heer", "madame", "monsieur", "dr"])
_PARTS = re.compile(r"[/|;,()\[\]–—]|\s-\s")


class Reason(TextChoices):
    """Why a match is what it is."""

    NAME = "name", _("known by this name")
    SUCCESSOR = "successor", _("successor of the organisation of this name")
    AMBIGUOUS = "ambiguous", _("several have this name")
    NOT_ON_THIS_DAY = "not_on_this_day", _("did not exist under this name on that day")
    ELSEWHERE = "elsewhere", _("known by this name in another organisation")
    SIMILAR = "similar", _("only similar names are known")
    UNKNOWN = "unknown", _("not known")


@dataclass(frozen=True, slots=True)
class Match:
    """The organisation a text names, or None and the candidates somebody may choose from."""

    organisation: Organisation | None
    candidates: list[Organisation]
    reason: Reason


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """The person a text names, or None and the candidates somebody may choose from."""

    person: Person | None
    candidates: list[Person]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Name:
    """What a spelling boils down to: its distinctive words, and whether it says "CPAS"."""

    core: str
    says_cpas: bool


def read_name(text: str) -> Name:
    """Take the words for CPAS, articles and prepositions off `text`: "CPAS de la Louvière" is louviere."""
    folded = f" {fold(text)} "
    for phrase in _CPAS_PHRASES:
        folded = folded.replace(f" {phrase} ", " cpas ")
    words = folded.split()
    says_cpas = False
    while words and (words[0] in _ARTICLES or words[0] in _CPAS_WORDS or (says_cpas and words[0] in _PLACE_WORDS)):
        says_cpas |= words.pop(0) in _CPAS_WORDS
    while words and words[-1] in _CPAS_WORDS:
        words.pop()
        says_cpas = True
    return Name(" ".join(_SAINTS.get(word, word) for word in words), says_cpas)


@dataclass(slots=True)
class Matcher:
    """Answers which organisation a text means on the day `on`; made by `Organisation.objects.matcher()`."""

    on: date
    _organisations: dict[int, Organisation] = field(default_factory=dict)
    _index: dict[str, list[int]] = field(default_factory=dict)
    _answers: dict[str, Match] = field(default_factory=dict)

    def add(self, organisation: Organisation, aliases: Iterable[str]) -> None:
        """Let `organisation` be found under all its names and `aliases`; a CPAS also under its place."""
        self._organisations[organisation.pk] = organisation
        names = [organisation.short_fr, organisation.short_nl, organisation.short_de]
        names += [organisation.name_fr, organisation.name_nl, organisation.name_de, *aliases]
        if organisation.kind == organisation.Kind.CPAS:
            names += [organisation.city_fr, organisation.city_nl, organisation.city_de]
        for core in {read_name(name).core for name in names} - {""}:
            self._index.setdefault(core, []).append(organisation.pk)

    def match(self, text: str) -> Match:
        """Return the one organisation `text` names on the day of this matcher, else candidates."""
        if len(text) > LONGEST_NAME:
            return Match(None, [], Reason.UNKNOWN)
        if text not in self._answers:
            self._answers[text] = self._answer(text)
        return self._answers[text]

    def _answer(self, text: str) -> Match:
        whole = read_name(text)
        if not whole.core:
            return Match(None, [], Reason.UNKNOWN)
        named = self._named(whole)
        if named:
            return self._decide(named)
        parts = [name for name in map(read_name, _PARTS.split(text)) if name.core]
        if len(parts) > 1 and all(self._named(part) for part in parts):
            return self._agree([self._decide(self._named(part)) for part in parts])
        candidates = self._similar(whole)
        return Match(None, candidates, Reason.SIMILAR if candidates else Reason.UNKNOWN)

    def _named(self, name: Name) -> list[Organisation]:
        """Return the organisations of any day that bear `name`; "CPAS …" never means another kind."""
        found = [self._organisations[pk] for pk in self._index.get(name.core, ())]
        return [one for one in found if not name.says_cpas or one.kind == one.Kind.CPAS]

    def _decide(self, named: list[Organisation]) -> Match:
        """Choose among organisations of one name by the day: who existed, else who took over."""
        existing = [one for one in named if one.is_valid_on(self.on)]
        heirs = existing or self._heirs(named)
        if len(heirs) == 1:
            return Match(heirs[0], heirs, Reason.NAME if existing else Reason.SUCCESSOR)
        if heirs:
            return Match(None, heirs, Reason.AMBIGUOUS)
        predecessors = [
            one
            for one in self._organisations.values()
            if one.successor_id in {each.pk for each in named} and one.is_valid_on(self.on)
        ]
        return Match(None, predecessors or named, Reason.NOT_ON_THIS_DAY)

    def _heirs(self, named: list[Organisation]) -> list[Organisation]:
        """Return who had taken over from the organisations `named` by the day, each once."""
        heirs: dict[int, Organisation] = {}
        for one in named:
            seen = {one.pk}
            heir = self._organisations.get(one.successor_id or 0)
            while heir and heir.pk not in seen and not heir.is_valid_on(self.on):
                seen.add(heir.pk)
                heir = self._organisations.get(heir.successor_id or 0)
            if heir and heir.is_valid_on(self.on):
                heirs[heir.pk] = heir
        return list(heirs.values())

    @staticmethod
    def _agree(parts: list[Match]) -> Match:
        """Return the common answer to the parts of one text ("CPAS de Gand / OCMW Gent"), if they have one.

        A part that names two organisations says nothing against a part that names one of them.
        """
        common = [one for one in parts[0].candidates if all(one in part.candidates for part in parts)]
        reasons = {part.reason for part in parts}
        if len(common) == 1 and Reason.NOT_ON_THIS_DAY not in reasons:
            return Match(common[0], common, Reason.SUCCESSOR if Reason.SUCCESSOR in reasons else Reason.NAME)
        either = dict.fromkeys(one for part in parts for one in part.candidates)
        return Match(None, list(either)[:MOST_CANDIDATES], Reason.AMBIGUOUS)

    def _similar(self, name: Name) -> list[Organisation]:
        """Return organisations whose name is in the text, holds all its words, or is spelled much alike."""
        words = name.core.split()
        inside = [core for length in range(len(words), 0, -1) for core in _runs(words, length) if core in self._index]
        around = [core for core in self._index if set(words) <= set(core.split())]
        alike = difflib.get_close_matches(name.core, self._index, n=MOST_CANDIDATES, cutoff=0.75)
        found: dict[int, Organisation] = {}
        for core in [*inside, *alike, *around]:
            for one in self._decide(self._named(Name(core, name.says_cpas))).candidates:
                found[one.pk] = one
        return list(found.values())[:MOST_CANDIDATES]


def _runs(words: list[str], length: int) -> list[str]:
    """Return every run of `length` neighbouring words as one text."""
    return [" ".join(words[start : start + length]) for start in range(len(words) - length + 1)]


@dataclass(slots=True)
class PersonMatcher:
    """Answers which person a name means on the day `on`; made by `Person.objects.matcher()`."""

    on: date
    _index: dict[str, list[Person]] = field(default_factory=dict)

    def add(self, person: Person) -> None:
        """Let `person`, with affiliations loaded, be found by "given family" and by "family given"."""
        orders = {fold(f"{person.given_name} {person.family_name}"), fold(f"{person.family_name} {person.given_name}")}
        for key in orders:
            self._index.setdefault(key, []).append(person)

    def match(self, name: str, organisation: Organisation | None = None) -> PersonMatch:
        """Return the one person of this name, else candidates; `organisation` tells homonyms apart.

        A namesake who is only known to work elsewhere is a candidate, never the answer.
        """
        if len(name) > LONGEST_NAME:
            return PersonMatch(None, [], Reason.UNKNOWN)
        words = fold(name).split()
        while len(words) > 2 and words[0] in _TITLES:
            words.pop(0)
        named = self._index.get(" ".join(words), [])
        if not named:
            candidates = self._similar(words)
            return PersonMatch(None, candidates, Reason.SIMILAR if candidates else Reason.UNKNOWN)
        return _single(named) if organisation is None else self._in(organisation, named)

    def _in(self, organisation: Organisation, named: list[Person]) -> PersonMatch:
        """Choose among namesakes by `organisation`: who works there that day, else who ever did."""
        on_the_day = [person for person in named if _worked_in(person, organisation, self.on)]
        ever = [person for person in named if _worked_in(person, organisation, None)]
        if on_the_day or ever:
            return _single(on_the_day or ever)
        # An unknown affiliation is not "none": somebody without any may well work here.
        if len(named) == 1 and not named[0].affiliations.all():
            return _single(named)
        return PersonMatch(None, named, Reason.ELSEWHERE)

    def _similar(self, words: list[str]) -> list[Person]:
        """Return people whose name holds all of `words`, or is spelled much alike."""
        if not words:
            return []
        around = [key for key in self._index if set(words) <= set(key.split())]
        alike = difflib.get_close_matches(" ".join(words), self._index, n=MOST_CANDIDATES, cutoff=0.75)
        found = {person.pk: person for key in [*around, *alike] for person in self._index[key]}
        return list(found.values())[:MOST_CANDIDATES]


def _single(people: list[Person]) -> PersonMatch:
    """Return the answer when everything known leaves `people`: one is certain, several are not."""
    if len(people) == 1:
        return PersonMatch(people[0], people, Reason.NAME)
    return PersonMatch(None, people, Reason.AMBIGUOUS)


def _worked_in(person: Person, organisation: Organisation, on: date | None) -> bool:
    """Say whether `person` works for `organisation`, its predecessor or its successor on the day `on` (None: ever)."""
    for affiliation in person.affiliations.all():
        employer = affiliation.organisation
        related = employer.pk in (organisation.pk, organisation.successor_id) or employer.successor_id == organisation.pk
        if related and (on is None or affiliation.is_valid_on(on)):
            return True
    return False
