"""The months of an immersion: half-days entered, submitted by the employer, confirmed by the host (DOMAIN §6, §7.9)."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.fingerprint import Overtaken
from amif_network.core.formats import format_date
from amif_network.core.workflow import WrongState, advance

from .. import presence_mails
from ..models import Immersion, PresenceEntry, PresenceStatement
from ..models.choices import Edit, LogSubject, Place
from ..months import Slot, off_plan, worked
from ..presence import Month, entered, month_fingerprint, month_of, submittable_from
from ..presence_wording import month_name, slots_in_words
from ..workflow import STATEMENT
from .immersions import outside
from .steps import locked_partnership, locked_row, log, row_step


@transaction.atomic
def save_month(
    immersion: Immersion, month: datetime.date, *, places: Mapping[Slot, str], base: str, by: User, at: datetime.datetime
) -> None:
    """Make `places` all half-days of a month as it stood at the fingerprint `base`; nobody gets a mail.

    Raises Overtaken when somebody else saved the month since, WrongState when it is closed, PermissionDenied,
    ValidationError for a day outside the month or the immersion. The number of queries does not depend on the half-days.
    """
    partnership = locked_partnership(immersion.partnership, by=by)
    standing = locked_row(Immersion, immersion, by=by)
    statement = _statement(standing, month, by=by)
    if statement.state != PresenceStatement.State.OPEN and STATEMENT["enter"].who(by, statement):
        raise WrongState(_("The month is closed: its half-days can no longer be changed."))
    advance(STATEMENT, "enter", statement, by=by)
    before = entered(standing, month)
    if month_fingerprint(before) != base:
        raise Overtaken
    _refuse_days_outside(standing, month, places)
    changed = {slot for slot in before.keys() | places.keys() if before.get(slot) != places.get(slot)}
    if not changed:
        return
    days = {day for day, _half in changed}
    PresenceEntry.objects.filter(immersion=standing, day__in=days).delete()
    PresenceEntry.objects.bulk_create(
        [PresenceEntry(immersion=standing, day=slot[0], half=slot[1], place=places[slot]) for slot in places if slot[0] in days]
    )
    words = in_both(lambda: month_name(month))
    log(partnership, LogSubject.PRESENCE, Edit.CHANGE, by=by, at=at, words=words, party=standing.employer, about=statement)


def _refuse_days_outside(immersion: Immersion, month: datetime.date, places: Mapping[Slot, str]) -> None:
    for day, _half in places:
        if not immersion.starts_on <= day <= immersion.ends_on or day.replace(day=1) != month:
            raise ValidationError(outside(immersion))


def _statement(immersion: Any, month: datetime.date, *, by: User) -> PresenceStatement:
    """Return the month of a locked immersion, locked, made where nobody touched it yet."""
    PresenceStatement.objects.get_or_create(immersion=immersion, month=month)
    visible = PresenceStatement.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    statement: PresenceStatement = visible.get(immersion=immersion, month=month)
    statement.immersion = immersion
    return statement


@transaction.atomic
def move(
    immersion: Immersion, month: datetime.date, action: str, *, comment: str = "", by: User, at: datetime.datetime, site: str
) -> PresenceStatement:
    """Take a step with a month; the other side gets a mail. `site`: "https://…" without a path.

    Submitting freezes what was planned and worked. Raises ValidationError where a month cannot be submitted yet,
    CommentRequired, WrongState or PermissionDenied as `core.workflow.advance`.
    """
    partnership = locked_partnership(immersion.partnership, by=by)
    standing = locked_row(Immersion, immersion, by=by)
    statement = _statement(standing, month, by=by)
    saving = _FILL[action](statement, comment=comment, by=by, at=at)
    row_step(
        STATEMENT, action, statement, partnership=partnership, subject=LogSubject.PRESENCE, by=by, at=at,
        party=standing.employer, comment=comment, saving=saving, words=in_both(lambda: month_name(month)),
    )  # fmt: skip
    if action == "submit":
        refuse_unready(month_of(standing, month, by), at)
    presence_mails.tell(statement, action, by=by, site=site, at=at)
    return statement


def refuse_unready(month: Month, at: datetime.datetime) -> None:
    """Raise ValidationError where a month cannot be submitted: it is not over, it is empty, or half-days have no place."""
    reasons = not_ready(month, timezone.localdate(at))
    if reasons:
        raise ValidationError(reasons)


def not_ready(month: Month, today: datetime.date) -> list[str]:
    """Say what keeps a month from being submitted; nothing where it is ready."""
    due = submittable_from(month.immersion, month.statement.month)
    if today < due:
        return [_("This month can be submitted from %(day)s on.") % {"day": format_date(due, active_language())}]
    if not month.entered:
        return [_("Nothing is entered in this month.")]
    unsaid = off_plan(month.plan, month.entered).unsaid
    return [_("Say where the agent was: %(half_days)s.") % {"half_days": slots_in_words(unsaid)}] if unsaid else []


def _submitted(statement: PresenceStatement, *, at: datetime.datetime, by: User, **_said: Any) -> tuple[str, ...]:
    """Freeze what was planned and worked."""
    month = month_of(statement.immersion, statement.month, by)
    statement.planned_at_host = sum(place == Place.HOST for place in month.plan.values())
    statement.worked_at_host = sum(place == Place.HOST for place in month.entered.values())
    statement.worked = worked(month.entered.values())
    statement.submitted_at = at
    return "planned_at_host", "worked_at_host", "worked", "submitted_at"


def _confirmed(statement: PresenceStatement, *, at: datetime.datetime, by: User, **_said: Any) -> tuple[str, ...]:
    statement.confirmed_at, statement.confirmed_by, statement.comment = at, by, ""
    return "confirmed_at", "confirmed_by", "comment"


def _given_back(statement: PresenceStatement, *, comment: str, **_said: Any) -> tuple[str, ...]:
    statement.confirmed_at, statement.confirmed_by, statement.comment = None, None, comment.strip()
    return "confirmed_at", "confirmed_by", "comment"


_FILL: dict[str, Callable[..., tuple[str, ...]]] = {
    "submit": _submitted,
    "confirm": _confirmed,
    "return": _given_back,
    "reopen": _given_back,
}
