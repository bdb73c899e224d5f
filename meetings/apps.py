"""Meetings and their minutes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Meetings, agendas, attendance, bilingual minutes and published editions."""

    name = "meetings"
    verbose_name = _("Meetings")
