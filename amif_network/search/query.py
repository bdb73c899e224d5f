"""What somebody typed into the box, read as words, phrases, alternatives and exclusions, and asked in both languages.

`immersion logement`: both; `"dossier social"`: these words in this order; `-budget`: without it; `CPAS OR OCMW` (OU, OF too):
one of two neighbours. Every term is read by the rules of French and by those of Dutch; no sign of the query language of
PostgreSQL is ever passed on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Any, NamedTuple

from django.contrib.postgres.search import SearchQuery

from amif_network.directory.folding import fold

LONGEST = 200
MOST_TERMS = 12
MOST_WORDS_OF_A_NAME = 4
CONFIGURATIONS = {"fr": "search_fr", "nl": "search_nl"}
EITHER = frozenset({"OR", "OU", "OF"})
# The same body or fund in the three languages.
SYNONYMS = (("CPAS", "OCMW", "ÖSHZ"), ("FAMI", "AMIF"))
_SAME = {fold(word): group for group in SYNONYMS for word in group}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ue000\ue001]+")
_PIECE = re.compile(r'(?P<out>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_LETTERS = re.compile(r"\w")
_WORD = re.compile(r"\w{3,}")

# A `SearchQuery`, or several with `&`, `|` and `~`: type checkers know no common type.
type Lexemes = Any


class Way(Enum):
    """How strictly a text has to say what is asked: all of it; all, or words that begin alike; some of it."""

    ALL = "all"
    ALIKE = "alike"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of `spellings`, each a word or words in this order."""

    spellings: tuple[str, ...]
    quoted: bool = False
    excluded: bool = False
    # Stands for the term before it as well.
    alternative: bool = False


class Part(NamedTuple):
    """A term without its words: how many spellings, then the beginning of words that are meant as well."""

    spellings: int
    beginning: bool
    excluded: bool
    alternative: bool


class Shape(NamedTuple):
    """How terms go together, whatever their words are; `some`: a text need not say all of it."""

    parts: tuple[Part, ...]
    some: bool

    def lexemes(self, words: Sequence[str], lang: str) -> Lexemes:
        """Return what the database looks for in this language, with these words in the places of the terms."""
        config, left = CONFIGURATIONS[lang], iter(words)
        groups: list[list[Lexemes]] = []
        excluded: list[Lexemes] = []
        for part in self.parts:
            said = [SearchQuery(words, config=config, search_type="phrase") for words in islice(left, part.spellings)]
            said += [SearchQuery(word, config=config, search_type="raw") for word in islice(left, part.beginning)]
            asked = reduce(or_, said)
            if part.excluded:
                excluded.append(~asked)
            elif part.alternative and groups:
                groups[-1].append(asked)
            else:
                groups.append([asked])
        wanted = reduce(or_ if self.some else and_, (reduce(or_, group) for group in groups))
        return reduce(and_, excluded, wanted)


@dataclass(frozen=True, slots=True)
class Query:
    """All terms; `cut` when more was typed than is looked for. Empty where nothing can be looked for."""

    typed: str
    terms: tuple[Term, ...]
    cut: bool = False

    def __bool__(self) -> bool:
        return any(not term.excluded for term in self.terms)

    def spans(self) -> list[tuple[int, int]]:
        """Return where names may stand: neighbouring words, from the first to before the second number, the longest first.

        The words for CPAS stand alone: what belongs to them in a text may be at some distance (OCMW van de stad Luik).
        """
        plain = [
            not (term.quoted or term.excluded or term.alternative or fold(term.spellings[0]) in _SAME) for term in self.terms
        ]
        found = [
            (start, end)
            for start in range(len(self.terms))
            for end in range(start + 1, min(start + MOST_WORDS_OF_A_NAME, len(self.terms)) + 1)
            if end == start + 1 or all(plain[start:end])
        ]
        return sorted(found, key=lambda span: (span[0] - span[1], span))

    def words(self, start: int, end: int) -> str:
        """Return the words of a span, folded."""
        return fold(" ".join(term.spellings[0] for term in self.terms[start:end]))

    def with_synonyms(self, known: Mapping[str, tuple[str, ...]]) -> "Query":
        """Return the query in which names of `known` (by their folded form) may be written in all their ways."""
        starts: dict[int, tuple[int, Term]] = {}
        taken: set[int] = set()
        for start, end in self.spans():
            words = self.words(start, end)
            others = known.get(words) or (_SAME.get(words) if end == start + 1 else None)
            if others and taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                typed = " ".join(term.spellings[0] for term in self.terms[start:end])
                starts[start] = end, replace(self.terms[start], spellings=tuple(dict.fromkeys((typed, *others))))
        terms = [
            starts[place][1] if place in starts else term
            for place, term in enumerate(self.terms)
            if place in starts or place not in taken
        ]
        return replace(self, terms=tuple(terms))

    def asked(self, way: Way = Way.ALL) -> tuple["Shape", list[str]]:
        """Return how the terms go together, and their words in this order: what the database looks for in any language."""
        parts, words = [], []
        for term in self.terms:
            alike = way is not Way.ALL and not (term.quoted or term.excluded)
            beginning = _beginning(term.spellings[0]) if alike else ""
            words += [*term.spellings, *([f"{beginning}:*"] if beginning else [])]
            parts.append(Part(len(term.spellings), bool(beginning), term.excluded, term.alternative))
        return Shape(tuple(parts), way is Way.ANY), words

    @property
    def may_be_alike(self) -> bool:
        """True when words that begin alike can stand for one that is asked for."""
        return any(not (term.quoted or term.excluded) and _beginning(term.spellings[0]) for term in self.terms)

    @property
    def is_several(self) -> bool:
        """True when a text can say some of it and not all."""
        return any(not (term.alternative or term.excluded) for term in self.terms[1:])


def read(typed: str) -> Query:
    """Read what was typed; whatever it is, it is only words."""
    text = " ".join(_CONTROL.sub(" ", typed).split())
    terms: list[Term] = []
    alternative = False
    for found in _PIECE.finditer(text[:LONGEST]):
        words = (found["phrase"] if found["phrase"] is not None else found["word"]).strip()
        if words in EITHER and not found["out"] and found["phrase"] is None:
            alternative = bool(terms)
        elif _LETTERS.search(words):
            excluded = bool(found["out"])
            terms.append(Term((words,), found["phrase"] is not None, excluded, alternative and not excluded))
            alternative = False
    return Query(text[:LONGEST], tuple(terms[:MOST_TERMS]), cut=len(text) > LONGEST or len(terms) > MOST_TERMS)


def _beginning(word: str) -> str:
    """Return what words that are meant as well may begin with: stemmers miss some endings (étrangers, étranger); "" for none."""
    if not _WORD.fullmatch(word):
        return ""
    return word[:-3] if len(word) > 8 else word[:-2] if len(word) > 5 else word
