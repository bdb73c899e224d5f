"""The texts of the help, each in both languages: files of `data/`, since none of the two is a translation of the other."""

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from amif_network.accounts.models import Role

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page: its file below static/help/, and what it shows, for whoever does not see it."""

    file: str
    shows: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a guide: a question somebody has, the steps that answer it, the page on which it begins."""

    key: str
    heading: str
    steps: list[str]
    view: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail of the portal: who gets it, when, and whether it waits for the daily mail of those who want one."""

    template: str
    who: str
    when: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Right:
    """Something that can be done, and the roles that may."""

    what: str
    address: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A key, where it works, and what it does."""

    keys: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became different for those who use the portal, on a day."""

    day: datetime.date
    heading: str
    points: list[str]


def guide(role: str, lang: str) -> list[Chapter]:
    """Return the guide of one role."""
    return [_chapter(one, lang) for one in _read("guide")["chapters"] if role in one["roles"]]


def _chapter(one: dict[str, Any], lang: str) -> Chapter:
    picture = one.get("picture")
    shown = Picture(f"help/{picture['name']}-{lang}.webp", picture[lang]) if picture else None
    return Chapter(one["key"], one["heading"][lang], one["steps"][lang], one["view"], shown)


def letters(lang: str) -> list[Letter]:
    """Return every mail that the portal sends."""
    return [Letter(one["template"], one["who"][lang], one["when"][lang], one["waits"]) for one in _read("letters")["letters"]]


def rights(lang: str) -> list[Right]:
    """Return what each role may do."""
    return [Right(one["what"][lang], one["address"], tuple(one["roles"])) for one in _read("rights")["rights"]]


def keys(lang: str) -> list[Key]:
    """Return the keys that do something."""
    return [Key(one["keys"], one["where"][lang], one["what"][lang]) for one in _read("keys")["keys"]]


def changes(lang: str) -> list[Change]:
    """Return what became different, the latest first."""
    found = [Change(one["day"], one["heading"][lang], one["points"][lang]) for one in _read("changes")["changes"]]
    return sorted(found, key=lambda one: one.day, reverse=True)


def roles() -> list[tuple[str, str]]:
    """Return the roles that have a guide, with their names."""
    return [(role.value, str(role.label)) for role in (Role.MEMBER, Role.COORDINATOR, Role.ADMINISTRATOR, Role.OBSERVER)]


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
