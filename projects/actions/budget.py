"""The money of a project in rows: funding, budget lines, supplements, and what was really spent.

Rows are saved as a whole against the fingerprint of what was shown, so that of two writers the second loses nothing
and overwrites nothing. The log keeps every row that was changed or taken away, as it stood.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.fingerprint import Overtaken, fingerprint
from amif_network.core.money import format_euros
from amif_network.core.workflow import advance

from ..models import BudgetLine, PartnershipSupplement, Project, ProjectFunding
from ..models.choices import Edit, LogSubject
from ..workflow import PROJECT, writing
from .steps import locked_project, log


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of row: what people write into it, what was decided or spent on it since, and how the log names a row."""

    model: type[models.Model]
    columns: tuple[str, ...]
    decided: str
    said: Callable[[Any], str]

    def of(self, project: Project) -> list[Any]:
        """Return the rows of a project in their order."""
        found = self.model._default_manager.filter(project=project)
        if self.model is PartnershipSupplement:
            found = found.select_related("partner")
        return list(found)

    def fingerprint(self, rows: Sequence[Any]) -> str:
        """Return the fingerprint of what people write into `rows`."""
        return fingerprint([[row.pk, *(getattr(row, name) for name in self.columns)] for row in rows])


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it shall be: `pk` names the one it changes, None makes a new one; `values` by column."""

    pk: int | None
    values: Mapping[str, Any]


def _funding_said(row: ProjectFunding) -> str:
    return f"{row}: {format_euros(row.asked, active_language())}"


def _line_said(row: BudgetLine) -> str:
    named = ", ".join(part for part in (str(row), row.description, row.get_method_display()) if part)
    return f"{named}: {format_euros(row.planned, active_language())}"


def _supplement_said(row: PartnershipSupplement) -> str:
    return f"{row.partner}: {format_euros(row.asked, active_language())}"


FUNDINGS = Table(ProjectFunding, ("source", "source_name", "year", "asked"), "granted", _funding_said)
LINES = Table(
    BudgetLine,
    ("category", "description", "method", "year", "units", "unit_price", "rate", "rate_base", "planned", "eligible"),
    "actual",
    _line_said,
)
SUPPLEMENTS = Table(PartnershipSupplement, ("partner_id", "asked", "note_fr", "note_nl"), "granted", _supplement_said)


@transaction.atomic
def save_rows(project: Project, table: Table, *, rows: Sequence[Row], base: str, by: User, at: datetime.datetime) -> Project:
    """Make `rows` all rows of `table` that the project has, as they stood at the fingerprint `base`.

    A row that names one of another project, or one that is gone, becomes a new one. Raises Overtaken when somebody else
    changed the rows since, ValidationError when a row that money was granted to, or spent on, would go or a supplement
    names the lead, WrongState or PermissionDenied as `core.workflow.advance`. The number of queries does not depend on the
    number of rows.
    """
    standing = locked_project(project, by=by)
    before, after = advance(PROJECT, writing(by, standing), standing, by=by)
    existing = {row.pk: row for row in table.of(standing)}
    if table.fingerprint(list(existing.values())) != base:
        raise Overtaken
    _refuse_own_partner(standing, rows)
    left = dict(existing)
    wanted = [_filled(table, standing, left.pop(row.pk or 0, None), row) for row in rows]
    _refuse_loss(table, list(left.values()))
    changed = [row for row in wanted if _differs(table, row, existing.get(row.pk))]
    if changed or left:
        _write(table, changed, list(left.values()))
        words = in_both(lambda: _differences(table, existing, changed, list(left.values())))
        standing.rev += 1
        standing.save(update_fields=["rev"])
        log(standing.call, LogSubject.BUDGET, Edit.CHANGE, before, after, by=by, at=at, words=words, project=standing)
    return standing


@transaction.atomic
def account(project: Project, *, amounts: Mapping[int, Decimal | None], base: str, by: User, at: datetime.datetime) -> Project:
    """Note what was really spent, by budget line (None: not known yet). Lines that are not named stay as they are.

    Raises Overtaken when somebody else changed amounts since the form showed `base`, else as `core.workflow.advance`.
    """
    standing = locked_project(project, by=by)
    before, after = advance(PROJECT, "account", standing, by=by)
    lines = LINES.of(standing)
    if actual_fingerprint(lines) != base:
        raise Overtaken
    changed = [(line, line.actual) for line in lines if amounts.get(line.pk, line.actual) != line.actual]
    for line, _before in changed:
        line.actual = amounts[line.pk]
    if changed:
        BudgetLine.objects.bulk_update(lines, ["actual"])
        standing.rev += 1
        standing.save(update_fields=["rev"])
        words = in_both(lambda: "\n".join(moved(line, was, line.actual) for line, was in changed))
        log(standing.call, LogSubject.BUDGET, "account", before, after, by=by, at=at, words=words, project=standing)
    return standing


def moved(row: object, before: Decimal | None, after: Decimal | None) -> str:
    """Say what an amount of a row was and what it is, in the active language; a dash where it is not known."""
    was, becomes = ("–" if amount is None else format_euros(amount, active_language()) for amount in (before, after))
    return f"{row}: {was} → {becomes}"


def actual_fingerprint(lines: Sequence[BudgetLine]) -> str:
    """Return the fingerprint of the lines as a form that asks for actual amounts showed them."""
    return fingerprint([[line.pk, line.planned, line.actual] for line in lines])


def _filled(table: Table, project: Project, standing: Any, row: Row) -> Any:
    """Return the row as it shall be; what was decided or spent on it stays."""
    kept = {"pk": standing.pk, table.decided: getattr(standing, table.decided)} if standing is not None else {}
    filled = table.model(project=project, **kept, **row.values)
    filled.clean_fields(exclude={"project", "partner"})
    return filled


def _differs(table: Table, row: Any, standing: Any) -> bool:
    return standing is None or any(getattr(row, name) != getattr(standing, name) for name in table.columns)


def _write(table: Table, changed: list[Any], gone: list[Any]) -> None:
    """Take away what is gone and what changed, then put in what changed: two rows may have taken each other's place."""
    keys = [row.pk for row in (*changed, *gone) if row.pk]
    table.model._default_manager.filter(pk__in=keys).delete()
    table.model._default_manager.bulk_create(changed)


def _refuse_loss(table: Table, gone: Sequence[Any]) -> None:
    """Raise ValidationError where money was granted to, or spent on, a row that would go."""
    held = [str(table.said(row)) for row in gone if getattr(row, table.decided) is not None]
    if held:
        raise ValidationError(
            _("This row cannot be removed: an amount was granted or spent. %(rows)s") % {"rows": "; ".join(held)}
        )


def _refuse_own_partner(project: Project, rows: Sequence[Row]) -> None:
    """Raise ValidationError where a supplement names the lead as its partner (DOMAIN §7, invariant 7)."""
    if any(row.values.get("partner_id") == project.lead_id for row in rows):
        raise ValidationError(_("A supplement needs a partner other than the lead organisation."))


def _differences(table: Table, existing: Mapping[int, Any], changed: Sequence[Any], gone: Sequence[Any]) -> str:
    """Write down what stood and what stands, a line for each row that changed."""
    said = [f"− {table.said(row)}" for row in gone]
    for row in changed:
        before = existing.get(row.pk) if row in existing.values() else None
        said += [f"{table.said(before)} → {table.said(row)}" if before else f"+ {table.said(row)}"]
    return "\n".join(said)
