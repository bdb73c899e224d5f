"""What the rules of the call say about a project: a pure function of loaded figures, in words (DOMAIN §7, invariants 6 and 7).

Every check has its rule, the value that was found and the threshold it was compared with. Blocked ones stop a submission.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext as _

from amif_network.core.formats import format_date
from amif_network.core.money import CENT, HUNDRED, format_euros, format_percent

from .ceilings import ZERO, Balance, SourceKey, ceilings, source_key
from .models import BudgetLine, Envelope, PartnershipSupplement, ProjectFunding

Period = tuple[datetime.date | None, datetime.date | None]


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    ATTENTION = "attention"
    BLOCKED = "blocked"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Check:
    """One rule as applied: its words, what was found, against what, and the page on which it can be put right."""

    verdict: Verdict
    rule: str
    value: str = ""
    threshold: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the checks look at: everything is loaded, amounts are euros."""

    envelopes: Sequence[Envelope] = ()
    fundings: Sequence[ProjectFunding] = ()
    lines: Sequence[BudgetLine] = ()
    supplements: Sequence[PartnershipSupplement] = ()
    lead: int = 0
    period: Period = (None, None)
    call_period: Period = (None, None)
    # The envelopes of the call against all its projects.
    balances: Sequence[Balance] = ()
    decreed: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """The planned cost of the project."""
        return sum((line.planned for line in self.lines), ZERO)

    @property
    def eligible(self) -> Decimal:
        """The planned cost that counts for the fund."""
        return sum((line.planned for line in self.lines if line.eligible), ZERO)

    @property
    def asked(self) -> dict[SourceKey, Decimal]:
        """What is asked of each source over all years."""
        return _by_source((source_key(row), row.asked) for row in self.fundings)

    @property
    def granted(self) -> dict[SourceKey, Decimal]:
        """What each source granted over all years; empty while nothing is decided."""
        return _by_source((source_key(row), row.granted) for row in self.fundings if row.granted is not None)

    @property
    def granted_by_others(self) -> Decimal:
        """What the authorities granted, supplements with it: the own contribution is nobody's grant."""
        sources = sum((row.granted or ZERO for row in self.fundings if not row.is_own), ZERO)
        return sources + sum((one.granted or ZERO for one in self.supplements), ZERO)


def checks(figures: Figures, lang: str) -> list[Check]:
    """Return every check in the words of `lang`, in the order of a reader: the sum, ceilings, supplement, period, envelopes."""
    with translation.override(lang):
        words = Words(lang)
        return [
            _sources_add_up(figures, words),
            *_ceilings(figures, words),
            *_unknown_sources(figures, words),
            *_supplements(figures, words),
            _period(figures, words),
            *_flat_rates(figures, words),
            *_envelopes(figures, words),
            *_after_the_decision(figures, words),
        ]


def blocked(found: Iterable[Check]) -> list[Check]:
    """Return the checks that stop a submission."""
    return [one for one in found if one.verdict == Verdict.BLOCKED]


@dataclass(frozen=True, slots=True)
class Words:
    """How amounts are written in the language of the checks."""

    lang: str
    names: dict[SourceKey, str] = field(default_factory=dict)

    def euros(self, amount: Decimal) -> str:
        """Write an amount."""
        return format_euros(amount, self.lang)

    def percent(self, rate: Decimal) -> str:
        """Write a percentage."""
        return format_percent(rate, self.lang)

    def days(self, period: Period) -> str:
        """Write a period, open ends as a dash."""
        first, last = (format_date(day, self.lang) if day else "–" for day in period)
        return _("%(first)s to %(last)s") % {"first": first, "last": last}


def flat_rate(line: BudgetLine, lines: Iterable[BudgetLine]) -> Decimal:
    """Return what a flat rate comes to, to the nearest cent, of the eligible direct costs of its year in `lines`.

    Direct costs are neither indirect nor flat rates themselves (Regulation (EU) 2021/1060, articles 54 to 56).
    """
    assert line.rate is not None
    base = sum((one.planned for one in lines if one.year == line.year and _is_base(one, line.rate_base)), ZERO)
    return (base * line.rate / HUNDRED).quantize(CENT, rounding=ROUND_HALF_UP)


def _is_base(line: BudgetLine, base: str) -> bool:
    if line.method == BudgetLine.Method.FLAT_RATE or line.category == BudgetLine.Category.INDIRECT or not line.eligible:
        return False
    is_staff = line.category == BudgetLine.Category.STAFF
    return {BudgetLine.RateBase.STAFF: is_staff, BudgetLine.RateBase.OTHER_DIRECT: not is_staff}.get(
        BudgetLine.RateBase(base), True
    )


def _by_source(amounts: Iterable[tuple[SourceKey, Decimal | None]]) -> dict[SourceKey, Decimal]:
    found: dict[SourceKey, Decimal] = defaultdict(lambda: ZERO)
    for key, amount in amounts:
        found[key] += amount or ZERO
    return dict(found)


def _sources_add_up(figures: Figures, words: Words) -> Check:
    rule = _("The sources together pay what the budget costs.")
    given, total = sum(figures.asked.values(), ZERO), figures.total
    if not figures.lines:
        return Check(Verdict.BLOCKED, rule, _("The budget has no line yet."), page="budget")
    verdict = Verdict.OK if given == total else Verdict.BLOCKED
    threshold = _("%(total)s planned") % {"total": words.euros(total)}
    if given < total:
        threshold += " – " + _("%(amount)s are not covered") % {"amount": words.euros(total - given)}
    elif given > total:
        threshold += " – " + _("%(amount)s too much") % {"amount": words.euros(given - total)}
    return Check(verdict, rule, _("%(amount)s asked") % {"amount": words.euros(given)}, threshold, "funding")


def _ceilings(figures: Figures, words: Words) -> list[Check]:
    """Measure what is asked, and what was granted once that is decided, against each ceiling of the call."""
    found = _ceilings_of(figures.asked, figures, words, _("%(amount)s asked"), Verdict.BLOCKED)
    if figures.granted:
        found += _ceilings_of(figures.granted, figures, words, _("%(amount)s granted"), Verdict.ATTENTION)
    return found


def _ceilings_of(
    amounts: Mapping[SourceKey, Decimal], figures: Figures, words: Words, value: str, when_passed: Verdict
) -> list[Check]:
    found = []
    for ceiling in ceilings(figures.envelopes, amounts, total=figures.total, eligible=figures.eligible):
        envelope = ceiling.envelope
        assert envelope.ceiling is not None
        said = {"source": envelope.source_name or envelope.get_source_display(), "rate": words.percent(envelope.ceiling)}
        if envelope.base == Envelope.Base.TOTAL:
            rule = _("%(source)s pays at most %(rate)s of the total cost.") % said
        else:
            rule = _("%(source)s pays at most %(rate)s of the eligible cost.") % said
        threshold = _("at most %(most)s, of a cost of %(base)s") % {
            "most": words.euros(ceiling.most),
            "base": words.euros(ceiling.base),
        }
        if not ceiling.kept:
            threshold += " – " + _("%(amount)s too much") % {"amount": words.euros(ceiling.excess)}
        verdict = Verdict.OK if ceiling.kept else when_passed
        found.append(Check(verdict, rule, value % {"amount": words.euros(ceiling.amount)}, threshold, "funding"))
    return found


def _unknown_sources(figures: Figures, words: Words) -> list[Check]:
    """The fund and the POD MI pay from an envelope of the call; who else pays is the project's own affair."""
    known = {source_key(one) for one in figures.envelopes if one.purpose == Envelope.Purpose.PROJECTS}
    names = {source_key(row): row.get_source_display() for row in figures.fundings}
    official = (ProjectFunding.Source.AMIF, ProjectFunding.Source.POD_MI)
    return [
        Check(
            Verdict.ATTENTION,
            _("Money is asked of sources that pay for this call."),
            _("%(amount)s asked of %(source)s") % {"amount": words.euros(amount), "source": names[key]},
            _("The call has no envelope of this source."),
            "funding",
        )
        for key, amount in figures.asked.items()
        if amount and key[0] in official and key not in known
    ]


def _supplements(figures: Figures, words: Words) -> list[Check]:
    rule = _("A supplement needs a partner, another organisation than the lead, and an envelope for it in the call.")
    if not figures.supplements:
        return [Check(Verdict.NOT_APPLICABLE, rule, _("No supplement is asked."), page="supplements")]
    asked = sum((one.asked for one in figures.supplements), ZERO)
    value = _("%(amount)s asked") % {"amount": words.euros(asked)}
    if any(one.partner_id == figures.lead for one in figures.supplements):
        return [Check(Verdict.BLOCKED, rule, value, _("The lead organisation is named as its own partner."), "supplements")]
    if not any(one.purpose == Envelope.Purpose.SUPPLEMENT for one in figures.envelopes):
        return [Check(Verdict.BLOCKED, rule, value, _("The call has no envelope for supplements."), "supplements")]
    return [Check(Verdict.OK, rule, value, page="supplements")]


def _period(figures: Figures, words: Words) -> Check:
    rule = _("The project runs within the period of the call.")
    (start, end), (first, last) = figures.period, figures.call_period
    if start is None or end is None:
        return Check(Verdict.ATTENTION, rule, _("The project has no first or no last day yet."), page="project-edit")
    value = words.days(figures.period)
    if first is None and last is None:
        return Check(Verdict.NOT_APPLICABLE, rule, value, _("The call names no period."), "project-edit")
    threshold = words.days(figures.call_period)
    years = {row.year for row in figures.fundings} | {line.year for line in figures.lines}
    outside = sorted(year for year in years if not start.year <= year <= end.year)
    if (first and start < first) or (last and end > last):
        return Check(Verdict.ATTENTION, rule, value, threshold, "project-edit")
    if outside:
        listed = ", ".join(str(year) for year in outside)
        value += " – " + _("amounts stand outside it: %(years)s") % {"years": listed}
        return Check(Verdict.ATTENTION, rule, value, threshold, "project-edit")
    return Check(Verdict.OK, rule, value, threshold, "project-edit")


def _flat_rates(figures: Figures, words: Words) -> list[Check]:
    rates = [line for line in figures.lines if line.method == BudgetLine.Method.FLAT_RATE]
    return [_flat_rate(line, figures, words) for line in rates]


def _flat_rate(line: BudgetLine, figures: Figures, words: Words) -> Check:
    assert line.rate is not None
    expected = flat_rate(line, figures.lines)
    said = {"rate": words.percent(line.rate), "base": line.get_rate_base_display(), "year": line.year}
    return Check(
        Verdict.OK if line.planned == expected else Verdict.ATTENTION,
        _("A flat rate is %(rate)s of: %(base)s (%(year)s).") % said,
        _("%(amount)s planned") % {"amount": words.euros(line.planned)},
        _("%(amount)s by the rate") % {"amount": words.euros(expected)},
        "budget",
    )


def _envelopes(figures: Figures, words: Words) -> list[Check]:
    """All projects of the call together; what is missing decides the selection, and stops nobody."""
    return [
        Check(
            Verdict.ATTENTION,
            _("All projects of the call together stay within the envelope: %(envelope)s.") % {"envelope": one.envelope},
            _("%(amount)s asked") % {"amount": words.euros(one.asked or ZERO)},
            _("%(amount)s in the envelope") % {"amount": words.euros(one.envelope.amount)},
        )
        for one in figures.balances
        if one.missing
    ]


def _after_the_decision(figures: Figures, words: Words) -> list[Check]:
    """What a decree grants, and what was paid: each at most what stands before it."""
    found = []
    granted = figures.granted_by_others
    if figures.decreed:
        found.append(
            Check(
                Verdict.OK if figures.decreed <= granted else Verdict.ATTENTION,
                _("A decree gives at most what was granted."),
                _("%(amount)s by decree") % {"amount": words.euros(figures.decreed)},
                _("%(amount)s granted") % {"amount": words.euros(granted)},
            )
        )
    if figures.decreed or figures.paid:
        found.append(
            Check(
                Verdict.OK if figures.paid <= figures.decreed else Verdict.ATTENTION,
                _("The authority pays at most what the decree gives."),
                _("%(amount)s paid") % {"amount": words.euros(figures.paid)},
                _("%(amount)s by decree") % {"amount": words.euros(figures.decreed)},
            )
        )
    return found
