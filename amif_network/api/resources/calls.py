"""Calls with the dates that hold now, and how these moved; only what was published."""

from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import Scope, User
from projects.models import Call, CallDate
from projects.models.call import phase_on

from .. import parameters as by
from ..fields import (
    DAY,
    MOMENT,
    TEXT,
    Field,
    Json,
    at,
    bilingual,
    choice,
    date,
    identity,
    on,
    or_null,
    several,
    text,
    word,
    written,
)  # fmt: skip
from ..parameters import Rows
from .resource import Resource, changed

STATED = {
    "version": Field({"type": "integer", "minimum": 1}, lambda row: row.version, 2),
    "earliest": Field(DAY, lambda row: row.earliest.isoformat(), "2026-10-15"),
    "latest": Field(DAY, lambda row: row.latest.isoformat(), "2026-10-15"),
    "time": Field(or_null(MOMENT), lambda row: on(row.earliest, row.time), "2026-10-15T12:00:00.000000+02:00"),
    "words": bilingual("words", None, None),
    "reason": bilingual("reason", "Reporté par l'autorité", None),
    "published": at("published_at", "2026-06-01T09:00:00.000000+02:00"),
}


def _last(field: Field) -> Field:
    """Return the field of a date that its last version has."""
    return Field(field.schema, lambda rows: field.read(rows[-1]), field.example)


DATE = {
    "series": Field({**TEXT, "format": "uuid"}, lambda rows: str(rows[-1].series), "00000000-0000-4000-8000-000000000001"),
    "kind": Field(choice(CallDate.Kind), lambda rows: rows[-1].kind, "deadline"),
    **{name: _last(field) for name, field in STATED.items()},
    "before": several(STATED, lambda rows: [written(STATED, row) for row in rows[:-1]]),
}


def _versions(call: Any) -> list[list[CallDate]]:
    """Return the published versions of each date, the one that holds last; along the calendar."""
    found = [list(rows) for _series, rows in groupby(call.dates.all(), key=lambda row: row.series)]
    return sorted(found, key=lambda rows: (rows[-1].earliest, rows[-1].pk))


def _phase(call: Any) -> Json:
    return phase_on(timezone.localdate(), call.state, [rows[-1] for rows in _versions(call)]).value


def _rows(reader: User) -> Rows:
    published = CallDate.objects.visible_to(reader).published().order_by("series", "version")
    last = CallDate.objects.published().filter(call=OuterRef("pk")).order_by("-published_at").values("published_at")[:1]
    updated = Greatest(changed((Call, "pgh_obj")), Subquery(last))
    found = Call.objects.visible_to(reader).annotate(updated=updated).select_related("programme")
    return found.prefetch_related(Prefetch("dates", queryset=published))


CALLS = Resource(
    name="call",
    title=_("Calls"),
    about=_("Calls for projects with the dates that hold today, each with how it moved and why."),
    scope=Scope.CALLS,
    rows=_rows,
    fields={
        **identity("call"),
        "programme": Field(TEXT, lambda row: row.programme.code, "amif-2021-2027"),
        "number": text("number", "42"),
        "title": bilingual("title", "Appel à projets", "Projectoproep"),
        "summary": bilingual("summary", "Accueil et accompagnement", None),
        "state": word("state", Call.State, "announced"),
        "phase": Field(choice(Call.Phase), _phase, "open"),
        "announced": at("announced_at", "2026-05-01T09:00:00.000000+02:00"),
        "period_start": date("period_start", "2027-01-01"),
        "period_end": date("period_end", "2028-12-31"),
        "dates": several(DATE, lambda row: [written(DATE, rows) for rows in _versions(row)]),
        "updated": at("updated", "2026-06-01T09:00:00.000000+02:00"),
    },
    filters={
        "state": by.one_of(Call.State, lambda rows, value: rows.filter(state=value), _("Only calls in this state.")),
        "year": by.year(lambda rows, value: rows.filter(announced_at__year=value), _("Only calls announced in this year.")),
    },
)
