"""The controller's own texts, each in both languages: files of `data/`, since none of the two is a translation of the other."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a statement: a heading, what leads to its points, the points, and what follows them."""

    key: str
    heading: str
    lead: list[str]
    points: list[str]
    paragraphs: list[str]


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity: its name, and what article 30 asks, as pairs of term and words."""

    name: str
    facts: list[tuple[str, str]]


def sections(name: str, lang: str) -> list[Section]:
    """Return the sections of the statement `name` ("privacy" or "accessibility") in `lang`."""
    return [
        Section(
            one["key"],
            one["heading"][lang],
            *(one.get(part, {}).get(lang, []) for part in ("lead", "points", "paragraphs")),
        )
        for one in _read(name)["sections"]
    ]


def activities(lang: str) -> list[Activity]:
    """Return the record of processing activities in `lang`."""
    data = _read("register")
    terms: dict[str, dict[str, str]] = data["terms"]
    return [
        Activity(one["name"][lang], [(words[lang], one[term][lang]) for term, words in terms.items()])
        for one in data["activities"]
    ]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
