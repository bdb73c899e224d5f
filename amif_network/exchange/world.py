"""What the rows of a file refer to: organisations and people, and what an app adds, read once and kept up to date."""

import datetime
import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models
from django.db.models import Count, Value, Window
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.directory.matching import Matcher, PersonMatcher
from amif_network.directory.models import Organisation, Person

if TYPE_CHECKING:
    from .models import Importation

_NUMBERED = re.compile(r"(.+) \((\d{1,4})\)")


class Part(Protocol):
    """What an app knows of the portal for its tables, made once for an import: `world.part(Calls)`."""

    def __init__(self, world: "World") -> None:
        """Read what the file refers to, and lock it."""


class Rows(Protocol):
    """A sheet of the file, as `reading` makes it: its table, and its rows as (number, cells by heading)."""

    table: str
    rows: list[tuple[int, dict[str, Any]]]


class World:
    """The portal as one import finds it; what the import itself makes is added to it."""

    def __init__(self, importation: "Importation", *, at: datetime.datetime, sheets: Sequence["Rows"]) -> None:
        self.by: User = importation.by
        self.at, self.filename, self.sheets = at, importation.filename, sheets
        # What identifiers are made from that a row lacks: the same in the preview and when it is confirmed.
        self.seed = importation.uuid
        # Names that the directory does not know, with whom may be meant.
        self.unknown: dict[str, list[Organisation]] = {}
        self._choices: dict[str, int] = importation.choices
        self._day = at.date()
        self._parts: dict[type, Any] = {}

    def part[P: Part](self, kind: type[P]) -> P:
        """Return what an app knows, made at the first call."""
        if kind not in self._parts:
            self._parts[kind] = kind(self)
        found: P = self._parts[kind]
        return found

    def cells(self, *tables: str) -> list[dict[str, Any]]:
        """Return the rows of these tables of the file, of all where none is named, as cells by heading."""
        return [cells for sheet in self.sheets if not tables or sheet.table in tables for _number, cells in sheet.rows]

    # Organisations.

    def organisation(self, text: str) -> Organisation:
        """Return the organisation of this code or name, or the one chosen for it. Raises ValueError and notes the name."""
        if text in self.organisations:
            return self.organisations[text]
        if text in self._choices and self._choices[text] in self._keys:
            return self._keys[self._choices[text]]
        match = self._matcher.match(text)
        if match.organisation is not None:
            return self._keys[match.organisation.pk]
        self.unknown[text] = match.candidates
        raise ValueError(_("“%(name)s” is no organisation that the portal knows for certain.") % {"name": text})

    def add_organisation(self, organisation: Organisation) -> None:
        """Let the rows that follow name an organisation that came in with this file."""
        self.organisations[organisation.code] = organisation
        self._keys[organisation.pk] = organisation
        # A matcher that is made later finds it by itself.
        if "_matcher" in self.__dict__:
            self._matcher.add(organisation, ())

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """All organisations by code."""
        return {one.code: one for one in self._keys.values()}

    @cached_property
    def _keys(self) -> dict[int, Organisation]:
        return {one.pk: one for one in Organisation.objects.for_list(active_language()).defer("loaded", "search_text")}

    @cached_property
    def _matcher(self) -> Matcher:
        return Organisation.objects.matcher(self._day)

    # People.

    def person(self, text: str) -> Person:
        """Return the person of this name. Raises ValueError where it is nobody's, or several people's."""
        found = self.people.find(text)
        if found is None and not self.people.namesakes(text):
            match = self._person_matcher.match(text).person
            found = self.people.of_key(match.pk) if match else None
        if found is None:
            raise ValueError(_("“%(name)s” is not the name of exactly one person of the directory.") % {"name": text})
        return found

    @cached_property
    def people(self) -> "PeopleByName":
        """All people by name."""
        return PeopleByName.all()

    @cached_property
    def _person_matcher(self) -> PersonMatcher:
        return Person.objects.matcher(self._day)


class PeopleByName:
    """People under the name by which a table knows them: "Anne Dubois", and "Anne Dubois (2)" where two bear it.

    Namesakes are numbered in the order in which they came into the directory.
    """

    def __init__(self, people: models.QuerySet[Person]) -> None:
        self._named: dict[str, list[Person]] = {}
        self._keys: dict[int, Person] = {}
        for person in people.defer("search_text", "sort_key").order_by("pk"):
            self.add(person)

    @classmethod
    def all(cls) -> "PeopleByName":
        """Return everybody, to be found."""
        return cls(Person.objects.all())

    @classmethod
    def namesakes_only(cls) -> "PeopleByName":
        """Return whoever shares a name, to be labelled: for all others the name is enough."""
        bearers = Window(Count("pk"), partition_by=[Trim(Concat("given_name", Value(" "), "family_name"))])
        return cls(Person.objects.annotate(bearers=bearers).filter(bearers__gt=1))

    def add(self, person: Person) -> None:
        """Let one more person be found."""
        self._named.setdefault(str(person), []).append(person)
        self._keys[person.pk] = person

    def namesakes(self, name: str) -> int:
        """Return how many people bear exactly this name."""
        return len(self._named.get(name, ()))

    def find(self, text: str) -> Person | None:
        """Return the one person of this name, or of this name and number; None where it is not one."""
        found = self._named.get(text, [])
        if len(found) == 1:
            return found[0]
        numbered = _NUMBERED.fullmatch(text)
        if found or numbered is None:
            return None
        namesakes, place = self._named.get(numbered[1], []), int(numbered[2])
        return namesakes[place - 1] if 0 < place <= len(namesakes) else None

    def label(self, person: Person) -> str:
        """Return the name by which `find` returns this person."""
        return f"{person} ({self.number(person)})" if self.namesakes(str(person)) > 1 else str(person)

    def number(self, person: Person) -> int:
        """Return 1 for the first person of a name, 2 for the next."""
        return [one.pk for one in self._named[str(person)]].index(person.pk) + 1

    def everybody(self) -> list[Person]:
        """Return all people."""
        return list(self._keys.values())

    def of_key(self, key: int) -> Person | None:
        """Return a person by key."""
        return self._keys.get(key)
