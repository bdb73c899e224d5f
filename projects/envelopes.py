"""What the projects of a call ask of its envelopes and were granted: summed by the database, in euros (DOMAIN §7.6)."""

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_list
from amif_network.core.money import format_euros, format_percent

from .ceilings import ZERO, Balance, SourceKey, own_money, source_key
from .models import Call, Envelope, PartnershipSupplement, ProjectFunding
from .models.choices import ASKING, GRANTED, EnvelopePurpose

Sums = tuple[Decimal, Decimal]
NOTHING: Sums = (ZERO, ZERO)


def balances(call: Call) -> list[Balance]:
    """Measure each envelope of a call against its projects; two queries beside the envelopes.

    Asked is what live projects ask (neither refused nor withdrawn), granted what those ask that were selected or decreed. A
    supplement does not say which source pays it: the one envelope for supplements stands for all of them.
    """
    by_source, supplements = funding(call), supplement(call)
    found = []
    for envelope in call.envelopes.all():
        of_projects = envelope.purpose == EnvelopePurpose.PROJECTS
        asked, granted = by_source.get(source_key(envelope), NOTHING) if of_projects else supplements
        found.append(Balance(envelope, asked, granted))
    return found


def funding(call: Call) -> dict[SourceKey, Sums]:
    """Return by source what the projects of a call ask, and what they were granted."""
    rows: Any = ProjectFunding.objects.filter(project__call=call).order_by().values("source", "source_name")
    return {(row["source"], row["source_name"]): _sums(row) for row in rows.annotate(**_TOTALS)}


def supplement(call: Call) -> Sums:
    """Return what the projects of a call ask for partnerships, and what they were granted."""
    rows: QuerySet[PartnershipSupplement] = PartnershipSupplement.objects.filter(project__call=call)
    return _sums(rows.aggregate(**_TOTALS))


_TOTALS = {
    "total_asked": Sum("asked", filter=Q(project__state__in=ASKING)),
    "total_granted": Sum("granted", filter=Q(project__state__in=GRANTED)),
}


def _sums(row: dict[str, Decimal | None]) -> Sums:
    return (row["total_asked"] or ZERO, row["total_granted"] or ZERO)


def in_words(found: list[Balance], *, sums: bool) -> list[str]:
    """Say in sentences what the envelopes of a call mean; `sums`: also what projects ask and were granted.

    In the language of the page. Own money is rounded up to full euros, so that it suffices.
    """
    said = _own_in_words(found)
    if sums:
        said += [sentence for balance in found for sentence in _balance_in_words(balance)]
    return said


def _own_in_words(found: list[Balance]) -> list[str]:
    of_projects = [one.envelope for one in found if one.envelope.purpose == EnvelopePurpose.PROJECTS]
    own = own_money(of_projects)
    if own.decided_by is None or own.decided_by.ceiling is None:
        return []
    lang, decided = active_language(), own.decided_by
    amounts = format_list([f"{format_euros(one.amount, lang)} ({_name(one)})" for one in of_projects], lang)
    return [
        _(
            "With %(amounts)s, of which %(source)s pays at most %(rate)s of the %(base)s, "
            "the CPAS must add at least %(own)s to use all of it."
        )
        % {
            "amounts": amounts,
            "source": _name(decided),
            "rate": format_percent(own.decided_by.ceiling, lang),
            "base": decided.get_base_display(),
            "own": format_euros(own.least, lang, whole=True),
        }
    ]


def _balance_in_words(balance: Balance) -> list[str]:
    lang = active_language()
    words = {
        "envelope": str(balance.envelope),
        "asked": format_euros(balance.asked, lang),
        "missing": format_euros(balance.missing, lang),
        "passed": format_euros(-balance.left, lang),
    }
    said = []
    if balance.missing:
        said.append(_("%(envelope)s: the projects ask %(asked)s, %(missing)s more than there is.") % words)
    if balance.left < 0:
        said.append(_("%(envelope)s: %(passed)s more is granted than there is.") % words)
    return said


def _name(envelope: Envelope) -> str:
    return envelope.source_name or envelope.get_source_display()
