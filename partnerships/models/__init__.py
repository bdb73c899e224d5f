"""The models of the app, one module per noun."""

from .agreement import Agreement, CouncilDecision, Signature
from .claims import BudgetHeading, Claim, YearBudget
from .commitments import Commitment, NoPartnership
from .committee import Committee, CommitteeMeeting, Seat, SeatHolder
from .evaluation import Evaluation, EvaluationItem
from .evidence import Evidence, PartnershipDocument
from .fte import FteShare, FteTotal
from .immersion import Immersion, PlannedHalfDay, PresenceEntry, PresencePlan, PresenceStatement
from .log import LogEntry
from .partnership import Partnership, Party
from .transfers import Allocation, Transfer

__all__ = [
    "Agreement",
    "Allocation",
    "BudgetHeading",
    "Claim",
    "Commitment",
    "Committee",
    "CommitteeMeeting",
    "CouncilDecision",
    "Evaluation",
    "EvaluationItem",
    "Evidence",
    "FteShare",
    "FteTotal",
    "Immersion",
    "LogEntry",
    "NoPartnership",
    "Partnership",
    "PartnershipDocument",
    "Party",
    "PlannedHalfDay",
    "PresenceEntry",
    "PresencePlan",
    "PresenceStatement",
    "Seat",
    "SeatHolder",
    "Signature",
    "Transfer",
    "YearBudget",
]
