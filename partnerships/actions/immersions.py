"""Immersions: recorded and changed, and the weekly plan that was agreed (DOMAIN §6)."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.fingerprint import Overtaken
from amif_network.core.formats import format_date
from amif_network.core.workflow import advance
from amif_network.directory.models import Organisation, Person
from meetings.actions.people import affiliate_new, keep_new_people
from projects.actions.steps import stood

from ..models import Immersion, PlannedHalfDay, PresencePlan, SeatHolder
from ..models.choices import CommitteeKind, Edit, LogSubject, StatementState
from ..months import Pattern
from ..presence import patterns_fingerprint, patterns_of
from ..workflow import PARTNERSHIP
from .steps import locked_partnership, locked_row, log

EDITED = (
    "employer", "agent", "line_manager", "mentor", "starts_on", "ends_on", "days_least", "days_most", "tasks_fr", "tasks_nl",
)  # fmt: skip


@transaction.atomic
def record(immersion: Immersion, *, by: User, at: datetime.datetime) -> Immersion:
    """Save a new immersion of a partnership; people who are new enter the directory.

    A partner records it for itself only. Raises ValidationError, WrongState or PermissionDenied.
    """
    partnership = locked_partnership(immersion.partnership, by=by)
    advance(PARTNERSHIP, "immerse", partnership, by=by)
    _refuse_for_another(immersion, partnership, by)
    _enter_people(immersion, at)
    _refuse_agent_in_steering(immersion)
    immersion.full_clean()
    immersion.save()
    log(
        partnership, LogSubject.IMMERSION, Edit.RECORD, by=by, at=at, words=in_both(lambda: _said(immersion)),
        party=immersion.employer, about=immersion,
    )  # fmt: skip
    return immersion


@transaction.atomic
def change(immersion: Immersion, *, by: User, at: datetime.datetime) -> Immersion:
    """Save what was changed of an immersion in memory; the log keeps what stood there before.

    Raises Overtaken when somebody else changed it since it was read, ValidationError when months or half-days stand in
    the way, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    partnership = locked_partnership(immersion.partnership, by=by)
    advance(PARTNERSHIP, "immerse", partnership, by=by)
    standing = locked_row(Immersion, immersion, by=by)
    if standing.rev != immersion.rev:
        raise Overtaken
    _refuse_for_another(immersion, partnership, by)
    _enter_people(immersion, at)
    changed = [name for name in EDITED if getattr(standing, name) != getattr(immersion, name)]
    if not changed:
        return immersion
    _refuse_to_rewrite_months(standing, changed)
    _refuse_to_lose_half_days(immersion)
    _refuse_agent_in_steering(immersion)
    immersion.full_clean()
    immersion.rev += 1
    immersion.save(update_fields=[*changed, "rev"])
    words = in_both(lambda: stood(standing, changed))
    log(
        partnership, LogSubject.IMMERSION, Edit.CHANGE, by=by, at=at, words=words, party=immersion.employer, about=immersion
    )  # fmt: skip
    return immersion


@transaction.atomic
def save_plan(immersion: Immersion, plan: Pattern, *, base: str, by: User, at: datetime.datetime) -> PresencePlan:
    """Make `plan` hold from its first day on; one that began on the same day is replaced. Closed months keep their counts.

    Raises Overtaken when somebody else changed the plans since they were shown at the fingerprint `base`, ValidationError
    for a day outside the immersion, else as `core.workflow.advance`.
    """
    partnership = locked_partnership(immersion.partnership, by=by)
    advance(PARTNERSHIP, "immerse", partnership, by=by)
    standing = locked_row(Immersion, immersion, by=by)
    if patterns_fingerprint(patterns_of(standing)) != base:
        raise Overtaken
    if not standing.starts_on <= plan.starts_on <= standing.ends_on:
        raise ValidationError({"starts_on": outside(standing)})
    saved, _created = PresencePlan.objects.get_or_create(immersion=standing, starts_on=plan.starts_on)
    saved.half_days.all().delete()
    PlannedHalfDay.objects.bulk_create(
        [PlannedHalfDay(plan=saved, weekday=day, half=half, place=place) for (day, half), place in sorted(plan.places.items())]
    )
    words = in_both(lambda: _("weekly plan from %(day)s") % {"day": format_date(plan.starts_on, active_language())})
    log(
        partnership, LogSubject.IMMERSION, Edit.CHANGE, by=by, at=at, words=words, party=standing.employer, about=standing
    )  # fmt: skip
    return saved


@transaction.atomic
def remove_plan(immersion: Immersion, starts_on: datetime.date, *, base: str, by: User, at: datetime.datetime) -> None:
    """Take a plan away: the one before holds on. Raises as `save_plan`."""
    partnership = locked_partnership(immersion.partnership, by=by)
    advance(PARTNERSHIP, "immerse", partnership, by=by)
    standing = locked_row(Immersion, immersion, by=by)
    if patterns_fingerprint(patterns_of(standing)) != base:
        raise Overtaken
    standing.plans.filter(starts_on=starts_on).delete()
    words = in_both(lambda: _("weekly plan from %(day)s removed") % {"day": format_date(starts_on, active_language())})
    log(
        partnership, LogSubject.IMMERSION, Edit.REMOVE, by=by, at=at, words=words, party=standing.employer, about=standing
    )  # fmt: skip


def outside(immersion: Immersion) -> str:
    """Say between which days an immersion lies."""
    first, last = (format_date(day, active_language()) for day in (immersion.starts_on, immersion.ends_on))
    return _("The immersion lies between %(first)s and %(last)s.") % {"first": first, "last": last}


def _said(immersion: Immersion) -> str:
    first, last = (format_date(day, active_language()) for day in (immersion.starts_on, immersion.ends_on))
    agent = immersion.agent or _("vacant")
    return _("%(agent)s, from %(first)s to %(last)s") % {"agent": agent, "first": first, "last": last}


def _refuse_for_another(immersion: Immersion, partnership: Any, by: User) -> None:
    """Raise PermissionDenied where a member of a partner names another partner as the employer."""
    if by.is_coordinating or partnership.is_host:
        return
    if not by.organisations().filter(pk=immersion.employer.organisation_id).exists():
        raise PermissionDenied


def _enter_people(immersion: Immersion, at: datetime.datetime) -> None:
    """Keep people whom the directory does not know yet, as people of their side from the first day on."""
    host = immersion.partnership.parties.select_related("organisation").get(role="host").organisation
    employer = immersion.employer.organisation
    sides = [(immersion.agent, employer), (immersion.line_manager, employer), (immersion.mentor, host)]
    new: dict[int, tuple[Person, Organisation | None]] = {}
    for person, side in sides:
        if person is not None and person.pk is None:
            new[id(person)] = person, side
    keep_new_people(person for person, _side in new.values())
    affiliate_new(new.values(), on=immersion.starts_on, today=timezone.localdate(at))
    # Django takes the key of a record when it is assigned: these had none then.
    immersion.agent, immersion.line_manager, immersion.mentor = immersion.agent, immersion.line_manager, immersion.mentor


def _refuse_to_rewrite_months(standing: Immersion, changed: list[str]) -> None:
    """Raise ValidationError where another agent or employer would take over months that were submitted."""
    field = next((name for name in ("agent", "employer") if name in changed), "")
    if field and standing.statements.exclude(state=StatementState.OPEN).exists():
        raise ValidationError(
            {field: _("Months of this immersion are submitted already. End it, and record another one for who comes next.")}
        )


def _refuse_to_lose_half_days(immersion: Immersion) -> None:
    """Raise ValidationError where half-days were entered on days that would no longer belong to the immersion."""
    days = immersion.entries.aggregate(first=Min("day"), last=Max("day"))
    for name, day in (("starts_on", days["first"]), ("ends_on", days["last"])):
        if day and not immersion.starts_on <= day <= immersion.ends_on:
            said = format_date(day, active_language())
            raise ValidationError({name: _("Half-days are entered on %(day)s: these would lie outside.") % {"day": said}})


def _refuse_agent_in_steering(immersion: Immersion) -> None:
    """Raise ValidationError where the agent sits in the steering committee on days of the immersion (DOMAIN §7.8)."""
    seats = SeatHolder.objects.filter(
        person=immersion.agent_id, seat__committee__kind=CommitteeKind.STEERING,
        seat__committee__partnership=immersion.partnership_id, starts_on__lte=immersion.ends_on,
    ).exclude(ends_on__lt=immersion.starts_on)  # fmt: skip
    if immersion.agent_id and seats.exists():
        raise ValidationError({"agent": _("This person sits in the steering committee, in which the agent has no seat.")})
