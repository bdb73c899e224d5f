"""The tables of the directory: it lies below the exchange, and so its tables lie here."""

from django.utils.translation import gettext_lazy as _

from ..subjects import Subject
from .organisations import Aliases, Memberships, Organisations, Successors
from .people import Affiliations, People

SUBJECT = Subject(
    "directory", _("Organisations and people"), (Organisations, Successors, Aliases, Memberships, People, Affiliations)
)

__all__ = ["SUBJECT"]
