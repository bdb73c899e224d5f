"""Where something about a call was said, as far as a person may read it: the meeting, and the section of its minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, active_language
from meetings import documents
from meetings.editions import latest_by_meeting
from meetings.models import Edition, Meeting, Section
from meetings.views.workspace import workspace_address


class Said(Protocol):
    """What comes from a meeting: a date, an answer."""

    meeting_id: int | None
    section_id: int | None


@dataclass(frozen=True, slots=True)
class Origin:
    """The meeting with its address, the heading of the section and its address; a heading that may not be read is None."""

    meeting: Meeting
    meeting_url: str
    heading: Localised | None = None
    section_url: str = ""


class Origins:
    """The origins of many rows at once: five queries at most, however many there are."""

    def __init__(self, rows: Iterable[Said], user: User) -> None:
        rows = list(rows)
        self._coordinating = user.is_coordinating
        said = {row.meeting_id for row in rows if row.meeting_id}
        self._meetings = {meeting.pk: meeting for meeting in Meeting.objects.visible_to(user).filter(pk__in=said)} if said else {}
        self._sections: dict[int, Section] = {}
        if self._meetings:
            self._sections = self._live(rows)
        self._editions = self._readable(user)

    def _live(self, rows: Iterable[Said]) -> dict[int, Section]:
        """Return by key the sections in which `rows` were said that still stand in their minutes."""
        sections = Section.objects.filter(
            pk__in={row.section_id for row in rows if row.section_id}, minutes__meeting__in=self._meetings, removed_at=None
        )
        loaded = sections.select_related("organisation", "minutes").prefetch_related("texts")
        return {section.pk: section for section in loaded}

    def _readable(self, user: User) -> dict[int, Edition]:
        """Return by meeting the edition in which a person who does not coordinate reads sections."""
        if self._coordinating or not self._sections:
            return {}
        visible = Edition.objects.visible_to(user).filter(minutes__meeting__in=self._meetings).for_list()
        latest = latest_by_meeting(visible.order_by("-published_at", "pk"), active_language())
        return {edition.minutes.meeting_id: edition for edition in latest}

    def of(self, row: Said) -> Origin | None:
        """Return where `row` was said; None where it is not known, or the meeting does not exist for the person."""
        meeting = self._meetings.get(row.meeting_id or 0)
        if meeting is None:
            return None
        section, address = self._sections.get(row.section_id or 0), meeting.get_absolute_url()
        edition = self._editions.get(meeting.pk)
        if section is None or not (self._coordinating or (edition and not section.anonymous)):
            return Origin(meeting, address)
        heading = documents.heading(section, active_language())
        if self._coordinating:
            return Origin(meeting, address, heading, workspace_address(section.minutes, "both", section))
        assert edition is not None
        read = reverse("meetings:read", args=[meeting.pk, edition.pk])
        return Origin(meeting, address, heading, f"{read}#s-{section.uuid}")
