"""The warm process beside one that prints: it waits for pages on its input, and forks a bounded child for each.

One job: `JOB` and the page; its answer: `ANSWER` and the PDF, or why there is none.
It ends with its input, or after an idle while.
"""

import gc
import logging
import os
import resource
import select
import signal
import struct
import sys
from typing import IO

# Length of the page, seconds, megabytes; outcome and length of what follows.
JOB, ANSWER = "!QII", "!IQ"
DONE, REFUSED, TOO_LONG, TOO_MUCH, BROKEN = range(5)
# Seconds without a job after which it gives its memory back.
IDLE = 900
logger = logging.getLogger(__name__)


def serve(jobs: IO[bytes], answers: IO[bytes]) -> None:
    """Do one job after the other until none comes."""
    from amif_network.core.pdf import warm_up

    for number in (signal.SIGINT, signal.SIGTERM):
        # Who prints ends it by closing its input, after the document in hand.
        signal.signal(number, signal.SIG_IGN)
    warm_up()
    gc.collect()
    # What is read by now is never garbage: no child copies pages of memory to note so.
    gc.freeze()
    while select.select([jobs], [], [], IDLE)[0]:
        head = jobs.read(struct.calcsize(JOB))
        if len(head) < struct.calcsize(JOB):
            return
        length, seconds, megabytes = struct.unpack(JOB, head)
        outcome, data = _by_child(jobs.read(length), seconds, megabytes)
        answers.write(struct.pack(ANSWER, outcome, len(data)) + data)
        answers.flush()


def _by_child(html: bytes, seconds: int, megabytes: int) -> tuple[int, bytes]:
    """Return the outcome of a job and what its child wrote."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os._exit(_print(html, seconds, megabytes, writing))
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == -signal.SIGALRM:
        return TOO_LONG, b""
    if code in (DONE, REFUSED):
        return code, data
    # Below Python, who gets no memory aborts.
    return (TOO_MUCH if code in (TOO_MUCH, -signal.SIGABRT, -signal.SIGTRAP) else BROKEN), b""


def _print(html: bytes, seconds: int, megabytes: int, writing: int) -> int:
    """Lay out a page within the bounds, in the child; return how it ended."""
    from amif_network.core.pdf import PdfError, html_to_pdf

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20,) * 2)
    try:
        outcome, data = DONE, html_to_pdf(html.decode())
    except PdfError as error:
        outcome, data = REFUSED, str(error).encode()
    except MemoryError:
        return TOO_MUCH
    except Exception:
        logger.exception("A document cannot be laid out.")
        return BROKEN
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(data)
    return outcome


if __name__ == "__main__":
    # Whatever a library prints goes to the log, not among the answers.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        serve(sys.stdin.buffer, answers)
