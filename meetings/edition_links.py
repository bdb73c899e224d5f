"""The signed links of a publication: each opens one edition for a reader without an account, for LINK_DAYS.

Those who get one were at the meeting, or answer for an organisation that was invited, and would read the internal
edition with an account (DOMAIN §7, invariant 12). The address holds the edition and its last day, signed; nothing is
stored, so that no link is withdrawn alone: it ends by itself. See docs/decisions/0009-links-to-editions.md.
"""

import datetime

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from .models import Edition
from .models.review import LINK_DAYS

_SIGNER = Signer(salt="meetings.edition-link", sep=".")


def address(edition: Edition, lang: str, *, today: datetime.date) -> str:
    """Return the path of the edition, in `lang`, for a mail that is written on the day `today`."""
    until = today + datetime.timedelta(days=LINK_DAYS)
    with translation.override(lang):
        return reverse("meetings:edition-link", args=[_SIGNER.sign(f"{edition.pk}-{until:%Y%m%d}")])


def read(token: str, *, today: datetime.date) -> Edition | None:
    """Return the edition that `token` stands for, with its meeting; None for one that is forged or too old."""
    try:
        key, until = _SIGNER.unsign(token).split("-")
        edition, last_day = int(key), datetime.date.fromisoformat(until)
    except (BadSignature, ValueError):
        return None
    if today > last_day:
        return None
    return Edition.objects.select_related("minutes__meeting").filter(pk=edition).first()
