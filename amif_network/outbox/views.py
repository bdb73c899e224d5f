"""Unsubscribe from news, and subscribe again, by the signed address of a mail: no account is needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from amif_network.accounts import actions
from amif_network.accounts.models import NewsRefusal
from amif_network.core.signed_pages import Door, by_link

from . import unsubscribing

DOOR = Door("unsubscribe", "outbox/unsubscribe_closed.html")


# A mail program posts here by itself and has no token of a form (RFC 8058, section 3.2): the signed address is its right.
@csrf_exempt
@by_link(DOOR, unsubscribing.read, "GET", "HEAD", "POST")
def unsubscribe(request: HttpRequest, email: str, token: str) -> HttpResponse:
    """Ask whether no news are wanted any more, and note it. A program wants no redirection as answer."""
    if request.method == "POST":
        actions.refuse_news(email, at=timezone.now())
    context = {"email": email, "token": token, "refused": NewsRefusal.stands_for(email), "frame_languages": ("fr", "nl")}
    return render(request, "outbox/unsubscribe.html", context)


@by_link(DOOR, unsubscribing.read, "POST")
def subscribe(request: HttpRequest, email: str, token: str) -> HttpResponse:
    """Take it back: news are wanted again."""
    actions.accept_news(email)
    return redirect("outbox:unsubscribe", token)
