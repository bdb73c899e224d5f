"""Change the tree of sections, which both languages share."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from amif_network.accounts.models import User

from ..models import Minutes, Section
from ..models.choices import Edit
from .anonymity import refuse_names
from .steps import note
from .writing import count_change, locked_for_writing

DIRECTIONS = ("up", "down", "in", "out")


class ImpossibleMove(ValueError):
    """A section cannot go there."""


@transaction.atomic
def add_section(
    minutes: Minutes, *, by: User, parent: Section | None = None, after: Section | None = None, **fields: Any
) -> Section:
    """Add a section below `parent`, directly after its sibling `after` (at the end by default).

    Raises WrongState or PermissionDenied when the minutes are not open for writing, ValueError when
    `after` stands elsewhere, ValidationError for an answer that is there already.
    """
    locked = locked_for_writing(minutes.pk, by=by)
    siblings = Section.objects.filter(minutes=minutes, parent=parent)
    if after is None:
        position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    elif after.parent_id != (parent.pk if parent else None) or after.minutes_id != minutes.pk:
        raise ValueError("The section to follow is no child of the same parent.")
    else:
        position = after.position + 1
        siblings.filter(position__gt=after.position).update(position=F("position") + 1)
    section = Section(minutes=minutes, parent=parent, position=position, **fields)
    section.validate_constraints()
    section.save(force_insert=True)
    count_change(locked, section, structure=True)
    return section


@transaction.atomic
def change_section(section: Section, *, by: User, **fields: Any) -> Section:
    """Change what both languages share: number, kind, organisation, agenda item, anonymity.

    Raises ValidationError when the section breaks a constraint or becomes anonymous while its texts name somebody,
    WrongState or PermissionDenied as `add_section`.
    """
    minutes = locked_for_writing(section.minutes_id, by=by)
    locked = Section.objects.select_for_update().get(pk=section.pk)
    for name, value in fields.items():
        setattr(locked, name, value)
    locked.validate_constraints()
    if locked.anonymous:
        for text in locked.texts.all():
            refuse_names(text.heading, text.html)
    locked.save(update_fields=list(fields))
    # A new number or kind shows in other rows too: the numbering goes on from it.
    count_change(minutes, locked, structure=True)
    return locked


@transaction.atomic
def move_section(section: Section, *, parent: Section | None, index: int, by: User, at: datetime.datetime) -> Section:
    """Put `section` at place `index` (0 is first) among the children of `parent`; numbers the siblings afresh.

    Raises ImpossibleMove when one of both was removed or when `parent` is the section itself, stands below it or in
    other minutes, ValidationError when the parent already holds such an answer, WrongState or PermissionDenied as `add_section`.
    """
    minutes = locked_for_writing(section.minutes_id, by=by)
    # Both were read before the lock: somebody else may have moved or removed them since.
    for one in (section, parent):
        if one is not None:
            one.refresh_from_db(fields=["parent", "removed_at"])
    if not stands(section):
        raise ImpossibleMove(_("This section has been removed."))
    _refuse_own_descendant(section, parent)
    siblings = _with(section, _siblings(minutes, parent, removed=True), max(0, index))
    section.parent = parent
    section.validate_constraints()
    for position, sibling in enumerate(siblings, start=1):
        sibling.position = position
    section.save(update_fields=["parent"])
    Section.objects.bulk_update(siblings, ["position"])
    note(minutes, Edit.MOVE_SECTION, by=by, at=at, about=str(section))
    count_change(minutes, section, structure=True)
    return section


@transaction.atomic
def shift_section(section: Section, *, direction: str, by: User, at: datetime.datetime) -> Section:
    """Move a section one step: "up" or "down" among its siblings, "in" below the one before it, "out" after its parent.

    Raises ImpossibleMove where there is no such place, ValueError for another direction, else as `move_section`.
    """
    if direction not in DIRECTIONS:
        raise ValueError(f"{direction!r} is no direction.")
    minutes = locked_for_writing(section.minutes_id, by=by)
    section = Section.objects.select_related("parent").get(pk=section.pk)
    siblings = _siblings(minutes, section.parent)
    index = next((place for place, sibling in enumerate(siblings) if sibling.pk == section.pk), None)
    if index is None:
        raise ImpossibleMove(_("This section has been removed."))
    if direction == "out" and section.parent is not None:
        uncles = _siblings(minutes, section.parent.parent)
        place = next((place for place, uncle in enumerate(uncles) if uncle.pk == section.parent_id), len(uncles))
        return move_section(section, parent=section.parent.parent, index=place + 1, by=by, at=at)
    if direction == "in" and index > 0:
        new_parent = siblings[index - 1]
        return move_section(section, parent=new_parent, index=len(_siblings(minutes, new_parent)), by=by, at=at)
    target = index + {"up": -1, "down": 1}.get(direction, len(siblings))
    if not 0 <= target < len(siblings):
        raise ImpossibleMove(_("The section cannot go any further in this direction."))
    return move_section(section, parent=section.parent, index=target, by=by, at=at)


@transaction.atomic
def remove_section(section: Section, *, by: User, at: datetime.datetime) -> Section:
    """Take a section, with all below it, out of the minutes; its texts are kept and can be brought back."""
    minutes = locked_for_writing(section.minutes_id, by=by)
    section.removed_at = at
    section.save(update_fields=["removed_at"])
    note(minutes, Edit.REMOVE_SECTION, by=by, at=at, about=str(section))
    count_change(minutes, section, structure=True)
    return section


@transaction.atomic
def restore_section(section: Section, *, by: User, at: datetime.datetime) -> Section:
    """Bring a removed section back to its place.

    Raises ValidationError when an answer of the same organisation was added in between.
    """
    minutes = locked_for_writing(section.minutes_id, by=by)
    section.removed_at = None
    section.validate_constraints()
    section.save(update_fields=["removed_at"])
    note(minutes, Edit.RESTORE_SECTION, by=by, at=at, about=str(section))
    count_change(minutes, section, structure=True)
    return section


def stands(section: Section) -> bool:
    """Tell whether `section` is part of the minutes: neither it nor anything above it has been removed."""
    above: Section | None = section
    while above is not None:
        if above.removed_at is not None:
            return False
        above = above.parent
    return True


def _siblings(minutes: Minutes, parent: Section | None, *, removed: bool = False) -> list[Section]:
    """Return the children of `parent` that stand in the minutes, in order; with `removed` also those that can come back."""
    found = Section.objects.filter(minutes=minutes, parent=parent).select_related("parent").order_by("position", "pk")
    return list(found if removed else found.filter(removed_at=None))


def _with(section: Section, siblings: list[Section], index: int) -> list[Section]:
    """Put `section` before the one that is number `index` among those that stand.

    The removed ones in between keep their place, to which they are brought back.
    """
    others = [sibling for sibling in siblings if sibling.pk != section.pk]
    standing = [place for place, sibling in enumerate(others) if sibling.removed_at is None]
    place = standing[index] if index < len(standing) else len(others)
    return [*others[:place], section, *others[place:]]


def _refuse_own_descendant(section: Section, parent: Section | None) -> None:
    """Walk from the new parent up to the root: the section itself must not stand on the way."""
    ancestor = parent
    while ancestor is not None:
        if ancestor.pk == section.pk:
            raise ImpossibleMove(_("A section cannot be moved below itself."))
        if ancestor.minutes_id != section.minutes_id:
            raise ImpossibleMove(_("A section cannot move to other minutes."))
        ancestor = ancestor.parent
    if parent is not None and not stands(parent):
        raise ImpossibleMove(_("This place does not exist any more."))
