"""What the next meeting takes over from the last one: proposals, each with a reason, of which a person ticks some (DOMAIN §4).

Only reads; `actions.following` makes a meeting of what was ticked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from amif_network.accounts.models import User
from amif_network.core.bilingual import Localised, active_language
from amif_network.core.formats import format_date

from .models import AgendaItem, Idea, Meeting, Minutes, Promise, Section, Signal
from .models.choices import TOOK_PLACE, UNAPPROVED
from .models.meeting import MeetingQuerySet
from .outline import outline, reading_order


class Take(StrEnum):
    """What is taken over."""

    FIXED = "fixed"
    APPROVAL = "approval"
    PROMISE = "promise"
    SIGNAL = "signal"
    TOPIC = "topic"
    IDEA = "idea"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something the next meeting may take over; `ticked`: as a rule it does."""

    take: Take
    record: AgendaItem | Minutes | Promise | Signal | Idea
    text: Localised
    reason: str
    ticked: bool

    @property
    def key(self) -> str:
        """What names the proposal in a form."""
        return f"{self.take}-{self.record.pk}"


def proposals(previous: Meeting, user: User) -> list[Proposal]:
    """Return what the meeting after `previous` may take over, in the order in which the page offers it."""
    return [
        *_approval(previous),
        *_promises(previous, user),
        *_signals(previous, user),
        *_topics(previous),
        *_ideas(previous, user),
        *_fixed(previous),
    ]


def approval_title(minutes: Minutes, lang: str) -> str:
    """Name the agenda item under which `minutes` are approved."""
    with override(lang):
        return _("Approval of the minutes of %(day)s") % {"day": format_date(minutes.meeting.date, lang)}


def _approval(previous: Meeting) -> Iterator[Proposal]:
    minutes = previous.record
    if minutes is not None and minutes.state in UNAPPROVED:
        lang = active_language()
        reason = _("They are not approved yet.")
        yield Proposal(Take.APPROVAL, minutes, Localised(approval_title(minutes, lang), lang), reason, ticked=True)


def _promises(previous: Meeting, user: User) -> Iterator[Proposal]:
    today, lang = timezone.localdate(), active_language()
    for promise in Promise.objects.visible_to(user).open().filter(meeting__in=_before(previous)).for_list():
        words = {"day": format_date(promise.due or promise.meeting.date, lang), "who": promise.owed_by or promise.owed_by_person}
        if promise.due and promise.is_overdue(today):
            reason = _("%(who)s promised it for %(day)s: overdue.") % words
        elif promise.due:
            reason = _("%(who)s promised it for %(day)s.") % words
        else:
            reason = _("%(who)s promised it on %(day)s.") % words
        yield Proposal(Take.PROMISE, promise, promise.text, reason, ticked=True)


def _signals(previous: Meeting, user: User) -> Iterator[Proposal]:
    for signal in Signal.objects.visible_to(user).open().filter(meeting__in=_before(previous)).for_list():
        if signal.sent_on:
            reason = _("Passed on on %(day)s, without a reply so far.") % {"day": format_date(signal.sent_on, active_language())}
        else:
            reason = _("Not passed on yet.")
        yield Proposal(Take.SIGNAL, signal, signal.text, reason, ticked=True)


def _ideas(previous: Meeting, user: User) -> Iterator[Proposal]:
    planned = Idea.objects.visible_to(user).filter(state=Idea.State.PLANNED, meeting__in=_before(previous))
    for idea in planned.for_list():
        when = idea.when.text
        reason = _("A planned idea: %(when)s.") % {"when": when} if when else _("A planned idea.")
        yield Proposal(Take.IDEA, idea, idea.text, reason, ticked=False)


def _topics(previous: Meeting) -> Iterator[Proposal]:
    """Offer the topics that the minutes say nothing about; those that only took up what was left open are made anew."""
    items = previous.agenda_items.filter(kind=AgendaItem.Kind.TOPIC, approves=None, promises=None, signals=None)
    topics = list(items.order_by("position", "pk"))
    if previous.state not in TOOK_PLACE:
        cancelled = previous.state == Meeting.State.CANCELLED
        reason = _("The meeting was cancelled.") if cancelled else _("The meeting has not been held yet.")
        yield from (Proposal(Take.TOPIC, item, item.title, reason, ticked=cancelled) for item in topics)
        return
    linked, written = _spoken_about(previous)
    reason = _("The minutes say nothing about it.") if linked else _("No section of the minutes says to which topic it belongs.")
    for item in topics:
        if item.pk not in written:
            yield Proposal(Take.TOPIC, item, item.title, reason, ticked=bool(linked))


def _spoken_about(meeting: Meeting) -> tuple[set[int], set[int]]:
    """Return the agenda items that sections of the minutes belong to, and those of which they hold a text."""
    minutes = meeting.record
    sections = Section.objects.filter(minutes=minutes, removed_at=None).prefetch_related("texts") if minutes else []
    linked: set[int] = set()
    written: set[int] = set()
    for node in reading_order(outline(sections)):
        item = node.section.agenda_item_id
        if item is not None:
            linked.add(item)
            if any(text.has_body for part in node.walk() for text in part.section.texts.all()):
                written.add(item)
    return linked, written


def _fixed(previous: Meeting) -> Iterator[Proposal]:
    """Offer what every agenda has: welcome, breaks, any other business."""
    for item in previous.agenda_items.exclude(kind=AgendaItem.Kind.TOPIC).order_by("position", "pk"):
        yield Proposal(Take.FIXED, item, item.title, item.get_kind_display(), ticked=True)


def _before(previous: Meeting) -> MeetingQuerySet:
    """Return the meetings whose open points the next one takes up: the network's own up to `previous`, else those in a row."""
    if previous.series == Meeting.Series.NETWORK:
        return Meeting.objects.filter(series=previous.series, date__lte=previous.date)
    before = dict(Meeting.objects.filter(series=previous.series).values_list("pk", "previous"))
    row: list[int] = []
    key: int | None = previous.pk
    while key is not None and key not in row:
        row.append(key)
        key = before.get(key)
    return Meeting.objects.filter(pk__in=row)
