"""Minutes on their way to the public, and what the steps there ask for."""

import datetime

from amif_network.accounts.models import User
from meetings.actions import publishing
from meetings.models import Edition, Minutes
from tests.factories.meetings import NOW

SITE = "https://portal.example.org"
OVERRIDE = "Relu par courriel."
ERRATUM = {"fr": "Le montant du point 1 est corrigé.", "nl": "Het bedrag van punt 1 is verbeterd."}


def approved_by(by: User, minutes: Minutes, at: datetime.datetime = NOW) -> Minutes:
    """Approve minutes whatever is open in them."""
    return publishing.approve(minutes, by=by, at=at, override=OVERRIDE)


def published_by(by: User, minutes: Minutes, at: datetime.datetime = NOW, **reasons: str) -> list[Edition]:
    """Publish approved minutes; `reasons` by language where a translation is not finished."""
    return publishing.publish(minutes, by=by, at=at, site=SITE, reasons=reasons)
