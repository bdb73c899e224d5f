"""Answers of the API: JSON and files, with their tags, sent again only where something changed."""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from .problems import Problem

JSON = "application/json"
ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def require_type(request: HttpRequest, *types: str) -> None:
    """Raise Problem (406) where none of `types` is among those that are accepted."""
    if not any(request.accepts(one) for one in types):
        raise Problem(406, _("This address does not answer in any of the forms that the header Accept names."))


def answered(
    request: HttpRequest, body: bytes, content_type: str, *, etag: str = "", headers: dict[str, str] | None = None
) -> HttpResponseBase:
    """Return `body`, or 304 where the program has it already; the tag is its sha256 unless it is known before."""
    response = HttpResponse(body, content_type=content_type, headers=headers)
    tag = f'"{etag or hashlib.sha256(body).hexdigest()}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization, Accept"
    response.headers["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=tag, response=response) or response


def as_json(request: HttpRequest, value: Any, *, links: Sequence[str] = ()) -> HttpResponseBase:
    """Return a value as JSON."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return answered(request, body, JSON, headers={"Link": ", ".join(links)} if links else None)


def pdf(request: HttpRequest, data: bytes, *, sha256: str, name: str, at: float) -> HttpResponseBase:
    """Return the bytes of a PDF that never changes, or the part that is asked for (RFC 9110 §14). Raises Problem (416)."""
    headers = {
        "Content-Disposition": f'inline; filename="{name}"', "Accept-Ranges": "bytes", "X-Content-SHA256": sha256,
        "Last-Modified": http_date(at),
    }  # fmt: skip
    whole = answered(request, data, "application/pdf", etag=sha256, headers=headers)
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    held = request.headers.get("If-Range", f'"{sha256}"')
    # What is not understood, and several parts at once, is answered in full, as the standard allows.
    if whole.status_code != 200 or asked is None or held != f'"{sha256}"' or asked[0] == "bytes=-":
        return whole
    first, last = _span(asked[1], asked[2], len(data))
    part = HttpResponse(data[first : last + 1], status=206, headers=dict(whole.items()))
    part.headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    return part


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte asked for. Raises Problem (416) where there are none."""
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        raise Problem(416, _("The file has no such part."), headers={"Content-Range": f"bytes */{size}"})
    return start, end
