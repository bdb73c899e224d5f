"""Put mails into the outbox, in the transaction of what causes them."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from amif_network.accounts.models import User
from amif_network.core import mail
from amif_network.directory.models import Organisation

from .models import OutgoingMail


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
    at: datetime.datetime,
    user: User | None = None,
    organisation: Organisation | None = None,
    due_at: datetime.datetime | None = None,
    attachments: Sequence[Attached] = (),
) -> OutgoingMail:
    """Write a mail that the worker delivers from `due_at` on (at once by default), and return it.

    `key` names event and recipient ("review-12-circulation-3"): a second mail with the same key is not made, the
    first one is returned. `template`: path without ending of a ".txt" (first line: subject) and an ".html" template.
    `about` is the object in whose log the mail stands, such as "meeting:12". Call it inside a transaction.
    """
    rendered = mail.render(lang=lang, text=f"{template}.txt", html=f"{template}.html", context=context)
    # ON CONFLICT DO NOTHING, so that two jobs may post the same mail at the same moment.
    posted = OutgoingMail(
        key=key, topic=topic, about=about, to=to, user=user, organisation=organisation, language=lang,
        subject=rendered.subject, text=rendered.text, html=rendered.html, attachments=list(attachments),
        created_at=at, due_at=due_at or at,
    )  # fmt: skip
    OutgoingMail.objects.bulk_create([posted], ignore_conflicts=True)
    return OutgoingMail.objects.get(key=key)
