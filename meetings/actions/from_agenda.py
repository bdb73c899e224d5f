"""Begin the minutes with a section for every item of the agenda that is spoken about."""

import datetime
import textwrap

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES

from ..models import AgendaItem, Minutes, Section, SectionText
from ..models.choices import AgendaKind
from ..timetable import NUMBERED_KINDS
from .structure import add_section
from .writing import locked_for_writing, write_text

# What nobody takes notes of.
WITHOUT_NOTES = (AgendaKind.BREAK, AgendaKind.LUNCH)


def items_without_section(minutes: Minutes) -> list[AgendaItem]:
    """Return the items of the agenda that are spoken about and have no section in the minutes, in their order."""
    noted = Section.objects.standing().filter(minutes=minutes, agenda_item__isnull=False).values("agenda_item")
    items = AgendaItem.objects.filter(meeting=minutes.meeting_id).exclude(kind__in=WITHOUT_NOTES).exclude(pk__in=noted)
    return list(items.order_by("position", "pk"))


@transaction.atomic
def add_sections(minutes: Minutes, *, by: User, at: datetime.datetime) -> list[Section]:
    """Add a section for each such item, at the end, with its number and its title as heading in either language.

    Headings of both languages come from one record that a person wrote, but nobody compared them: they wait to be
    confirmed. Calling it twice adds nothing. Raises WrongState or PermissionDenied as `structure.add_section`.
    """
    locked = locked_for_writing(minutes.pk, by=by)
    made = []
    for item in items_without_section(locked):
        section = add_section(locked, by=by, label=item.label, numbered=_is_numbered(item, locked), agenda_item=item)
        for lang in LANGUAGES:
            if title := getattr(item, f"title_{lang}"):
                write_text(section, lang=lang, heading=shortened(title), html="", base=0, by=by, at=at)
        made.append(section)
    return made


def _is_numbered(item: AgendaItem, minutes: Minutes) -> bool:
    """An item without a printed number is numbered in the minutes as it is in the agenda."""
    return not item.label and minutes.meeting.agenda_numbered and item.kind in NUMBERED_KINDS


def shortened(title: str) -> str:
    """Cut a title of the agenda, which may be longer, to what a heading holds."""
    longest = SectionText._meta.get_field("heading").max_length
    assert longest is not None
    return textwrap.shorten(title, longest, placeholder=" …")
