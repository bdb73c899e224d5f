"""What is answered when something broke: pages that need neither the database nor who asks."""

import re
import sys
from dataclasses import dataclass, replace

import psycopg
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language_from_path, get_language_from_request

from .away import StorageAway

# Seconds after which asking again is worth a try.
RETRY_AFTER = 5
# Beyond this a form is not written into the page that sends it again; the browser's own way back has it still.
LONGEST_FORM = 1024 * 1024
# Names of fields whose values are never written into a page.
SECRET = re.compile(r"password|credential|secret|^(.*-)?code$", re.IGNORECASE)
# What a form cannot be read for: broken off, too large, or not written as forms are.
UNREADABLE = (UnreadablePostError, SuspiciousOperation, BadRequest, MultiPartParserError)
# SQLSTATE of a server that takes no writes for now, as a replica does that is about to take over.
READ_ONLY = "25006"


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says, in one language: fixed here, as no catalogue can be relied on."""

    lang: str
    title: str
    text: str
    files: str
    kept: str
    again: str
    number: str


FRENCH = Words(
    "fr",
    "Le portail est momentanément indisponible",
    "La base de données ne répond pas pour l’instant. Rien de ce qui était enregistré n’est perdu. "
    "Réessayez dans quelques secondes.",
    "Le dépôt des fichiers ne répond pas pour l’instant. Rien de ce qui était enregistré n’est perdu. "
    "Réessayez dans quelques secondes.",
    "Ce que vous venez d’envoyer n’a pas été enregistré, mais cette page le garde : envoyez-le à nouveau.",
    "Envoyer à nouveau",
    "Numéro de la demande, à indiquer si vous signalez le problème :",
)
DUTCH = Words(
    "nl",
    "Het portaal is even niet beschikbaar",
    "De databank antwoordt op dit ogenblik niet. Niets van wat bewaard was, is verloren. Probeer over enkele seconden opnieuw.",
    "De opslag van bestanden antwoordt op dit ogenblik niet. Niets van wat bewaard was, is verloren. "
    "Probeer over enkele seconden opnieuw.",
    "Wat u net verstuurde, is niet bewaard, maar deze pagina houdt het bij: verstuur het opnieuw.",
    "Opnieuw versturen",
    "Nummer van de aanvraag, te vermelden als u het probleem meldt:",
)


def is_away(error: BaseException | None) -> bool:
    """True where the database or the store of files is away for now: not there, restarted, full, or a conflict that passes."""
    if isinstance(error, OperationalError | InterfaceError | StorageAway):
        return True
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    return isinstance(cause, psycopg.Error) and cause.sqlstate == READ_ONLY


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that broke: 503 and a try again where only the database or the store of files is away, else 500."""
    error = sys.exc_info()[1]
    if is_away(error):
        return unavailable(request, files=isinstance(error, StorageAway))
    # Without the request: no context processor asks the database who reads.
    return HttpResponse(render_to_string("500.html", {"request_id": getattr(request, "request_id", "")}), status=500)


def unavailable(request: HttpRequest, *, files: bool = False) -> HttpResponse:
    """Answer 503 in the reader's language, the other one below it; a form that was sent can be sent again.

    `files`: it is not the database that is away, but the store of files.
    """
    response: HttpResponse
    if request.headers.get("Accept", "").startswith("application/json"):
        # What scripts of the portal take for a failure that passes: they keep the words and ask again.
        response = JsonResponse({"state": "failed"}, status=503)
    else:
        lang = get_language_from_path(request.path_info) or get_language_from_request(request)
        words = [DUTCH, FRENCH] if lang == DUTCH.lang else [FRENCH, DUTCH]
        words = [replace(one, text=one.files) for one in words] if files else words
        context = {
            "words": words, "lang": words[0].lang, "fields": fields_of(request),
            "address": escape_leading_slashes(request.get_full_path()), "request_id": getattr(request, "request_id", ""),
        }  # fmt: skip
        response = HttpResponse(render_to_string("503.html", context), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form was sent with, for sending it again; nothing for files, a secret, too much, or no form."""
    if request.method != "POST":
        return []
    try:
        if request.FILES:
            return []
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    except UNREADABLE:
        return []
    secret = any(SECRET.search(name) for name, _value in fields)
    long = sum(len(name) + len(value) for name, value in fields) > LONGEST_FORM
    return [] if secret or long else fields
