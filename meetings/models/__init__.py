"""The models of the app, one module per noun."""

from .agenda import AgendaItem
from .attachment import Attachment
from .attendance import Attendance
from .edition import Edition
from .importation import Importation
from .meeting import Meeting, MeetingLogEntry
from .minutes import Minutes
from .references import PendingContribution, SlideReference
from .section import Section, SectionRevision, SectionText

__all__ = [
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Edition",
    "Importation",
    "Meeting",
    "MeetingLogEntry",
    "Minutes",
    "PendingContribution",
    "Section",
    "SectionRevision",
    "SectionText",
    "SlideReference",
]
