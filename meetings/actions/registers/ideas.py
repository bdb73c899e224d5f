"""Ideas: recorded, planned, done, dropped or taken up again (DOMAIN §4)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User

from ...models import Idea
from . import entries

WHEN = ("earliest", "latest", "when_fr", "when_nl")
EDITED = ("text_fr", "text_nl", "organisation", *WHEN, "section")


@transaction.atomic
def record_idea(idea: Idea, *, by: User, at: datetime.datetime) -> Idea:
    """Save a new idea. Raises as `entries.record`."""
    return entries.record(idea, by=by, at=at)


@transaction.atomic
def change_idea(idea: Idea, *, by: User, at: datetime.datetime) -> Idea:
    """Save what was changed of an idea. Raises as `entries.change`."""
    return entries.change(idea, EDITED, by=by, at=at)


@transaction.atomic
def plan_idea(
    idea: Idea,
    *,
    earliest: datetime.date | None,
    latest: datetime.date | None,
    when_fr: str,
    when_nl: str,
    by: User,
    at: datetime.datetime,
) -> Idea:
    """Note that an idea will be carried out, and when, as vaguely as it is known.

    Raises ValidationError when the latest day comes before the earliest, else as `finish_idea`.
    """
    standing = entries.locked(idea, by=by)
    if earliest and latest and latest < earliest:
        raise ValidationError({"latest": _("The latest date cannot come before the earliest.")})
    standing.earliest, standing.latest = earliest, latest
    standing.when_fr, standing.when_nl = when_fr.strip(), when_nl.strip()
    standing.save(update_fields=WHEN)
    return entries.step(standing, "plan", by=by, at=at, comment=entries.both(standing.when_fr, standing.when_nl))


@transaction.atomic
def finish_idea(idea: Idea, *, comment: str = "", by: User, at: datetime.datetime) -> Idea:
    """Note that an idea was carried out. Raises WrongState or PermissionDenied."""
    return entries.step(entries.locked(idea, by=by), "finish", by=by, at=at, comment=comment)


@transaction.atomic
def drop_idea(idea: Idea, *, comment: str, by: User, at: datetime.datetime) -> Idea:
    """Give an idea up, with the reason in `comment`. Raises CommentRequired, WrongState or PermissionDenied."""
    return entries.drop(idea, reason=comment, by=by, at=at)


@transaction.atomic
def reopen_idea(idea: Idea, *, comment: str, by: User, at: datetime.datetime) -> Idea:
    """Put an idea back among the proposals. Raises as `drop_idea`."""
    standing = entries.locked(idea, by=by)
    standing.reason = ""
    reopened = entries.step(standing, "reopen", by=by, at=at, comment=comment)
    reopened.save(update_fields=["reason"])
    return reopened
