"""Rules about the period: decree, renewal, evaluation, closing (DOMAIN §8)."""

import datetime

from amif_network.alerts.alert import Alert, Severity, Side, Step
from amif_network.alerts.alert import message as _
from amif_network.alerts.thresholds import threshold

from ..models.choices import Formal
from .facts import Facts, PartyFacts
from .making import DAY, below, made, page

# Before there is a text nobody waits for a decree, nor for the end.
TALKING = frozenset({Formal.IDEA, Formal.NEGOTIATING})
# An evaluation of the last year before the end speaks for the whole.
RECENT = datetime.timedelta(days=365)


def decree_missing(facts: Facts, day: datetime.date) -> Alert | None:
    """No ministerial decree: critical when the period ends within 14 days, high 60 days after the start (DOMAIN §8)."""
    if facts.decreed is not False or not facts.alive or facts.starts_on is None or facts.ends_on is None or facts.starts_on > day:
        return None
    step = Step(_("See the project"), page(facts))
    left = (facts.ends_on - day).days
    if left <= threshold("decree_before_end"):
        said = _("There is no ministerial decree, and the period ends on %(end)s.")
        if left < 0:
            said = _("There is no ministerial decree, and the period ended on %(end)s.")
        return made(
            facts, "decree-missing", Severity.CRITICAL, Side.AUTHORITY, said, facts.starts_on, step=step, end=facts.ends_on
        )
    if (day - facts.starts_on).days < threshold("decree_after_start"):
        return None
    said = _("There is no ministerial decree, %(days)s days after the start.")
    return made(
        facts,
        "decree-missing",
        Severity.HIGH,
        Side.AUTHORITY,
        said,
        facts.starts_on,
        step=step,
        days=(day - facts.starts_on).days,
    )


def renewal_undecided(facts: Facts, day: datetime.date) -> Alert | None:
    """The period ends within 90 days, and there is neither a renewal nor a word on why it ends (DOMAIN §8)."""
    if not _ends_soon(facts, day) or facts.has_successor or facts.has_end_reason:
        return None
    assert facts.ends_on is not None
    left = (facts.ends_on - day).days
    severity = Severity.HIGH if left <= threshold("ending_high") else Severity.WARN
    return made(
        facts, "renewal-undecided", severity, Side.BOTH,
        _("The period ends on %(end)s: nothing says whether it is renewed, nor why it would end."),
        facts.ends_on - threshold("ending") * DAY, step=Step(_("Renew it or say why it ends"), page(facts)),
        end=facts.ends_on,
    )  # fmt: skip


def evaluation_missing(facts: Facts, day: datetime.date) -> list[Alert]:
    """The period ends within 90 days, or was over less than a year ago, and a side has not evaluated it (DOMAIN §8)."""
    if facts.ends_on is None or facts.state in TALKING or facts.state == Formal.ABANDONED:
        return []
    if (facts.ends_on - day).days > threshold("ending") or day - facts.ends_on > RECENT:
        return []
    return [
        made(
            facts, "evaluation-missing", Severity.WARN, Side(party.role),
            _("%(party_name)s has not evaluated the partnership, which ends on %(end)s."),
            facts.ends_on - threshold("ending") * DAY,
            step=Step(_("Write the evaluation"), below(facts, "evaluation-new", party.pk)), party=party.pk,
            detail=party.pk, party_name=party.name, end=facts.ends_on,
        )
        for party in unevaluated(facts)
    ]  # fmt: skip


def unevaluated(facts: Facts) -> list[PartyFacts]:
    """Return the parties without an evaluation of the last year before the end."""
    assert facts.ends_on is not None
    from_when = facts.ends_on - RECENT
    return [one for one in facts.parties if one.evaluated_on is None or one.evaluated_on < from_when]


def not_closed(facts: Facts, day: datetime.date) -> Alert | None:
    """The period is over, and on paper the partnership goes on (DOMAIN §8)."""
    if not facts.alive or facts.ends_on is None or facts.ends_on >= day:
        return None
    severity = Severity.HIGH if (day - facts.ends_on).days >= threshold("unclosed_high") else Severity.WARN
    return made(
        facts, "not-closed", severity, Side.HOST, _("The period ended on %(end)s, and the partnership is not closed."),
        facts.ends_on + DAY, step=Step(_("Close it"), page(facts)), end=facts.ends_on,
    )  # fmt: skip


def _ends_soon(facts: Facts, day: datetime.date) -> bool:
    """Tell whether the last day of a partnership that was agreed comes within the threshold, and is not over."""
    if not facts.alive or facts.state in TALKING or facts.ends_on is None:
        return False
    return 0 <= (facts.ends_on - day).days <= threshold("ending")
