"""The models of the app, one module per noun."""

from .agenda import AgendaItem
from .attachment import Attachment
from .attendance import Attendance
from .edition import Edition
from .importation import Importation
from .meeting import Meeting, MeetingLogEntry
from .minutes import Minutes
from .presence import Presence
from .references import PendingContribution, SlideReference
from .section import Section
from .text import SectionRevision, SectionText, TranslationState
from .translation import TranslationLogEntry, TranslationRequest

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
    "Presence",
    "Section",
    "SectionRevision",
    "SectionText",
    "SlideReference",
    "TranslationLogEntry",
    "TranslationRequest",
    "TranslationState",
]
