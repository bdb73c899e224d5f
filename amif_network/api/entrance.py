"""Who asks: the token of a program, what it may read, how often, and the note that it was used that day."""

import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amif_network.accounts import access_log
from amif_network.accounts.models import AccessKind, ApiClient, Scope
from amif_network.accounts.models.client import hash_of
from amif_network.core.bilingual import in_both
from amif_network.core.rate import counted

from .problems import Problem

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="api"'}
# Seconds for which requests are counted together.
SPAN = 60


def enter(request: HttpRequest, scope: Scope, *, feed: bool = False) -> ApiClient:
    """Return the program that asks. Raises Problem: 401 without a token that holds, 403 beyond its scopes, 429 too often.

    `feed`: the key of a feed in the address does as well, since readers of feeds cannot send a token.
    """
    now = timezone.now()
    client = _known(request, now, feed=feed)
    _not_too_often(client, now)
    if scope not in client.scopes:
        raise Problem(403, _("The token of this program does not have the scope that this address asks for."), scope=scope.value)
    _note(client, now)
    return client


def _known(request: HttpRequest, now: datetime.datetime, *, feed: bool) -> ApiClient:
    """Return whose token or key was sent, while it holds."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    clients = ApiClient.objects.valid_at(now).select_related("organisation")
    found = None
    if kind.lower() == "bearer" and token.strip():
        found = clients.filter(digest=hash_of(token.strip())).first()
    elif feed and (key := request.GET.get("key", "")):
        found = clients.filter(feed_digest=hash_of(key)).first()
    if found is None:
        raise Problem(
            401, _("Send a token that holds as Authorization: Bearer. Administrators of the portal make it."), headers=CHALLENGE
        )
    return found


def _not_too_often(client: ApiClient, now: datetime.datetime) -> None:
    if not counted("api", str(client.pk), most=settings.API_REQUESTS_PER_MINUTE, seconds=SPAN, at=now):
        left = SPAN - int(now.timestamp()) % SPAN
        said = _("This program asked more often than a minute allows. Wait as long as Retry-After says, in seconds.")
        raise Problem(429, said, headers={"Retry-After": str(left)})


def _note(client: ApiClient, now: datetime.datetime) -> None:
    """Note once a day that the program read something: of those who ask at the same moment, one writes (decision 18)."""
    today = timezone.localdate(now)
    others = ApiClient.objects.filter(pk=client.pk).exclude(last_used_on=today)
    if client.last_used_on != today and others.update(last_used_on=today):
        subject = in_both(lambda: gettext("Read through the API: %(name)s") % {"name": client.name})
        access_log.note(AccessKind.EXPORT, by=None, subject=subject, at=now)
