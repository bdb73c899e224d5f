"""What the projects of a call ask of its envelopes and were granted: summed by the database, in euros (DOMAIN §7.6)."""

from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, Q, Sum
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_list
from amif_network.core.money import format_euros, format_percent
from amif_network.core.questions import Ask, Question

from .ceilings import ZERO, Balance, SourceKey, own_money, source_key
from .models import Call, Envelope, PartnershipSupplement, ProjectFunding
from .models.choices import ASKING, GRANTED, EnvelopePurpose

# What is asked and granted; None where it is not told.
Sums = tuple[Decimal | None, Decimal | None]
NOTHING: Sums = (ZERO, ZERO)
# A member is told a sum only where so many organisations make it up, and so many of them are not the member's own: of two,
# each could take its own amount off the sum and would know the other's.
LEAST_ORGANISATIONS, LEAST_OTHERS = 3, 2


def balances(call: Call, reader: User | None = None) -> list[Balance]:
    """Measure each envelope of a call against its projects; two queries beside the envelopes.

    Asked is what live projects ask (neither refused nor withdrawn), granted what those ask that were selected or decreed. A
    supplement does not say which source pays it: the one envelope for supplements stands for all of them. A `reader` who does
    not coordinate is told no sum that gives away what a single organisation asks.
    """
    by_source, supplements = funding(call, reader), supplement(call, reader)
    found = []
    for envelope in call.envelopes.all():
        of_projects = envelope.purpose == EnvelopePurpose.PROJECTS
        asked, granted = by_source.get(source_key(envelope), NOTHING) if of_projects else supplements
        found.append(Balance(envelope, asked, granted))
    return found


def asks(call: int, reader: User) -> list[Ask]:
    """Return what `balances` asks of the database, for a reader who is told all."""
    return [_by_source_of_all.of(call), _supplements_of_all.of(call)] if _knows_all(reader) else []


def funding(call: Call, reader: User | None = None) -> dict[SourceKey, Sums]:
    """Return by source what the projects of a call ask, and what they were granted, as far as `reader` is told."""
    rows = _by_source_of_all(call.pk) if _knows_all(reader) else _by_source(call, _columns(reader))
    return {(row["source"], row["source_name"]): _sums(row) for row in rows}


def supplement(call: Call, reader: User | None = None) -> Sums:
    """Return what the projects of a call ask for partnerships, and what they were granted, as far as `reader` is told."""
    rows = _supplements_of_all(call.pk) if _knows_all(reader) else _supplements(call, _columns(reader))
    return next((_sums(row) for row in rows), NOTHING)


def _by_source(call: Call | int, columns: dict[str, Aggregate]) -> Any:
    rows = ProjectFunding.objects.filter(project__call=call).order_by()
    return rows.values("source", "source_name").annotate(**columns)


def _supplements(call: Call | int, columns: dict[str, Aggregate]) -> Any:
    rows = PartnershipSupplement.objects.filter(project__call=call).order_by()
    return rows.values("project__call").annotate(**columns)


@Question
def _by_source_of_all(call: int) -> Any:
    return _by_source(call, _columns(None))


@Question
def _supplements_of_all(call: int) -> Any:
    return _supplements(call, _columns(None))


def _knows_all(reader: User | None) -> bool:
    """True for whom no sum is withheld."""
    return reader is None or reader.is_coordinating


def _columns(reader: User | None) -> dict[str, Aggregate]:
    """Return the sums, and for a reader who is not told all of them how many organisations make each up."""
    asking = Q(project__state__in=ASKING) & Q(asked__gt=0)
    granted = Q(project__state__in=GRANTED) & Q(granted__gt=0)
    columns: dict[str, Aggregate] = {"asked_sum": Sum("asked", filter=asking), "granted_sum": Sum("granted", filter=granted)}
    if reader is None or _knows_all(reader):
        return columns
    strange = ~Q(project__lead__in=reader.organisations().values("pk"))
    for name, condition in (("asked", asking), ("granted", granted)):
        columns[f"{name}_by"] = Count("project__lead", distinct=True, filter=condition)
        columns[f"{name}_by_others"] = Count("project__lead", distinct=True, filter=condition & strange)
    return columns


def _sums(row: dict[str, Any]) -> Sums:
    return _told(row, "asked"), _told(row, "granted")


def _told(row: dict[str, Any], name: str) -> Decimal | None:
    """Return a sum; None where too few organisations make it up. What nobody else has part in is the reader's own."""
    others = row.get(f"{name}_by_others", 0)
    if others and (others < LEAST_OTHERS or row[f"{name}_by"] < LEAST_ORGANISATIONS):
        return None
    return row[f"{name}_sum"] or ZERO


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
        "asked": format_euros(balance.asked or ZERO, lang),
        "missing": format_euros(balance.missing, lang),
        "passed": format_euros(balance.passed, lang),
    }
    said = []
    if balance.missing:
        said.append(_("%(envelope)s: the projects ask %(asked)s, %(missing)s more than there is.") % words)
    if balance.passed:
        said.append(_("%(envelope)s: %(passed)s more is granted than there is.") % words)
    return said


def _name(envelope: Envelope) -> str:
    return envelope.source_name or envelope.get_source_display()
