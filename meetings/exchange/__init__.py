"""The tables of meetings, for import and export (`amif_network.exchange`)."""

from django.utils.translation import gettext_lazy as _

from amif_network.exchange.subjects import Subject

from .meetings import Meetings
from .rows import Agenda, Attendances

SUBJECT = Subject("meetings", _("Meetings"), (Meetings, Agenda, Attendances))

__all__ = ["SUBJECT"]
