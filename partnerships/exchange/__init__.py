"""The tables of partnerships, for import and export (`amif_network.exchange`)."""

from django.utils.translation import gettext_lazy as _

from amif_network.exchange.subjects import Subject

from .money import Allocations, Budgets, Claims, Headings, Transfers
from .paper import Agreements, Parties, Signatures
from .partnerships import Partnerships

SUBJECT = Subject(
    "partnerships",
    _("Partnerships, claims and transfers"),
    (Partnerships, Parties, Agreements, Signatures, Budgets, Headings, Allocations, Claims, Transfers),
)

__all__ = ["SUBJECT"]
