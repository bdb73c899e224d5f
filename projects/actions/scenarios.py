"""What-if tables of a call under a name: kept, changed, removed. Nothing else is changed by them."""

import datetime
from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.fingerprint import Overtaken, fingerprint

from ..models import Call, Scenario, ScenarioLine
from ..models.choices import Edit, LogSubject
from .steps import locked_call, log

# Amounts by project and source.
Lines = Mapping[tuple[int, str], Decimal]


def version(scenario: Scenario | None) -> str:
    """Return the fingerprint of a scenario as it stands, "" for one that is not kept yet."""
    if scenario is None:
        return ""
    lines = scenario.lines.order_by("project", "source").values_list("project", "source", "amount")
    return fingerprint([scenario.name, [[project, source, str(amount)] for project, source, amount in lines]])


@transaction.atomic
def create(call: Call, name: str, lines: Lines, *, by: User, at: datetime.datetime) -> Scenario:
    """Keep a new scenario. Raises ValidationError for a name that the call has already, PermissionDenied."""
    locked = _locked(call, by=by)
    scenario = Scenario(call=locked, name=name, saved_by=by, saved_at=at)
    scenario.full_clean()
    scenario.save()
    _write(scenario, lines)
    log(locked, LogSubject.SCENARIO, Edit.RECORD, by=by, at=at, comment=name)
    return scenario


@transaction.atomic
def change(scenario: Scenario, name: str, lines: Lines, *, base: str, by: User, at: datetime.datetime) -> Scenario:
    """Keep other lines, or another name, of a scenario as it stood at `base`; what stands already is no change.

    Raises Overtaken when somebody else changed it since, DoesNotExist when somebody removed it, else as `create`.
    """
    locked = _locked(scenario.call, by=by)
    standing = Scenario.objects.select_for_update(of=("self",)).get(pk=scenario.pk, call=locked)
    before = version(standing)
    former = standing.name
    standing.name = name
    if _fingerprint_of(name, lines) == before:
        return standing
    if before != base:
        raise Overtaken
    standing.saved_by, standing.saved_at = by, at
    standing.full_clean()
    standing.save(update_fields=["name", "saved_by", "saved_at"])
    standing.lines.all().delete()
    _write(standing, lines)
    log(locked, LogSubject.SCENARIO, Edit.CHANGE, by=by, at=at, comment=name if name == former else f"{former} → {name}")
    return standing


@transaction.atomic
def remove(scenario: Scenario, *, by: User, at: datetime.datetime) -> None:
    """Take a scenario away. Raises PermissionDenied."""
    locked = _locked(scenario.call, by=by)
    scenario.delete()
    log(locked, LogSubject.SCENARIO, Edit.REMOVE, by=by, at=at, comment=scenario.name)


def _locked(call: Call, *, by: User) -> Call:
    """Return the call, locked. Raises PermissionDenied for whom scenarios are not."""
    if not by.is_coordinating:
        raise PermissionDenied
    return locked_call(call, by=by)


def _fingerprint_of(name: str, lines: Lines) -> str:
    """Return the fingerprint that a scenario of these lines has once it is kept."""
    listed = [[project, source, f"{amount:.2f}"] for (project, source), amount in sorted(lines.items())]
    return fingerprint([name, listed])


def _write(scenario: Scenario, lines: Lines) -> None:
    ScenarioLine.objects.bulk_create(
        ScenarioLine(scenario=scenario, project_id=project, source=source, amount=amount)
        for (project, source), amount in lines.items()
    )
