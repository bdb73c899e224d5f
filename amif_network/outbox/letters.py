"""A mail of the outbox as the mail server gets it."""

import hashlib
import re
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from . import unsubscribing
from .models import OutgoingMail

METHOD = re.compile(r"method=(\w+)")


class Letter(EmailMultiAlternatives):
    """A mail with text and HTML; an invitation stands beside them too, as mail programs ask for (RFC 6047)."""

    method = ""

    def message(self, **options: Any) -> EmailMessage:
        """Build the message, and say on its calendar part what the invitation wants."""
        built: EmailMessage = super().message(**options)
        for part in built.walk():
            if self.method and part.get_content_type() == "text/calendar":
                part.set_param("method", self.method)
        return built


def letter(mail: OutgoingMail) -> Letter:
    """Return `mail` ready to be handed over, under an identifier of its own that is the same at every attempt."""
    made = Letter(
        mail.subject,
        mail.text,
        to=[mail.to],
        headers={
            "Message-ID": message_id(mail.key),
            # No holiday notice answers it (RFC 3834; the second is for Exchange).
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": mail.language,
            **_way_out(mail),
        },
    )
    made.attach_alternative(mail.html, "text/html")
    for attached in mail.attachments:
        if found := METHOD.search(attached["type"]):
            made.method = found[1]
            made.attach_alternative(attached["content"], "text/calendar")
        made.attach(_file(attached["name"], attached["type"].partition(";")[0], attached["content"]))
    return made


def _way_out(mail: OutgoingMail) -> dict[str, str]:
    """Return what lets a mail program unsubscribe by itself from news (RFC 2369, RFC 8058)."""
    if not mail.news:
        return {}
    address = unsubscribing.address(mail.to, mail.language)
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def message_id(key: str) -> str:
    """Return the Message-ID of the mail with this key: a mail that arrives twice is recognised as one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _file(name: str, mimetype: str, content: str) -> MIMEPart:
    """Return a file to keep. Calendars are no second invitation, hence their own type."""
    part = MIMEPart()
    subtype = "ics" if mimetype == "text/calendar" else "octet-stream"
    part.set_content(content.encode(), maintype="application", subtype=subtype, filename=name)
    return part
