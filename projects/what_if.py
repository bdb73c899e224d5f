"""What would be if these projects got these amounts: sums against envelopes, and ceilings. Pure: asks nothing of the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .ceilings import ZERO, Ceiling, SourceKey, ceilings, source_key
from .models import Envelope, Project
from .models.choices import EnvelopePurpose, EnvelopeSource

# By kind of source, as scenarios hold them.
Amounts = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that asks for money: its planned costs, and what it asks of each source, in euros."""

    project: Project
    total: Decimal
    eligible: Decimal
    asked: Amounts


@dataclass(frozen=True, slots=True)
class SourceSum:
    """What a scenario gives from one source, against all its envelopes for projects."""

    source: str
    label: str
    envelope: Decimal
    given: Decimal

    @property
    def left(self) -> Decimal:
        """What remains of the envelopes; 0 where more is given than there is."""
        return max(self.envelope - self.given, ZERO)

    @property
    def missing(self) -> Decimal:
        """By how much more is given than there is."""
        return max(self.given - self.envelope, ZERO)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a choice of projects comes to. `unmeasured`: projects without planned costs, of which no ceiling can be known."""

    projects: int
    sums: Sequence[SourceSum]
    passed: Sequence[tuple[Project, Ceiling]] = field(default_factory=tuple)
    unmeasured: Sequence[Project] = field(default_factory=tuple)


def outcome(envelopes: Iterable[Envelope], chosen: Sequence[tuple[Candidate, Amounts]]) -> Outcome:
    """Work out what the `chosen` projects with their amounts come to."""
    of_projects = [envelope for envelope in envelopes if envelope.purpose == EnvelopePurpose.PROJECTS]
    sums = [
        SourceSum(
            source,
            str(label),
            sum((one.amount for one in of_projects if one.source == source), ZERO),
            sum((amounts.get(source, ZERO) for _candidate, amounts in chosen), ZERO),
        )
        for source, label in EnvelopeSource.choices
    ]
    passed, unmeasured = [], []
    for candidate, amounts in chosen:
        if not candidate.total:
            unmeasured.append(candidate.project)
            continue
        asked = _by_envelope(of_projects, amounts)
        measured = ceilings(of_projects, asked, total=candidate.total, eligible=candidate.eligible)
        passed += [(candidate.project, one) for one in measured if not one.kept]
    return Outcome(len(chosen), sums, passed, unmeasured)


def _by_envelope(envelopes: Sequence[Envelope], amounts: Amounts) -> dict[SourceKey, Decimal]:
    """Return the amounts by source as envelopes know it; of several other sources the first stands for all."""
    found: dict[SourceKey, Decimal] = {}
    for envelope in envelopes:
        if envelope.source not in {source for source, _name in found}:
            found[source_key(envelope)] = amounts.get(envelope.source, ZERO)
    return found
