"""What a request says of itself: what its form was sent with, and under which address people reached the portal."""

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

# A page with a form: it is shown, or sent.
require_form = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, None while it is only shown."""
    return request.POST if request.method == "POST" else None


def site_of(request: HttpRequest) -> str:
    """Return the portal's address for the links of mails, "https://…" without a path."""
    return request.build_absolute_uri("/").rstrip("/")
