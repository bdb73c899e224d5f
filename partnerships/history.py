"""What minutes said about a partnership, by date, with the words of the section: for those who may read them (DOMAIN §7.12).

Coordinating users read the text as it stands; everybody else reads it in the edition that is published for them, and
nothing where there is none.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, active_language
from amif_network.core.questions import Ask, Question
from meetings import documents
from meetings.editions import latest_by_meeting
from meetings.models import Edition, Meeting, Remark, Section
from meetings.printed import PrintedMinutes, PrintedSection
from meetings.views.workspace import workspace_address

from .models import Evidence, Partnership


@dataclass(frozen=True, slots=True)
class Said:
    """A passage of minutes, or a remark about them: when and where it was said, its words as far as the reader may know them."""

    pk: int
    day: datetime.date
    meeting: Meeting
    heading: Localised | None
    html: Localised | None
    url: str
    note: str
    remark: Remark | None = None


def asks(partnership: int) -> list[Ask]:
    """Return what `of_partnership` asks of the database first."""
    return [_rows.of(partnership)]


def of_partnership(partnership: Partnership, user: User) -> list[Said]:
    """Return what was attached to a partnership, as far as `user` may read it, the latest first. Seven queries at most."""
    rows = _rows(partnership.pk)
    if not rows:
        return []
    prefetch_related_objects(rows, Prefetch("remark", queryset=_remarks()))
    sections = _sections(rows)
    shown = [row for row in rows if row.section_id in sections or row.remark_id]
    found = _for_coordinators(shown, sections) if user.is_coordinating else _for_readers(shown, sections, user)
    return sorted(found, key=lambda one: (one.day, one.pk), reverse=True)


@Question
def _rows(partnership: int) -> Any:
    return Evidence.objects.filter(partnership=partnership)


def _remarks() -> Any:
    """Return remarks with who made them, on which passage of which round of which minutes."""
    loaded = Remark.objects.select_related(
        "section__organisation", "request__organisation", "request__circulation__minutes__meeting"
    )
    return loaded.defer("request__circulation__content")


def _sections(rows: Sequence[Evidence]) -> dict[int, Section]:
    """Return the sections that still stand, by key."""
    standing = Section.objects.filter(pk__in={row.section_id for row in rows if row.section_id}, removed_at=None)
    loaded = standing.select_related("organisation", "minutes__meeting").prefetch_related("texts")
    return {section.pk: section for section in loaded}


def _for_coordinators(rows: Sequence[Evidence], sections: dict[int, Section]) -> list[Said]:
    lang = active_language()
    found = []
    for row in rows:
        if row.remark is not None:
            found.append(_remark(row))
            continue
        section = sections[row.section_id or 0]
        meeting = section.minutes.meeting
        found.append(
            Said(
                row.pk, meeting.date, meeting, documents.heading(section, lang), documents.body(section, lang),
                workspace_address(section.minutes, "both", section), row.note,
            )
        )  # fmt: skip
    return found


def _remark(row: Evidence) -> Said:
    """Return a remark with its words; only coordinating users read who said what about minutes."""
    assert row.remark is not None
    meeting = row.remark.request.circulation.minutes.meeting
    words = Localised(row.remark.text or row.remark.proposal, row.remark.language)
    return Said(row.pk, meeting.date, meeting, words, None, meeting.get_absolute_url(), row.note, row.remark)


def _for_readers(rows: Sequence[Evidence], sections: dict[int, Section], user: User) -> list[Said]:
    """Return the passages that the published editions hold, in the words of these."""
    meetings = {section.minutes.meeting_id for section in sections.values()}
    visible = Edition.objects.visible_to(user).filter(minutes__meeting__in=meetings)
    lang = active_language()
    latest = latest_by_meeting(visible.for_list().order_by("-published_at", "pk"), lang)
    contents = dict(Edition.objects.filter(pk__in=[one.pk for one in latest]).values_list("minutes", "content"))
    editions = {one.minutes_id: one for one in latest}
    printed = {minutes: _by_anchor(content) for minutes, content in contents.items()}
    found = []
    for row in rows:
        section = sections.get(row.section_id or 0)
        # That a partnership stands beside its words would tell who said them.
        if section is None or section.anonymous:
            continue
        passage = printed.get(section.minutes_id, {}).get(f"s-{section.uuid}")
        if passage is None:
            continue
        meeting, edition = section.minutes.meeting, editions[section.minutes_id]
        url = f"{reverse('meetings:read', args=[meeting.pk, edition.pk])}#s-{section.uuid}"
        spoken = next((one for one in passage.passages if one.lang == lang), passage.passages[0])
        found.append(Said(row.pk, meeting.date, meeting, spoken.heading, spoken.html, url, row.note))
    return found


def _by_anchor(content: Any) -> dict[str, PrintedSection]:
    return {section.anchor: section for section in PrintedMinutes.from_json(content).sections}
