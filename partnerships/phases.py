"""The phases of a partnership: what was planned, what really happened, and the days that mattered (UX §6).

`of_partnership` asks one query; the rest is pure. `phase_drawing.py` lays the phases out for the SVG.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date, format_list
from amif_network.core.money import format_euros

from . import events
from .events import Event, Kind
from .models.choices import UNSIGNED, CommitteeKind, Formal
from .phase_drawing import Drawing, Milestone, Phase, Span, drawing

SIGNING = (Formal.TEXT_AGREED, Formal.TO_SIGN, Formal.AMENDED)
# What shows that somebody really works together.
AT_WORK = (Kind.PRESENCE, Kind.SHARE, Kind.MEETING)


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases in the order in which they begin, what they say in sentences, and the drawing (None: no day is known)."""

    code: str
    today: datetime.date
    phases: list[Phase]
    findings: list[str]
    drawing: Drawing | None


def of_partnership(partnership: Any, user: User, day: datetime.date) -> Phases:
    """Return the phases of a partnership, loaded with its parties, as `user` may know them on `day`."""
    story = _Story(partnership, events.of_partnership(partnership, user), day)
    phases = [phase for phase in story.phases() if phase.is_known]
    return Phases(partnership.code, day, phases, story.findings(), drawing(phases, day))


@dataclass(slots=True)
class _Story:
    """The events of a partnership by kind."""

    partnership: Any
    events: list[Event]
    day: datetime.date
    names: Mapping[int, str] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {party.pk: str(party.organisation) for party in self.partnership.parties.all()}

    def phases(self) -> Iterable[Phase]:
        """Return every phase, also those of which nothing is known."""
        yield Phase(_("Negotiation"), actual=self._negotiation())
        yield self._signature()
        yield self._cooperation()
        yield from (self._immersion(one) for one in self._of(Kind.IMMERSION))
        yield self._money()
        shared = self._of(Kind.EVALUATION)
        yield Phase(_("Evaluation"), actual=_across(shared), milestones=self._milestones(Kind.EVALUATION))

    def _of(self, *kinds: Kind) -> list[Event]:
        return [one for one in self.events if one.kind in kinds]

    def _moved(self, *states: Formal) -> list[datetime.date]:
        """Return the days on which the partnership came into one of these states."""
        return [one.first for one in self._of(Kind.MOVED) if one.words in states]

    def _span(self, first: datetime.date, last: datetime.date | None) -> Span:
        """Return a period until `last`, until today where it goes on."""
        return Span(first, max(first, last or self.day), going_on=last is None)

    def _negotiation(self) -> Span | None:
        """From the first talk, or from when the partnership was written down, until the text is agreed or given up."""
        first = min(self._moved(Formal.NEGOTIATING), default=timezone.localdate(self.partnership.created_at))
        ended = self._moved(Formal.TEXT_AGREED, Formal.ABANDONED)
        if ended:
            return self._span(first, max(ended))
        return self._span(first, None) if self.partnership.state in (Formal.IDEA, Formal.NEGOTIATING) else None

    def _signature(self) -> Phase:
        """From the agreed text until everybody signed; that is due before the first day (DOMAIN §7.2)."""
        signed = self._of(Kind.SIGNATURE)
        begun = min([*self._moved(Formal.TEXT_AGREED), *(one.first for one in self._of(Kind.DECISION) + signed)], default=None)
        milestones = self._milestones(Kind.DECISION, Kind.SIGNATURE)
        due = self.partnership.starts_on
        if begun is None:
            return Phase(_("Signature"), milestones=milestones)
        planned = Span(begun, due) if due and due > begun else None
        waiting = self.partnership.state in SIGNING
        last = None if waiting else max((one.first for one in signed), default=begun)
        return Phase(_("Signature"), planned, self._span(begun, last), milestones)

    def _cooperation(self) -> Phase:
        """The agreed period, beside the days on which somebody was seen at work."""
        starts, ends = self.partnership.starts_on, self.partnership.ends_on
        planned = Span(starts, max(starts, ends or self.day), going_on=ends is None) if starts else None
        seen = [one for one in self._of(*AT_WORK) if one.first <= self.day and (one.kind != Kind.MEETING or one.last)]
        actual = None
        if seen:
            stopped = min([*self._moved(Formal.TERMINATED), *([ends] if ends and ends < self.day else [])], default=None)
            known = max(one.last or one.first for one in seen)
            actual = self._span(min(one.first for one in seen), max(stopped, min(known, self.day)) if stopped else None)
        return Phase(_("Working together"), planned, actual, self._milestones(Kind.MEETING))

    def _immersion(self, immersion: Event) -> Phase:
        """The agreed period of an agent, beside the days of presence."""
        assert immersion.last is not None
        employer = self.names.get(immersion.party or 0, "")
        name = _("Immersion: %(agent)s, %(employer)s") % {"agent": immersion.words.strip() or _("vacant"), "employer": employer}
        present = [one for one in self._of(Kind.PRESENCE) if one.row == immersion.row]
        return Phase(name, Span(immersion.first, immersion.last), _across(present))

    def _money(self) -> Phase:
        """The years that have a budget within the agreed period, beside the days on which money was asked or moved."""
        budgets = _across(self._of(Kind.BUDGET))
        starts, ends = self.partnership.starts_on, self.partnership.ends_on
        if budgets:
            first, last = max(budgets.first, starts or budgets.first), min(budgets.last, ends or budgets.last)
            budgets = Span(first, last) if first <= last else budgets
        moved = _across(self._of(Kind.PAYMENT, Kind.CLAIM, Kind.TRANSFER))
        milestones = self._milestones(Kind.DECREE, Kind.PAYMENT, Kind.CLAIM, Kind.TRANSFER)
        return Phase(_("Claims and payments"), budgets, moved, milestones)

    def _milestones(self, *kinds: Kind) -> list[Milestone]:
        """Return what happened, in one line what several parties did alike on a day: in a learning network that is most of it."""
        alike: dict[tuple[datetime.date, Kind, str], list[Event]] = {}
        for one in self._of(*kinds):
            alike.setdefault((one.first, one.kind, "" if one.kind in TOGETHER else one.words), []).append(one)
        return [Milestone(day, self._words(found), day > self.day) for (day, _kind, _words), found in alike.items()]

    def _words(self, events: Sequence[Event]) -> str:
        """Say what happened once, or alike to several."""
        first, lang = events[0], active_language()
        amounts = [one.amount for one in events if one.amount is not None]
        values = {
            "party": self._who({one.party or 0: None for one in events}, lang),
            "reference": first.words,
            "amount": format_euros(sum(amounts, Decimal(0)), lang) if amounts else "",
        }
        words = TOGETHER[first.kind] if len(events) > 1 and first.kind in TOGETHER else WORDS[first.kind]
        return words(first) % values

    def _who(self, parties: Mapping[int, None], lang: str) -> str:
        """Name the parties of something, or say in two words that it is all of them."""
        partners = {party.pk for party in self.partnership.partners()}
        if len(parties) > 2 and parties.keys() == self.names.keys():
            return _("all parties")
        if len(parties) > 2 and parties.keys() == partners:
            return _("all partners")
        return format_list([self.names.get(party, "") for party in parties], lang)

    def findings(self) -> list[str]:
        """Say in sentences what the drawing shows."""
        return [sentence for sentence in (self._period(), self._signed(), self._decreed()) if sentence]

    def _period(self) -> str:
        starts, ends = self.partnership.starts_on, self.partnership.ends_on
        if not starts:
            return _("The period is not known.")
        if not ends:
            return _("Agreed period: from %(first)s, without an end.") % {"first": _written(starts)}
        return _("Agreed period: %(first)s to %(last)s.") % {"first": _written(starts), "last": _written(ends)}

    def _signed(self) -> str:
        starts, signed = self.partnership.starts_on, self._of(Kind.SIGNATURE)
        if self.partnership.state == Formal.ABANDONED:
            return ""
        if self.partnership.state in UNSIGNED:
            late = (self.day - starts).days if starts else 0
            return _late(late, _not_signed_since) if late > 0 else _("It is not signed by all.")
        if not signed:
            return ""
        last = max(one.first for one in signed)
        sentence = _("Signed by all on %(day)s.") % {"day": _written(last)}
        late = (last - starts).days if starts else 0
        return f"{sentence} {_late(late, _signed_late)}" if late > 0 else sentence

    def _decreed(self) -> str:
        if self.partnership.project_id is None:
            return ""
        decrees = self._of(Kind.DECREE)
        if not decrees:
            return _("There is no ministerial decree.")
        return _("The ministerial decree was signed on %(day)s.") % {"day": _written(decrees[0].first)}


def _across(found: Sequence[Event]) -> Span | None:
    """Return the period from the first to the last day of events."""
    if not found:
        return None
    return Span(min(one.first for one in found), max(max(one.first, one.last or one.first) for one in found))


def _late(days: int, words: Callable[[int], str]) -> str:
    return words(days) % {"days": days}


def _not_signed_since(days: int) -> str:
    return ngettext(
        "It is not signed by all, %(days)d day after its first day.",
        "It is not signed by all, %(days)d days after its first day.",
        days,
    )


def _signed_late(days: int) -> str:
    return ngettext("That was %(days)d day after the first day.", "That was %(days)d days after the first day.", days)


def _written(day: datetime.date) -> str:
    return format_date(day, active_language())


def _committee(event: Event) -> str:
    return _("meeting of the %(committee)s") % {"committee": CommitteeKind(event.words).label}


# The words of a milestone, to be filled in.
WORDS: Mapping[Kind, Callable[[Event], str]] = {
    Kind.DECISION: lambda _event: _("council of %(party)s, version %(reference)s"),
    Kind.SIGNATURE: lambda _event: _("signature of %(party)s, version %(reference)s"),
    Kind.DECREE: lambda _event: _("ministerial decree %(reference)s"),
    Kind.PAYMENT: lambda _event: _("payment of the authority: %(amount)s"),
    Kind.CLAIM: lambda _event: _("claim %(reference)s of %(party)s: %(amount)s"),
    Kind.TRANSFER: lambda _event: _("transfer to %(party)s: %(amount)s"),
    Kind.MEETING: _committee,
    Kind.EVALUATION: lambda _event: _("evaluation of %(party)s"),
}
# The words of several on one day, whatever their references: `amount` is their sum.
TOGETHER: Mapping[Kind, Callable[[Event], str]] = {
    Kind.CLAIM: lambda _event: _("claims of %(party)s: %(amount)s in all"),
    Kind.TRANSFER: lambda _event: _("transfers to %(party)s: %(amount)s in all"),
}
