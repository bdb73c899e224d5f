"""Create the meeting that follows another, with what it takes over (DOMAIN §4, carry-over)."""

import datetime
import uuid as uuids
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import advance

from ..carry_over import Proposal, Take, approval_title
from ..models import AgendaItem, AgendaTemplate, Idea, Meeting, Minutes, Promise, Signal
from ..models.choices import Edit
from ..workflow import MEETING
from .agenda_templates import items_of, put_in_order
from .attendance import invite_network
from .meeting import plan
from .steps import note

# These open a meeting; everything else that every agenda has comes after the topics.
OPENING = (AgendaItem.Kind.WELCOME, AgendaItem.Kind.CHECK_IN)
LONGEST_TITLE = 1000
# An item of an agenda and for how many minutes it is planned, where that is known.
Planned = tuple[AgendaItem, int | None]


@transaction.atomic
def plan_next(
    previous: Meeting,
    *,
    uid: uuids.UUID,
    seen: Iterable[int],
    taken: Sequence[Proposal],
    invite: bool,
    template: AgendaTemplate | None = None,
    by: User,
    at: datetime.datetime,
    **values: Any,
) -> Meeting:
    """Plan the meeting after `previous` with `values` (fields of its form), an agenda of what was `taken`, and its invitees.

    `uid` is given once per form: sent twice, the same meeting is returned. `seen`: the keys of the meetings that the person
    knew to follow `previous`. A `template` stands for what every agenda has. Raises Overtaken when somebody created
    another one since, PermissionDenied.
    """
    locked = Meeting.objects.select_for_update(no_key=True).get(pk=previous.pk)
    advance(MEETING, "follow", locked, by=by)
    existing = Meeting.objects.filter(uid=uid).first()
    if existing is not None and existing.previous_id == locked.pk:
        return existing
    if existing is not None or set(locked.following.values_list("pk", flat=True)) != set(seen):
        raise Overtaken
    meeting = plan(by=by, at=at, uid=uid, previous=locked, **values)
    if taken or template:
        _write_agenda(meeting, taken, template, keep_times=meeting.starts_at == locked.starts_at)
        note(meeting, Edit.AGENDA, by=by, at=at)
    if invite:
        invite_network(meeting, by=by, at=at)
    return meeting


def _write_agenda(meeting: Meeting, taken: Sequence[Proposal], template: AgendaTemplate | None, *, keep_times: bool) -> None:
    """Write the agenda: welcome, approval, what was left open, topics, ideas, then the rest of what is fixed."""
    promises = [one.record for one in taken if isinstance(one.record, Promise)]
    signals = [one.record for one in taken if isinstance(one.record, Signal)]
    left_open = _left_open(meeting) if promises or signals else None
    places: dict[str, list[AgendaItem]] = {"opening": [], "approval": [], "middle": [], "closing": []}
    for one in taken:
        if template is not None and one.take == Take.FIXED:
            continue
        if (made := _item(meeting, one, keep_times=keep_times)) is not None:
            places[_place(one)].append(made)
    between = [*places["approval"], *([left_open] if left_open else []), *places["middle"]]
    if template is None:
        items = [*places["opening"], *between, *places["closing"]]
        for position, item in enumerate(items, 1):
            item.position = position
    else:
        items = put_in_order(_around(items_of(template, meeting), between), meeting.starts_at)
    AgendaItem.objects.bulk_create(items)
    if left_open is not None:
        left_open.promises.set(promises)
        left_open.signals.set(signals)


def _around(rows: Sequence[Planned], between: Sequence[AgendaItem]) -> list[Planned]:
    """Put what is taken over after the rows of a template that open a meeting."""
    opening = list(takewhile(lambda row: row[0].kind in OPENING, rows))
    return [*opening, *((item, None) for item in between), *rows[len(opening) :]]


def _place(one: Proposal) -> str:
    """Return in which part of the agenda a proposal stands."""
    if one.take == Take.APPROVAL:
        return "approval"
    if one.take != Take.FIXED:
        return "middle"
    assert isinstance(one.record, AgendaItem)
    return "opening" if one.record.kind in OPENING else "closing"


def _item(meeting: Meeting, one: Proposal, *, keep_times: bool) -> AgendaItem | None:
    """Return the item that a proposal becomes, unsaved; None for promises and signals, which share one."""
    record = one.record
    if isinstance(record, Minutes):
        titles = {f"title_{lang}": approval_title(record, lang) for lang in LANGUAGES}
        return AgendaItem(meeting=meeting, approves=record, **titles)
    if isinstance(record, Idea):
        return AgendaItem(meeting=meeting, title_fr=_line(record.text_fr), title_nl=_line(record.text_nl))
    if isinstance(record, AgendaItem):
        return _copy(record, meeting, times=keep_times and one.take == Take.FIXED)
    return None


def _copy(item: AgendaItem, meeting: Meeting, *, times: bool) -> AgendaItem:
    return AgendaItem(
        meeting=meeting,
        title_fr=item.title_fr,
        title_nl=item.title_nl,
        kind=item.kind,
        starts_at=item.starts_at if times else None,
        ends_at=item.ends_at if times else None,
    )


def _left_open(meeting: Meeting) -> AgendaItem:
    """Return the item under which promises and signals stand."""
    titles = {}
    for lang in LANGUAGES:
        with override(lang):
            titles[f"title_{lang}"] = _("Follow-up of the previous meeting")
    return AgendaItem(meeting=meeting, **titles)


def _line(text: str) -> str:
    """Write the words of an idea as a title: on one line, as long as a title may be."""
    return " ".join(text.split())[:LONGEST_TITLE]
