"""Rules about what is agreed: signatures, papers, people in charge (DOMAIN §8)."""

import datetime
from collections.abc import Iterator

from amif_network.alerts.alert import Alert, Severity, Side, Step, by_days
from amif_network.alerts.alert import message as _
from amif_network.alerts.thresholds import threshold

from ..models.choices import UNSIGNED, DocumentKind, Form, Formal
from .facts import Facts
from .making import DAY, below, made, page

TO_AGREEMENT = _("See the agreement")


def agreement_unsigned(facts: Facts, day: datetime.date) -> Alert | None:
    """The partnership runs and not everybody signed (DOMAIN §8: warn at the start, high at 90 days, critical at 365).

    The days count from the text that was to be signed, or from the first day where that came earlier: a partnership of one
    year whose text lay there before it began is critical before it is over. An amendment counts from its own text.
    """
    if facts.state not in UNSIGNED or facts.starts_on is None or facts.starts_on > day:
        return None
    since = unsigned_since(facts, facts.starts_on)
    severity = by_days(
        (day - since).days,
        (0, Severity.WARN),
        (threshold("unsigned_high"), Severity.HIGH),
        (threshold("unsigned_critical"), Severity.CRITICAL),
    )
    assert severity is not None
    side = Side.HOST if facts.state in (Formal.IDEA, Formal.NEGOTIATING, Formal.TEXT_AGREED) else Side.BOTH
    return made(
        facts, "agreement-unsigned", severity, side,
        _("The agreement has waited %(days)s days for all signatures."), since,
        step=Step(TO_AGREEMENT, page(facts, "agreement")), days=(day - since).days,
    )  # fmt: skip


def unsigned_since(facts: Facts, starts_on: datetime.date) -> datetime.date:
    """Return the day from which the signatures are missing."""
    if facts.written_on is None:
        return starts_on
    return facts.written_on if facts.state == Formal.AMENDED else min(starts_on, facts.written_on)


# What a partnership needs on file once it runs.
REQUIRED = (DocumentKind.AGREEMENT, DocumentKind.COUNCIL_DECISION)
REQUIRED_OF_IMMERSIONS = (DocumentKind.JOB_DESCRIPTION,)


def required_documents(facts: Facts) -> list[DocumentKind]:
    """Return the kinds of documents that a partnership needs: the signed text is asked for once it is signed."""
    kinds = [kind for kind in REQUIRED if kind != DocumentKind.AGREEMENT or facts.state not in UNSIGNED]
    return [*kinds, *(REQUIRED_OF_IMMERSIONS if Form.IMMERSION in facts.forms else ())]


def document_missing(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A required document is not on file some weeks after the start (DOMAIN §8)."""
    if not facts.alive or facts.starts_on is None:
        return
    due = facts.starts_on + threshold("document_late") * DAY
    if day < due:
        return
    for kind in required_documents(facts):
        if kind not in facts.documents:
            yield made(
                facts, "document-missing", Severity.WARN, Side.HOST, _("A document is missing: %(document)s."), due,
                step=Step(_("Add a document"), below(facts, "document-attach")), detail=kind, document=kind.label,
            )  # fmt: skip


def owner_missing(facts: Facts, day: datetime.date) -> Iterator[Alert]:
    """A party has nobody in charge, so that no mail finds its reader (DOMAIN §8)."""
    if not facts.alive:
        return
    since = min(facts.starts_on, day) if facts.starts_on else day
    for party in facts.parties:
        if party.owner is None:
            yield made(
                facts, "owner-missing", Severity.WARN, Side(party.role), _("Nobody is in charge at %(party_name)s."), since,
                step=Step(_("Name somebody"), below(facts, "party-people", party.pk)), party=party.pk, detail=party.pk,
                party_name=party.name,
            )  # fmt: skip
