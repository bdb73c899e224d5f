"""The reference data: every CPAS of the country and the services the network deals with.

`data/organisations.csv` and `data/memberships.csv` are read into the database (see data/README.md).
What an administrator changed by hand stays: each organisation remembers, in `loaded`, what the
reference data last wrote; only a column that still holds that value follows a newer file.
"""

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from amif_network.directory.folding import fold
from amif_network.directory.models import Organisation, OrganisationAlias, OrganisationMembership

DATA = Path(__file__).parent / "data"
_TEXTS = (
    "kind", "name_fr", "name_nl", "name_de", "short_fr", "short_nl", "short_de", "city_fr", "city_nl", "city_de",
    "language_regime", "region", "province", "size_class", "website",
)  # fmt: skip
_DATES = ("valid_from", "valid_to")
# Any number serves: it only keeps two loads from running at the same time.
_LOCK = 740_565


@dataclass(slots=True)
class Summary:
    """What one load did: codes created and updated, and how many values it left because somebody changed them by hand."""

    created: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    kept: int = 0


@transaction.atomic
def load(*, folder: Path = DATA, overwrite: bool = False) -> Summary:
    """Bring the directory in line with the data files; with `overwrite` also what was changed by hand.

    A second load of the same files changes nothing. Raises ValueError for a successor that no line describes.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    rows = _read(folder / "organisations.csv")
    known = {one.code: one for one in Organisation.objects.all()}
    before = {one.code: dict(one.loaded) for one in known.values()}
    summary = Summary(created=_create([row for row in rows if row["code"] not in known], known))
    _update([row for row in rows if row["code"] in before], known, summary, overwrite=overwrite)
    _align_aliases(rows, known, before, summary, overwrite=overwrite)
    _align_memberships(_read(folder / "memberships.csv"), known, overwrite=overwrite)
    summary.updated -= summary.created
    return summary


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _value(column: str, text: str) -> Any:
    """Return what the column of the database holds for the text of a cell."""
    if column in _DATES:
        return date.fromisoformat(text) if text else None
    return text


def _create(rows: list[dict[str, str]], known: dict[str, Organisation]) -> set[str]:
    """Insert the organisations of `rows`, successors before those they succeed, and add them to `known`."""
    waiting = {row["code"]: row for row in rows}
    while waiting:
        ready = [row for row in waiting.values() if not row["successor"] or row["successor"] in known]
        if not ready:
            raise ValueError(f"No line describes the successor of {', '.join(sorted(waiting))}.")
        batch = [_new(row, known) for row in ready]
        known |= {one.code: one for one in Organisation.objects.bulk_create(batch)}
        for row in ready:
            del waiting[row["code"]]
    return {row["code"] for row in rows}


def _new(row: dict[str, str], known: dict[str, Organisation]) -> Organisation:
    columns = {column: _value(column, row[column]) for column in (*_TEXTS, *_DATES)}
    successor = known[row["successor"]] if row["successor"] else None
    return Organisation(code=row["code"], successor=successor, loaded=row, **columns)


def _update(rows: list[dict[str, str]], known: dict[str, Organisation], summary: Summary, *, overwrite: bool) -> None:
    """Let organisations that were there before follow their line of the file, column by column."""
    codes = {one.pk: one.code for one in known.values()}
    stale: list[Organisation] = []
    for row in rows:
        one = known[row["code"]]
        for column in (*_TEXTS, *_DATES, "successor"):
            current = codes.get(one.successor_id or 0, "") if column == "successor" else str(getattr(one, column) or "")
            if current == row[column]:
                continue
            if not overwrite and current != one.loaded.get(column):
                summary.kept += 1
                continue
            setattr(one, column, known.get(row[column]) if column == "successor" else _value(column, row[column]))
            summary.updated.add(one.code)
        if one.code in summary.updated or one.loaded != row:
            one.loaded = row
            stale.append(one)
    Organisation.objects.bulk_update(stale, [*_TEXTS, *_DATES, "successor", "loaded"], batch_size=200)


def _align_aliases(
    rows: list[dict[str, str]],
    known: dict[str, Organisation],
    before: dict[str, dict[str, str]],
    summary: Summary,
    *,
    overwrite: bool,
) -> None:
    """Add the spellings of the file and take back those it no longer holds; one removed by hand stays removed."""
    present: dict[int, dict[str, int]] = {}
    for pk, owner, normalised in OrganisationAlias.objects.values_list("pk", "organisation", "normalised"):
        present.setdefault(owner, {})[normalised] = pk
    new, gone = [], []
    for row in rows:
        one, here = known[row["code"]], present.get(known[row["code"]].pk, {})
        wanted, last = _spellings(row), _spellings(before.get(row["code"], {}))
        added = [text for key, text in wanted.items() if key not in here and (overwrite or key not in last)]
        dropped = [here[key] for key in last if key in here and key not in wanted]
        new += [OrganisationAlias(organisation=one, text=text) for text in added]
        gone += dropped
        if added or dropped:
            summary.updated.add(one.code)
    OrganisationAlias.objects.filter(pk__in=gone).delete()
    OrganisationAlias.objects.bulk_create(new)


def _spellings(row: dict[str, str]) -> dict[str, str]:
    return {fold(text): text for text in row.get("aliases", "").split("|") if text}


def _align_memberships(rows: list[dict[str, str]], known: dict[str, Organisation], *, overwrite: bool) -> None:
    """Add memberships of which the directory knows nothing; with `overwrite` also set the dates of known ones."""
    present: dict[tuple[int, int], list[OrganisationMembership]] = {}
    for membership in OrganisationMembership.objects.all():
        present.setdefault((membership.parent_id, membership.member_id), []).append(membership)
    new, changed = [], []
    for row in rows:
        parent, member = known[row["parent"]], known[row["member"]]
        there = present.get((parent.pk, member.pk), [])
        dates = {column: _value(column, row[column]) for column in _DATES}
        if not there:
            new.append(OrganisationMembership(parent=parent, member=member, **dates))
        elif overwrite and len(there) == 1:
            there[0].valid_from, there[0].valid_to = dates["valid_from"], dates["valid_to"]
            changed.append(there[0])
    OrganisationMembership.objects.bulk_create(new)
    OrganisationMembership.objects.bulk_update(changed, list(_DATES))
