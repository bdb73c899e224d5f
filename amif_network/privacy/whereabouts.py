"""Where a name still stands in texts that people wrote: no reference leads there, so the words are searched."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import CharField, Field, Model, Q, TextField
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.text import Truncator

from .holdings import BY_ADDRESS
from .subject import Subject

OUR_APPS = ("meetings", "projects", "partnerships", "alerts", "outbox", "exchange")
# Official, frozen or evidence: what stands there is never changed.
FROZEN = frozenset({
    "meetings.Edition", "meetings.Circulation", "meetings.MeetingLogEntry", "meetings.TranslationLogEntry",
    "projects.LogEntry", "partnerships.LogEntry", "partnerships.Agreement", "projects.AuthorityPayment",
    "projects.MinisterialDecree", "projects.ExpressionOfInterest",
})  # fmt: skip
MOST_SPOTS = 20
# What a record is a part of, the nearest first.
OWNERS = ("text", "section", "minutes", "meeting", "request", "project", "partnership", "party", "immersion", "call")


@dataclass(frozen=True, slots=True)
class Spot:
    """One record in whose words the name stands."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """The records of one kind in whose words the name stands; `frozen` ones stay as they are."""

    kind: str
    frozen: bool
    spots: list[Spot]
    more: bool


def named_in(subject: Subject, lang: str) -> list[Place]:
    """Return where the full name or an e-mail address of the subject stands in words, kind by kind."""
    sought = _sought(subject)
    if not sought:
        return []
    with translation.override(lang):
        return list(_places(sought, subject.addresses()))


def _sought(subject: Subject) -> set[str]:
    """Return what is searched for; a family name alone would find too many others."""
    names = set()
    if subject.person and subject.person.given_name:
        given, family = subject.person.given_name, subject.person.family_name
        names = {f"{given} {family}", f"{family} {given}", f"{family}, {given}"}
    return names | subject.addresses()


def _places(sought: set[str], addresses: set[str]) -> Iterator[Place]:
    for label in OUR_APPS:
        for model in apps.get_app_config(label).get_models():
            columns = [one for one in model._meta.concrete_fields if _holds_words(one)]
            condition = Q()
            for column in columns:
                for words in sought:
                    condition |= Q(**{f"{column.name}__icontains": words})
            if not condition:
                continue
            found = model._base_manager.filter(condition).exclude(**_goes_anyway(model, addresses))
            rows = list(found.defer(*_heavy(model)).order_by("-pk")[: MOST_SPOTS + 1])
            if rows:
                spots = [Spot(_words(row), _address(row)) for row in rows[:MOST_SPOTS]]
                kind = str(model._meta.verbose_name_plural)
                yield Place(kind, model._meta.label in FROZEN, spots, more=len(rows) > MOST_SPOTS)


def _goes_anyway(model: type[Model], addresses: set[str]) -> dict[str, set[str]]:
    """Return the condition of mails and links to the subject, which an erasure empties."""
    column = BY_ADDRESS.get(model._meta.label)
    return {f"{column}__in": addresses} if column else {"pk__in": set()}


def _holds_words(column: Field) -> bool:
    """True for columns in which people, or documents made of their words, may name somebody."""
    if column.get_internal_type() == "JSONField":
        return True
    return isinstance(column, CharField | TextField) and not column.choices and column.name not in ("hash", "key", "about")


def _heavy(model: type[Model]) -> list[str]:
    return [one.name for one in model._meta.concrete_fields if one.get_internal_type() == "BinaryField"]


def _words(row: Model) -> str:
    return Truncator(strip_tags(str(row))).chars(120)


def _address(row: object, deep: int = 3) -> str:
    """Return the page of the record; of a part, that of the whole it belongs to; "" where there is none."""
    if hasattr(row, "get_absolute_url"):
        return str(row.get_absolute_url())
    owners = (getattr(row, name, None) for name in OWNERS)
    found = (_address(owner, deep - 1) for owner in owners if owner is not None) if deep else iter(())
    return next(filter(None, found), "")
