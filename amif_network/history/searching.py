"""Which records hold some words, or held them: in their own columns, or in the names of what they refer to."""

from collections.abc import Iterator

from django.db.models import CharField, ForeignKey, Model, Q, TextField

from amif_network.accounts.models import User
from amif_network.directory.folding import FoldedText, fold
from amif_network.directory.models import Organisation, Person
from meetings.models import Meeting
from partnerships.models import Partnership
from projects.models import Call, Project

from .models import EVENTS
from .secrecy import events
from .wording import shown_fields

# What people look for by name; a row that refers to it is found with it.
ANCHORS: tuple[type[Model], ...] = (Organisation, Person, User, Meeting, Call, Project, Partnership)
for kind in (CharField, TextField):
    kind.register_lookup(FoldedText)
# A word that so many names hold finds the first of them.
MOST = 200


def speaking_of(words: str, user: User) -> dict[type[Model], Q]:
    """Return, by kind of record, the condition of the events of records that hold `words` or held them.

    All events of such a record: also the one that took the words out. Kinds that hold no words are left out.
    """
    keys = {model: _found(model, _own(model, words), user) for model in ANCHORS}
    conditions = {}
    for model in EVENTS:
        condition = _own(model, words)
        for name, target in _references(model):
            if keys.get(target):
                condition |= Q(**{f"{name}__in": keys[target]})
        if condition:
            conditions[model] = Q(pgh_obj__in=events(model, user).filter(condition).values("pgh_obj"))
    return conditions


def _own(model: type[Model], words: str) -> Q:
    """Return the condition that a text of the record itself holds `words`, whatever its accents and capitals.

    Words of punctuation alone fold to nothing: they are looked for as they stand.
    """
    sought, lookup = (fold(words), "folded__contains") if fold(words) else (words, "contains")
    condition = Q()
    for field in shown_fields(EVENTS[model], model):
        if isinstance(field, CharField | TextField) and not field.choices:
            condition |= Q(**{f"{field.name}__{lookup}": sought})
    return condition


def _references(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for field in shown_fields(EVENTS[model], model):
        if isinstance(field, ForeignKey):
            assert isinstance(field.related_model, type)
            yield field.name, field.related_model


def _found(model: type[Model], condition: Q, user: User) -> list[int]:
    found = events(model, user).filter(condition).values_list("pgh_obj", flat=True).distinct()
    return list(found[:MOST])
