"""Laying out in a process of its own: a text that would take forever, or all memory, takes neither the server nor the worker.

Beside each process that prints stands a warm one, begun by its first print, with WeasyPrint imported, fonts and stylesheets
read. It forks a child for every document, bounded in time and memory, which gives all back when it ends (`warm_process`). Nothing
is forked in a process that has threads.
"""

import os
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from amif_network.core.pdf import html_to_pdf
from amif_network.core.pdf.errors import PdfError, TooDemanding
from amif_network.core.pdf.warm_process import ANSWER, BROKEN, DONE, JOB, REFUSED, TOO_LONG, TOO_MUCH

LONG = _("Laying out this document took longer than %(seconds)s seconds, and was ended. Divide its longest text or table.")
LARGE = _("Laying out this document needed more memory than it may take (%(megabytes)s MB). Divide its longest text or table.")


def print_apart(html: str) -> bytes:
    """Render as `html_to_pdf`, within `settings.PDF_SECONDS` (0: here, without bounds) and `settings.PDF_MEGABYTES`.

    Raises TooDemanding past a bound, PdfError for what cannot be laid out.
    """
    if not settings.PDF_SECONDS:
        return html_to_pdf(html)
    outcome, data = PRESS.do(html.encode(), settings.PDF_SECONDS, settings.PDF_MEGABYTES)
    if outcome == DONE:
        return data
    if outcome == TOO_LONG:
        raise TooDemanding(LONG % {"seconds": settings.PDF_SECONDS})
    if outcome == TOO_MUCH:
        raise TooDemanding(LARGE % {"megabytes": settings.PDF_MEGABYTES})
    raise PdfError(data.decode() if outcome == REFUSED else "The process that lays out a document broke.")


# Kept, as nobody but the parent may wait for them.
_OF_THE_PARENT: list[subprocess.Popen[bytes]] = []


class Press:
    """The warm process beside this one; it lays out one document at a time, others wait."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None

    def do(self, html: bytes, seconds: int, megabytes: int) -> tuple[int, bytes]:
        """Return how a job ended, and what came of it."""
        with self.lock:
            for _attempt in range(2):
                # It ends when nothing was printed for long: it is begun anew then.
                try:
                    return self._done(html, seconds, megabytes)
                except (BrokenPipeError, EOFError):
                    self.end()
        return BROKEN, b""

    def _done(self, html: bytes, seconds: int, megabytes: int) -> tuple[int, bytes]:
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "amif_network.core.pdf.warm_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=settings.BASE_DIR,
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(struct.pack(JOB, len(html), seconds, megabytes) + html)
        self.process.stdin.flush()
        outcome, length = struct.unpack(ANSWER, _exactly(self.process.stdout, struct.calcsize(ANSWER)))
        return outcome, _exactly(self.process.stdout, length)

    def end(self) -> None:
        """End the warm process, if there is one."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                assert pipe is not None
                # What did not get through is part of the job that is done again.
                with suppress(BrokenPipeError):
                    pipe.close()
            self.process = None

    def forget(self) -> None:
        """In a forked process: leave the warm process to the parent."""
        self.lock = threading.Lock()
        if self.process is not None:
            _OF_THE_PARENT.append(self.process)
            self.process = None


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    """Read so many bytes. Raises EOFError where fewer come."""
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


PRESS = Press()
os.register_at_fork(after_in_child=PRESS.forget)
