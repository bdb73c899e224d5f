"""Values of records as people read them: choices, days, amounts and other records in words, long texts word by word."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, ForeignKey, Model, TextField, UUIDField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language
from amif_network.core.comparison import Comparison, compare
from amif_network.core.formats import format_date, format_list, format_time
from amif_network.core.forms import language_of_field
from amif_network.core.money import format_euros, format_percent
from amif_network.core.richtext import from_plain_text

from .naming import Names

# Decimals that are no euros.
PERCENTAGES = {"ceiling", "rate"}
FIGURES = {"units", "fte", "days_least", "days_most"}
# Keys, counters and fingerprints, where a file lies, and who recorded a row and when: the event itself says that.
UNSHOWN = {
    "id", "sequence", "announced", "text_hash", "sha256", "file", "content_type",
    "created_by", "created_at", "recorded_by", "recorded_at", "written_by", "written_at",
}  # fmt: skip
# From so many characters on, two lines are shown as one with what was put in and taken out.
LONG = 60


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one value; "" stands for none. `lang` is that of the words, "" where it is the reader's."""

    label: str
    before: str
    after: str
    lang: str = ""
    comparison: Comparison | None = None


def shown_fields(event: type[Model], model: type[Model]) -> list[Field[Any, Any]]:
    """Return the columns that say something to people."""
    fields = []
    for column in event._meta.concrete_fields:
        if column.name.startswith("pgh_") or column.name in UNSHOWN:
            continue
        field = model._meta.get_field(column.name)
        assert isinstance(field, Field)
        if not isinstance(field, UUIDField):
            fields.append(field)
    return fields


def references(event: Any, model: type[Model]) -> list[tuple[type[Model], int]]:
    """Return the records to which the values of an event refer."""
    found = []
    for field in shown_fields(type(event), model):
        key = getattr(event, field.attname)
        if isinstance(field, ForeignKey) and key is not None:
            assert isinstance(field.related_model, type)
            found.append((field.related_model, key))
    return found


def changes(model: type[Model], before: Any | None, after: Any | None, names: Names) -> list[Change]:
    """Return what differs between two events of a record in words; None stands for "there is none"."""
    found = []
    for field in shown_fields(_kind(before, after), model):
        old = getattr(before, field.attname) if before else None
        new = getattr(after, field.attname) if after else None
        if old == new:
            continue
        texts = in_words(field, old, names), in_words(field, new, names)
        if texts == ("", ""):
            continue
        long = before is not None and after is not None and all(texts) and max(map(len, texts)) > LONG
        spoken = long and (isinstance(field, TextField) or language_of_field(field.name))
        comparison = compare(from_plain_text(texts[0]), from_plain_text(texts[1])) if spoken else None
        found.append(Change(capfirst(str(field.verbose_name)), *texts, language_of_field(field.name), comparison))
    return found


def _kind(before: Any, after: Any) -> type[Model]:
    return type(before if after is None else after)


def in_words(field: Field[Any, Any], value: Any, names: Names) -> str:
    """Write a value in the active language; "" for none."""
    lang = active_language()
    if value is None or value in ("", []):
        return ""
    if isinstance(field, ForeignKey):
        assert isinstance(field.related_model, type)
        named = names.of(field.related_model, value)
        return _("%(name)s (deleted)") % {"name": named.text} if named.gone else named.text
    if isinstance(field, ArrayField):
        return format_list([in_words(field.base_field, one, names) for one in value], lang)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return _figure(field.name, value, lang)
    return _moment(value, lang)


def _figure(name: str, value: Decimal, lang: str) -> str:
    if name in PERCENTAGES:
        return format_percent(value, lang)
    if name in FIGURES:
        return f"{value.normalize():f}".replace(".", ",")
    return format_euros(value, lang)


def _moment(value: Any, lang: str) -> str:
    """Write a moment, a day or a time; anything else as it is."""
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value)
        return f"{format_date(local.date(), lang)}, {format_time(local.time(), lang)}"
    if isinstance(value, datetime.date):
        return format_date(value, lang)
    return format_time(value, lang) if isinstance(value, datetime.time) else str(value)
