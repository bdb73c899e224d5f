"""Each request has a name, which stands in its answer, in every line of the log and on the page of an error."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .log_lines import REQUEST, route_of

# What a web server before the portal may call a request; anything else gets a name of our own.
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
logger = logging.getLogger("amif_network.requests")


def named(said: str) -> str:
    """Return the name of a request: what the web server says, where it is well-formed, else a new one."""
    return said if WELL_FORMED.fullmatch(said) else uuid.uuid4().hex


def traced(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Name the request, and write one line about it: method, page, status, milliseconds; nothing of who asked, or for what."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        name, began = named(request.headers.get("X-Request-ID", "")), time.perf_counter()
        request.request_id = name  # type: ignore[attr-defined]  # for the pages of errors
        before = REQUEST.set(name)
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = name
            if settings.LOG_REQUESTS:
                details = {"method": request.method, "route": route_of(request), "status": response.status_code}
                logger.info("", extra={**details, "ms": round((time.perf_counter() - began) * 1000)})
            return response
        finally:
            REQUEST.reset(before)

    return middleware
