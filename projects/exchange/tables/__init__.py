"""The tables of calls and projects, in the order in which they are written and read: what a row refers to stands before it."""

from .calls import CallDates, Calls, Envelopes, OfFunds, Programmes
from .money import DecreeLines, Decrees, Payments
from .projects import Budget, Funding, Projects, Supplements

TABLES: tuple[type[OfFunds], ...] = (
    Programmes, Calls, CallDates, Envelopes, Projects, Funding, Budget, Supplements, Decrees, DecreeLines, Payments,
)  # fmt: skip

__all__ = ["TABLES"]
