"""Put mails into the outbox, in the transaction of what causes them; send one again, or call it back, on purpose."""

import datetime
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, TypedDict

from django.db import transaction
from django.utils.functional import Promise

from amif_network.accounts.models import MailRhythm, NewsRefusal, User
from amif_network.core import mail
from amif_network.core.inputs import room
from amif_network.core.workflow import advance
from amif_network.directory.models import Organisation

from . import unsubscribing
from .models import MailState, OutgoingMail, OutgoingMailQuerySet
from .tasks import deliver
from .workflow import MAIL

StrOrPromise = str | Promise


class Attached(TypedDict):
    """A text that goes with a mail, such as an iCalendar object."""

    name: str
    type: str
    content: str


def post(
    *,
    key: str,
    topic: str,
    about: str,
    to: str,
    lang: str,
    template: str,
    context: Mapping[str, Any],
    why: StrOrPromise,
    at: datetime.datetime,
    user: User | None = None,
    organisation: Organisation | None = None,
    due_at: datetime.datetime | None = None,
    attachments: Sequence[Attached] = (),
    page: str = "",
    news: bool = False,
) -> OutgoingMail:
    """Write a mail that the worker delivers from `due_at` on (at once by default), and return it.

    `page`: the address where its matter is found after signing in; a mail that has one waits for the daily mail of a person
    who wants that. `news`: it asks nothing of its reader, who may unsubscribe from such mails; then it is kept unsent.

    `key` names event and recipient ("review-12-circulation-3"): a second mail with the same key is not made, the
    first one is returned. `template`: path without ending of a ".txt" (first line: subject) and an ".html" template.
    `about` is the object in whose log the mail stands, such as "meeting:12". `why`: a sentence that says why one
    gets it. Call it inside a transaction.
    """
    said = {"why": why, "unsubscribe": unsubscribing.address(to, lang) if news else "", **context}
    rendered = mail.render(lang=lang, text=f"{template}.txt", html=f"{template}.html", context=said)
    written = OutgoingMail(
        key=_fitting(key), topic=topic, about=about, to=to, user=user, organisation=organisation, language=lang,
        subject=rendered.subject, text=rendered.text, html=rendered.html, attachments=list(attachments),
        page=page, news=news, state=_first_state(to, user, page=page, news=news), created_at=at, due_at=due_at or at,
    )  # fmt: skip
    return _kept(written, at=at)


def _kept(written: OutgoingMail, *, at: datetime.datetime) -> OutgoingMail:
    """Keep a mail unless one of its key exists, hand to the worker what is due, and return the one that stands."""
    # ON CONFLICT DO NOTHING, so that two jobs may post the same mail at the same moment.
    OutgoingMail.objects.bulk_create([written], ignore_conflicts=True)
    kept = OutgoingMail.objects.get(key=written.key)
    if kept.state == MailState.WAITING and kept.due_at <= at:
        hand_to_worker(kept)
    return kept


def _first_state(to: str, user: User | None, *, page: str, news: bool) -> MailState:
    """Return how a mail begins: most wait for the worker."""
    if news and NewsRefusal.stands_for(to):
        return MailState.DECLINED
    daily = user is not None and user.mail_rhythm == MailRhythm.DAILY
    return MailState.DEFERRED if page and daily else MailState.WAITING


def _fitting(key: str) -> str:
    """Return a key that its column holds: of a long one the beginning, by which mails are found, and a digest of it all."""
    longest = room(OutgoingMail, "key")
    return key if len(key) <= longest else f"{key[: longest - 65]}-{sha256(key.encode()).hexdigest()}"


@transaction.atomic
def send_again(mail: OutgoingMail, *, by: User, at: datetime.datetime) -> OutgoingMail:
    """Let a mail that failed, or perhaps was sent, go out once more, with all its attempts before it.

    Raises WrongState in any other state, PermissionDenied for whoever does not coordinate.
    """
    locked = OutgoingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    advance(MAIL, "send_again", locked, by=by)
    locked.attempts, locked.due_at = 0, at
    locked.save(update_fields=["attempts", "due_at"])
    hand_to_worker(locked)
    return locked


@transaction.atomic
def call_back(mails: OutgoingMailQuerySet) -> int:
    """Cancel those of `mails` that still wait, for the worker or for a daily mail; return how many were.

    To be called when what they say holds no longer.
    """
    waiting = mails.filter(state__in=MAIL["cancel"].sources).select_for_update(of=("self",), skip_locked=True)
    return sum(bool(advance(MAIL, "cancel", mail, by=None)) for mail in waiting)


def hand_to_worker(mail: OutgoingMail) -> None:
    """Tell the worker on commit; where that fails the mail waits for the next `run_due`, so nobody is told."""
    transaction.on_commit(partial(deliver.enqueue, mail.pk), robust=True)
