"""What may stand behind the question mark: each parameter with its schema, how it is read and what it keeps."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .fields import DAY, KEY, MOMENT, TEXT, Schema, choice
from .paging import HIGHEST, MOST
from .problems import Problem

Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what it says, its schema, and how its text becomes a value (ValueError where it does not)."""

    about: Promise
    schema: Schema
    read: Callable[[str], Any]
    wrong: Promise
    keep: Callable[[Rows, Any], Rows] = lambda rows, value: rows


Parameters = Mapping[str, Parameter]


def given(request: HttpRequest, parameters: Parameters) -> dict[str, Any]:
    """Return the values of the parameters sent. Raises Problem (400) for unknown, repeated or unreadable ones."""
    values = {}
    for name, texts in request.GET.lists():
        if name not in parameters:
            raise Problem(400, _("This address does not know one of the parameters sent."), parameter=name[:100])
        if len(texts) > 1:
            raise Problem(400, _("Each parameter may be sent once."), parameter=name)
        try:
            values[name] = parameters[name].read(str(texts[0]))
        except ValueError as error:
            raise Problem(400, parameters[name].wrong, parameter=name) from error
    return values


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal()) or len(text) > len(str(most)) or not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


def _day(text: str) -> datetime.date:
    # Python itself reads more forms of ISO 8601 than the document of the API promises.
    if len(text) != len("2026-01-31") or (found := parse_date(text)) is None:
        raise ValueError(text)
    return found


def _moment(text: str) -> datetime.datetime:
    found = parse_datetime(text) if text.isascii() and "T" in text.upper() else None
    # Days at the ends of the calendar cannot be told in another zone.
    if found is None or timezone.is_naive(found) or not 1 < found.year < 9999:
        raise ValueError(text)
    # PostgreSQL refuses zones of more than 16 hours, which ISO 8601 knows.
    return found.astimezone(datetime.UTC)


def _readable(text: str) -> str:
    if not text or not text.isprintable():
        raise ValueError(text)
    return text


def year(keep: Callable[[Rows, int], Rows], about: Promise) -> Parameter:
    """Return a parameter with a calendar year."""
    schema = {"type": "integer", "minimum": 1900, "maximum": 2200}
    return Parameter(about, schema, _number(1900, 2200), _("Give a year, such as 2026."), keep)


def one_of(values: type[TextChoices], keep: Callable[[Rows, str], Rows], about: Promise) -> Parameter:
    """Return a parameter with one word of a vocabulary."""

    def read(text: str) -> str:
        return str(values(text).value)

    return Parameter(about, choice(values), read, _("Give one of the words that the document of the API lists."), keep)


def key(keep: Callable[[Rows, int], Rows], about: Promise) -> Parameter:
    """Return a parameter with the key of another object."""
    return Parameter(
        about, {**KEY, "maximum": HIGHEST}, _number(1, HIGHEST), _("Give the id of an object, a whole number."), keep
    )


def on_day(keep: Callable[[Rows, datetime.date], Rows], about: Promise) -> Parameter:
    """Return a parameter with a day."""
    return Parameter(about, DAY, _day, _("Give a day, such as 2026-01-31."), keep)


UPDATED_SINCE = Parameter(
    _("Only what changed at this moment or later, with its zone."),
    MOMENT,
    _moment,
    _("Give a moment with its zone, such as 2026-01-31T11:00:00Z."),
    lambda rows, value: rows.filter(updated__gte=value),
)
LIMIT = Parameter(
    _("How many objects a page has at most."),
    {"type": "integer", "minimum": 1, "maximum": MOST},
    _number(1, MOST),
    _("Give a number from 1 to 100."),
)
CURSOR = Parameter(_("Where to go on: as “next” of the page before says it."), TEXT, str, _("This cursor is not valid."))
LANGUAGE = Parameter(
    _("Language of the feed: fr or nl."),
    {"type": "string", "enum": ["fr", "nl"]},
    lambda text: {"fr": "fr", "nl": "nl"}.get(text) or _readable(""),
    _("Give fr or nl."),
)
FEED_KEY = Parameter(
    _("The key of the feeds of this program, instead of the token."), TEXT, _readable, _("This key is not valid.")
)
PAGING: Parameters = {"limit": LIMIT, "cursor": CURSOR, "updated_since": UPDATED_SINCE}
FEED: Parameters = {"lang": LANGUAGE, "key": FEED_KEY}
