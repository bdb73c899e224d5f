"""The signed links that open one organisation's page for one review without an account (UX §5).

The address holds the identifier of a row and our signature over it: nothing can be guessed, nothing tells what it
opens, and the row says until when it works. An address that does not work looks like any other that does not.
"""

import datetime
import uuid as uuids

from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from .models import ReviewLink, ReviewRequest
from .models.review import LINK_DAYS

# A dot, so that mail programs take the whole address for one.
_SIGNER = Signer(salt="meetings.review-link", sep=".")
# A mail does not carry a link that ends sooner than this.
SHORTEST_LEFT = datetime.timedelta(days=15)


def make(request: ReviewRequest, email: str, at: datetime.datetime) -> ReviewLink:
    """Return a new link to the page of `request`, for a mail to `email`; it works for LINK_DAYS."""
    expires = at + datetime.timedelta(days=LINK_DAYS)
    return ReviewLink.objects.create(request=request, email=email, created_at=at, expires_at=expires)


def latest(request: ReviewRequest, email: str, at: datetime.datetime) -> ReviewLink:
    """Return the link that `email` has already, where it works for long enough, else a new one."""
    working = request.links.filter(email=email, revoked_at=None, expires_at__gte=at + SHORTEST_LEFT)
    return working.order_by("-expires_at").first() or make(request, email, at)


def token(link: ReviewLink) -> str:
    """Return what the address of the page carries: letters, digits, a dot, "-" and "_"."""
    return _SIGNER.sign(link.pk.hex)


def address(link: ReviewLink, lang: str) -> str:
    """Return the path of the page that `link` opens, in `lang`."""
    with translation.override(lang):
        return reverse("meetings:review-link", args=[token(link)])


def read(token: str, at: datetime.datetime) -> ReviewLink | None:
    """Return the link that `token` stands for, with its request; None for one that is forged, withdrawn or too old."""
    try:
        uuid = uuids.UUID(hex=_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    link = ReviewLink.objects.select_related("request__organisation").filter(pk=uuid).first()
    return link if link is not None and link.works_at(at) else None


def revoke(request: ReviewRequest, email: str, at: datetime.datetime) -> int:
    """Close every link of `request` that was mailed to `email`, and return how many worked until now."""
    return request.links.filter(email=email, revoked_at=None).update(revoked_at=at)
