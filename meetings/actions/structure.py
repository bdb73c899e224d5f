"""Change the tree of sections, which both languages share."""

import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from amif_network.accounts.models import User

from ..models import Minutes, Section
from .writing import locked_for_writing


class ImpossibleMove(ValueError):
    """A section cannot stand below itself."""


@transaction.atomic
def add_section(minutes: Minutes, *, by: User, parent: Section | None = None, after: Section | None = None, **fields: object) -> Section:
    """Add a section below `parent`, directly after its sibling `after` (at the end by default).

    Raises PermissionDenied when the minutes are not open for writing, ValueError when `after` stands elsewhere.
    """
    locked_for_writing(minutes.pk, by=by)
    siblings = minutes.sections.filter(parent=parent)
    if after is None:
        position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    elif after.parent_id != (parent.pk if parent else None) or after.minutes_id != minutes.pk:
        raise ValueError("The section to follow is no child of the same parent.")
    else:
        position = after.position + 1
        siblings.filter(position__gt=after.position).update(position=F("position") + 1)
    return Section.objects.create(minutes=minutes, parent=parent, position=position, **fields)


@transaction.atomic
def move_section(section: Section, *, parent: Section | None, index: int, by: User) -> Section:
    """Put `section` at place `index` (0 is first) among the children of `parent`; numbers the siblings afresh.

    Raises ImpossibleMove when `parent` is the section itself or stands below it.
    """
    minutes = locked_for_writing(section.minutes_id, by=by)
    ancestor = parent
    while ancestor is not None:
        if ancestor.pk == section.pk or ancestor.minutes_id != minutes.pk:
            raise ImpossibleMove(_("A section cannot be moved below itself."))
        ancestor = ancestor.parent
    siblings = list(minutes.sections.filter(parent=parent).exclude(pk=section.pk).order_by("position", "pk"))
    siblings.insert(max(0, min(index, len(siblings))), section)
    section.parent = parent
    for position, sibling in enumerate(siblings, start=1):
        sibling.position = position
    section.save(update_fields=["parent"])
    Section.objects.bulk_update(siblings, ["position"])
    return section


@transaction.atomic
def remove_section(section: Section, *, by: User, at: datetime.datetime) -> Section:
    """Take a section, with all below it, out of the minutes; its texts are kept and can be brought back."""
    locked_for_writing(section.minutes_id, by=by)
    section.removed_at = at
    section.save(update_fields=["removed_at"])
    return section


@transaction.atomic
def restore_section(section: Section, *, by: User) -> Section:
    """Bring a removed section back to its place."""
    locked_for_writing(section.minutes_id, by=by)
    section.removed_at = None
    section.save(update_fields=["removed_at"])
    return section
