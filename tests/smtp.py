"""A real mail server for the tests: it keeps what it gets, and answers as it is told."""

import email
import email.policy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from threading import Condition
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings

Reply = str | Callable[[SMTP], str]


class MailServer:
    """`inbox` holds the mails that arrived. `answers` maps MAIL, RCPT or DATA to the reply instead of "250"."""

    def __init__(self) -> None:
        self.inbox: list[EmailMessage] = []
        self.answers: dict[str, Reply] = {}
        self.arrived = Condition()

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        """Note the sender, or refuse it."""
        envelope.mail_from = address
        return self._answer("MAIL", server)

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        """Note the recipient, or refuse it."""
        envelope.rcpt_tos.append(address)
        return self._answer("RCPT", server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail, and answer."""
        message = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        answer = self._answer("DATA", server)
        if answer.startswith("2") or not answer:
            with self.arrived:
                self.inbox.append(message)
                self.arrived.notify_all()
        return answer

    def _answer(self, command: str, server: SMTP) -> str:
        answer = self.answers.get(command, "250 OK")
        return answer if isinstance(answer, str) else answer(server)

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails to `address`, in the order of their arrival."""
        return [message for message in self.inbox if message["To"] == address]

    def wait_for(self, address: str, patience: float) -> list[EmailMessage]:
        """Return the mails to `address` as soon as there is one; none after so many seconds without."""
        with self.arrived:
            self.arrived.wait_for(lambda: self.to(address), patience)
        return self.to(address)


class OnAnyPort(Controller):
    """Listens on a free port, which it knows before it tries whether it answers."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def hang_up(server: SMTP) -> str:
    """Take the words, and close the connection without an answer."""
    server.transport.abort()
    return ""


def mailers(port: int) -> dict[str, Any]:
    """Return the setting that leads to a mail server on this machine."""
    options = {"host": "127.0.0.1", "port": port, "timeout": 30}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server and let the portal use it."""
    handler = MailServer()
    controller = OnAnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        with override_settings(MAILERS=mailers(controller.port)):
            yield handler
    finally:
        controller.stop()
