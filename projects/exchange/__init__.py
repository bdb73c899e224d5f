"""The tables of calls and projects, for import and export (`amif_network.exchange`)."""

from django.utils.translation import gettext_lazy as _

from amif_network.exchange.subjects import Subject

from .tables import TABLES

SUBJECT = Subject("calls", _("Calls and projects"), TABLES)

__all__ = ["SUBJECT"]
