"""Where the paper of a partnership stands: which text, who decided and signed, who still has to, what no longer counts."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from amif_network.core.questions import Ask, Question, attach

from .models import Agreement, CouncilDecision, Partnership, Party, Signature


@dataclass(frozen=True, slots=True)
class OfParty:
    """What one party did with the text that stands."""

    party: Party
    decision: CouncilDecision | None = None
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Older:
    """A version that no longer counts, with the signatures that were under it."""

    version: int
    written_at: datetime.datetime
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The text that stands with what every party did, and the versions before it, the last first."""

    text: Any = None
    parties: list[OfParty] = field(default_factory=list)
    older: list[Older] = field(default_factory=list)

    @property
    def unsigned(self) -> list[Party]:
        """The parties whose signature is missing under the text that stands."""
        return [one.party for one in self.parties if one.signature is None]

    @property
    def undecided(self) -> list[Party]:
        """The parties whose council has not decided on the text that stands."""
        return [one.party for one in self.parties if one.decision is None]

    @property
    def signed(self) -> bool:
        """True once every party signed the text that stands."""
        return self.text is not None and not self.unsigned

    @property
    def voided(self) -> int:
        """How many signatures were under older texts: they do not count for the one that stands."""
        return sum(len(one.signatures) for one in self.older)


@Question
def _texts(partnership: int) -> Any:
    return Agreement.objects.filter(partnership=partnership)


@Question
def _decisions(partnership: int) -> Any:
    return CouncilDecision.objects.filter(agreement__partnership=partnership)


@Question
def _signatures(partnership: int) -> Any:
    rows = Signature.objects.filter(agreement__partnership=partnership)
    return rows.select_related("signatory").order_by("signed_on", "pk")


def asks(partnership: int) -> list[Ask]:
    """Return what `of_partnership` asks of the database."""
    return [_texts.of(partnership), _decisions.of(partnership), _signatures.of(partnership)]


def of_partnership(partnership: Partnership) -> Paper:
    """Return the paper of a partnership whose parties are loaded; three queries."""
    found = _texts(partnership.pk)
    if not found:
        return Paper(parties=[OfParty(party) for party in partnership.parties.all()])
    signatures, parties = _signatures(partnership.pk), {party.pk: party for party in partnership.parties.all()}
    for one in signatures:
        one.party = parties[one.party_id]
    attach(found, "decisions", _decisions(partnership.pk), "agreement_id")
    attach(found, "signatures", signatures, "agreement_id")
    text, *older = found
    decided = {one.party_id: one for one in text.decisions.all()}
    signed = {one.party_id: one for one in text.signatures.all()}
    return Paper(
        text,
        [OfParty(party, decided.get(party.pk), signed.get(party.pk)) for party in partnership.parties.all()],
        [Older(one.version, one.written_at, tuple(one.signatures.all())) for one in older],
    )
