"""What a section points at: slides of a presentation, and contributions that are still awaited."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.directory.models import Organisation

from ..models import PendingContribution, SlideReference
from .writing import count_change, locked_for_writing


@transaction.atomic
def keep_slide_reference(reference: SlideReference, *, by: User) -> SlideReference:
    """Save a new or changed slide reference; a new one comes last in its section.

    Raises ValidationError for slides in disorder or another meeting's presentation, WrongState or
    PermissionDenied when the minutes are not open for writing.
    """
    minutes = locked_for_writing(reference.section.minutes_id, by=by)
    if reference.attachment is not None and reference.attachment.meeting_id != minutes.meeting_id:
        raise ValidationError(_("This presentation belongs to another meeting."))
    if reference.pk is None:
        last = reference.section.slide_references.aggregate(last=Max("position"))["last"]
        reference.position = (last or 0) + 1
    reference.full_clean()
    reference.save()
    count_change(minutes, reference.section)
    return reference


@transaction.atomic
def drop_slide_reference(reference: SlideReference, *, by: User) -> None:
    """Take a slide reference out of its section. Raises WrongState or PermissionDenied as `keep_slide_reference`."""
    minutes = locked_for_writing(reference.section.minutes_id, by=by)
    reference.delete()
    count_change(minutes, reference.section)


@transaction.atomic
def keep_contribution(
    contribution: PendingContribution, *, organisations: Iterable[Organisation], by: User
) -> PendingContribution:
    """Save a new or changed awaited contribution and from whom it is awaited.

    Raises ValidationError when it says nothing or hangs on a section of other minutes, WrongState or
    PermissionDenied as `keep_slide_reference`.
    """
    minutes = locked_for_writing(contribution.minutes_id, by=by)
    if contribution.section is not None and contribution.section.minutes_id != minutes.pk:
        raise ValidationError(_("This section belongs to other minutes."))
    contribution.full_clean()
    contribution.save()
    contribution.organisations.set(organisations)
    count_change(minutes, contribution.section)
    return contribution


@transaction.atomic
def close_contribution(contribution: PendingContribution, *, by: User, at: datetime.datetime | None) -> PendingContribution:
    """Note that a contribution came in `at`; None opens it again. Raises as `keep_slide_reference`."""
    minutes = locked_for_writing(contribution.minutes_id, by=by)
    contribution.closed_at = at
    contribution.save(update_fields=["closed_at"])
    count_change(minutes, contribution.section)
    return contribution


@transaction.atomic
def drop_contribution(contribution: PendingContribution, *, by: User) -> None:
    """Delete an awaited contribution that was noted by mistake. Raises as `keep_slide_reference`."""
    minutes = locked_for_writing(contribution.minutes_id, by=by)
    contribution.delete()
    count_change(minutes, contribution.section)
