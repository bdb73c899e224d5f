"""Read an edition by the signed link of a mail, without an account. Looking at it changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from amif_network.core.signed_pages import Door, by_link

from .. import edition_links
from ..editions import name_of
from ..models import Edition
from .printing import pdf_file

DOOR = Door("edition-link", "meetings/edition_closed.html")


def _working(token: str) -> Edition | None:
    return edition_links.read(token, today=timezone.localdate())


@by_link(DOOR, _working, "GET", "HEAD")
def edition(request: HttpRequest, found: Edition, token: str) -> HttpResponse:
    """Answer with the stored bytes."""
    response = pdf_file(bytes(found.pdf), name_of(found))
    response.headers["X-Content-SHA256"] = found.sha256
    return response
