"""Who asked for a change: noted beside it by the triggers, in the row of the event itself."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware


class RequestNoted(HistoryMiddleware):
    """The person and the name of the page; never the address, which may hold the secret of a link or of a new password."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return who asks; None for somebody who is not signed in."""
        return {"user": request.user.pk}

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Add the name of the page, which is known once the address was looked up."""
        if request.resolver_match is not None:
            pghistory.context(page=request.resolver_match.view_name)
