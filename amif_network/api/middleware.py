"""Whatever is answered below the address of the API is said in its words: no page, no redirect to a sign-in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from .problems import TYPE, Problem, answer

BASE = "/api/v1/"
METHODS = ("GET", "HEAD", "OPTIONS")
ALLOW = ", ".join(METHODS)
SENTENCES = {
    404: _("There is nothing at this address."),
    500: _("The portal failed to answer. Whoever runs it can find out why."),
    503: _("The portal cannot answer for now. Wait as long as Retry-After says, in seconds."),
}


def in_words_of_the_api(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer the API's other methods at once, and turn what the rest of the portal refuses into a problem."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(BASE):
            return get_response(request)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ALLOW})
        if request.method not in METHODS:
            return answer(request, Problem(405, _("This API is only read: GET, HEAD and OPTIONS."), headers={"Allow": ALLOW}))
        response = get_response(request)
        if response.status_code < 400 or response.headers.get("Content-Type", "").startswith(TYPE):
            return response
        known = response.status_code if response.status_code in SENTENCES else 400
        said = SENTENCES.get(known, _("The address or a header of the request is not valid."))
        # When to ask again, where the database is away.
        kept = {name: response.headers[name] for name in ("Retry-After",) if name in response.headers}
        return answer(request, Problem(known, said, headers=kept))

    return middleware
