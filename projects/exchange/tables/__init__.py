"""The tables, in the order in which they are written and read: what a row refers to stands before it."""

from .base import Table
from .calls import CallDates, Calls, Envelopes, Programmes
from .money import DecreeLines, Decrees, Payments
from .projects import Budget, Funding, Projects, Supplements

TABLES: dict[str, type[Table]] = {
    table.name: table
    for table in (
        Programmes, Calls, CallDates, Envelopes, Projects, Funding, Budget, Supplements, Decrees, DecreeLines, Payments,
    )
}  # fmt: skip

__all__ = ["TABLES", "Table"]
