"""The models of the app, one module per noun."""

from .agenda import AgendaItem
from .agenda_template import AgendaTemplate, AgendaTemplateRow
from .attachment import Attachment
from .attendance import Attendance
from .circulation import Circulation
from .edition import Edition
from .importation import Importation
from .meeting import Meeting, MeetingLogEntry
from .minutes import Minutes
from .presence import Presence
from .references import PendingContribution, SlideReference
from .registers import Idea, Promise, Signal
from .review import Remark, ReviewLink, ReviewRequest
from .section import Section
from .text import SectionRevision, SectionText, TranslationState
from .translation import TranslationLogEntry, TranslationRequest

__all__ = [
    "AgendaItem",
    "AgendaTemplate",
    "AgendaTemplateRow",
    "Attachment",
    "Attendance",
    "Circulation",
    "Edition",
    "Idea",
    "Importation",
    "Meeting",
    "MeetingLogEntry",
    "Minutes",
    "PendingContribution",
    "Presence",
    "Promise",
    "Remark",
    "ReviewLink",
    "ReviewRequest",
    "Section",
    "SectionRevision",
    "SectionText",
    "Signal",
    "SlideReference",
    "TranslationLogEntry",
    "TranslationRequest",
    "TranslationState",
]
