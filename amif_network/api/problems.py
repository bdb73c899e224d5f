"""What goes wrong, after RFC 9457: a problem as JSON, with a sentence in the language of whoever asks."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from amif_network.core.bilingual import LANGUAGES

TYPE = "application/problem+json"
TITLES = {
    400: _("The request is not understood"),
    401: _("A token is needed"),
    403: _("Not within the scopes of this token"),
    404: _("Not found"),
    405: _("Only for reading"),
    406: _("Not available in that form"),
    416: _("No such part"),
    429: _("Too many requests"),
    500: _("Something went wrong"),
    503: _("Not available for now"),
}


class Problem(Exception):
    """A request that cannot be answered: its status, a sentence for people, and headers for programs."""

    def __init__(self, status: int, detail: str | Promise, *, headers: dict[str, str] | None = None, **more: str) -> None:
        super().__init__(status)
        self.status, self.detail, self.headers, self.more = status, detail, headers or {}, more


def language_of(request: HttpRequest) -> str:
    """Return the first of our languages that `Accept-Language` names, French where it names none."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        if code[:2] in LANGUAGES:
            return code[:2]
    return LANGUAGES[0]


def answer(request: HttpRequest, problem: Problem) -> JsonResponse:
    """Return the problem as an answer."""
    lang = language_of(request)
    with translation.override(lang):
        said: dict[str, Any] = {
            "type": "about:blank",
            "title": str(TITLES.get(problem.status, TITLES[400 if problem.status < 500 else 500])),
            "status": problem.status,
            "detail": str(problem.detail),
            "instance": request.path,
            **problem.more,
        }
    headers = {"Cache-Control": "no-store", "Content-Language": lang, "Vary": "Authorization, Accept-Language", **problem.headers}
    return JsonResponse(
        said, status=problem.status, content_type=TYPE, headers=headers, json_dumps_params={"ensure_ascii": False}
    )
