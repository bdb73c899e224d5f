"""All that is held on a person, as one file for them: JSON for machines, a page for people, in their language."""

import datetime
import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.db.models import DateField, ForeignKey, JSONField, Model
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from amif_network.core.bilingual import in_both
from amif_network.core.formats import format_date, format_time
from amif_network.history.models import EVENTS

from .holdings import SECRETS, Reference, events_of, references
from .subject import Subject
from .whereabouts import named_in


@dataclass(slots=True)
class Table:
    """The rows of one table that lead to the person in one way."""

    label: str
    title: str
    rows: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Account:
    """The file, and how many rows are in it."""

    name: str
    content: bytes
    rows: int


def tables(subject: Subject, lang: str) -> list[Table]:
    """Return all that is held on the subject, in the words of `lang`; tables without a row are left out."""
    with translation.override(lang):
        found = [_table(reference, subject, lang) for reference in references()]
        return [one for one in [*found, *_changes(subject, lang)] if one.rows]


def written(subject: Subject, *, at: datetime.datetime) -> Account:
    """Return the file that is given out: a ZIP with the data twice, for people and for machines."""
    lang = subject.language
    found, kind, pk = tables(subject, lang), *subject.place
    texts = [{"where": place.kind, "number": len(place.spots)} for place in named_in(subject, lang)]
    about = {"name": str(subject), "made_at": at.isoformat(), "language": lang}
    data = {**about, "tables": [{"table": one.label, "title": one.title, "rows": one.rows} for one in found], "texts": texts}
    with translation.override(lang):
        moment = _moment(at, lang)
        page = render_to_string("documents/privacy/held.html", {**data, "moment": moment, "lang": lang, "found": found})
        page_name = _("my-data.html")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(page_name, page)
        packed.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1))
    rows = sum(len(one.rows) for one in found)
    return Account(f"amif-{kind}-{pk}-{timezone.localdate(at):%Y-%m-%d}.zip", buffer.getvalue(), rows)


def in_the_log(subject: Subject) -> dict[str, str]:
    """Say in both languages whose data it was, by number: the log outlives an erasure."""
    kind, pk = subject.place
    if kind == "people":
        return in_both(lambda: _("person no. %(number)s") % {"number": pk})
    return in_both(lambda: _("account no. %(number)s") % {"number": pk})


def _table(reference: Reference, subject: Subject, lang: str) -> Table:
    title = str(reference.model._meta.verbose_name_plural)
    if reference.path != "pk" and "__" not in reference.path:
        title = f"{title} – {reference.model._meta.get_field(reference.path).verbose_name}"  # type: ignore[union-attr]
    columns = _columns(reference)
    related = [one.name for one in columns if isinstance(one, ForeignKey)]
    rows = reference.rows(subject).select_related(*related) if related else reference.rows(subject)
    return Table(reference.label, title, [_row(row, columns, lang, whole=reference.whole) for row in rows.iterator(500)])


def _columns(reference: Reference) -> list[Any]:
    """Return the columns of a row that are given out: all but secrets, or where it only mentions the person, its days."""
    columns = [one for one in reference.model._meta.concrete_fields if one.name not in SECRETS]
    return columns if reference.whole else [one for one in columns if isinstance(one, DateField)]


def _row(row: Model, columns: list[Any], lang: str, *, whole: bool) -> dict[str, str]:
    """Return the values of a row as words, under the names that the pages use; empty ones are left out."""
    values = {} if whole else {_("record"): _record(row)}
    for column in columns:
        words = _in_words(row, column, lang)
        if words:
            values[str(column.verbose_name)] = words
    return values


def _record(row: Model) -> str:
    """Name a row that is about something else; a row of events or of a list of people is named by what it belongs to."""
    if row._meta.auto_created:
        return " – ".join(str(getattr(row, one.name)) for one in row._meta.concrete_fields if isinstance(one, ForeignKey))
    if hasattr(row, "pgh_obj_id"):
        return f"{row.pgh_obj_id} ({row.pgh_label})"  # type: ignore[attr-defined]
    return str(row)


def _in_words(row: Model, column: Any, lang: str) -> str:
    value = getattr(row, column.attname)
    if value is None or value == "":
        return ""
    if isinstance(column, ForeignKey):
        if not column.db_constraint:  # type: ignore[attr-defined]  # What a row of events refers to may be gone.
            return str(value)
        return str(getattr(row, column.name))
    if isinstance(value, datetime.datetime):
        return _moment(value, lang)
    if isinstance(value, datetime.date):
        return format_date(value, lang)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(column, JSONField):
        return json.dumps(value, ensure_ascii=False)
    return str(getattr(row, f"get_{column.name}_display")()) if column.choices else str(value)


def _moment(at: datetime.datetime, lang: str) -> str:
    local = timezone.localtime(at)
    return f"{format_date(local.date(), lang)}, {format_time(local.time(), lang)}"


def _changes(subject: Subject, lang: str) -> list[Table]:
    """Return which records the account changed, and when, from the histories of the records."""
    if subject.user is None:
        return []
    found = []
    for model, event in EVENTS.items():
        events = events_of(model).filter(pgh_context__user=subject.user.pk).order_by("pk")
        title = f"{model._meta.verbose_name_plural} – {_('changed by this account')}"
        rows = [
            {_("record"): f"{one['pgh_obj_id']} ({one['pgh_label']})", _("when"): _moment(one["pgh_created_at"], lang)}
            for one in events.values("pgh_obj_id", "pgh_label", "pgh_created_at").iterator(1000)
        ]
        found.append(Table(f"{event._meta.label}.pgh_context", title, rows))
    return found
