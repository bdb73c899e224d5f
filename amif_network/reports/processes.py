"""Pieces of work in processes of their own, one for each: what it takes of memory and time is bounded, and all cores are used.

A child is forked when it is needed, with everything imported, and gives its memory back when it ends; a pool that lives on would
keep the largest part of each worker. It reads from the database over a connection of its own, that can write nothing, and sees
what the others see, whatever is written meanwhile (`one_moment`).
"""

import errno
import json
import logging
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from typing import IO

from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import in_both

from .kinds import Part, Unbuildable

# Seconds between two looks at the children.
RHYTHM = 1
# How a child ends that could not do its work: it says why in the file, it wanted too much memory, it broke, it wrote too much,
# the database went away under it.
REFUSED, TOO_MUCH, BROKEN, TOO_LARGE, ALONE = 3, 4, 5, 6, 7
# What the database says, or its absence, when it goes away; that it takes no writes is none of it here.
LOST = (OperationalError, InterfaceError)
logger = logging.getLogger(__name__)
fork = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Limits:
    """How many children at a time (0: none, the work is done here), and what each may take and write.

    `moment`: the name of the snapshot of the database that all of them read ("" for what stands there when each begins).
    """

    at_a_time: int
    seconds: int
    megabytes: int
    written_megabytes: int = 100
    moment: str = ""


class Failed(Exception):
    """A part could not be built; `remark` says why in both languages."""

    def __init__(self, remark: dict[str, str]) -> None:
        super().__init__(remark)
        self.remark = remark


class Interrupted(Exception):
    """The database, or what stands before it, went away under a part: nothing is wrong with the part itself."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process at work on a part, and the nameless file into which it writes."""

    part: Part
    process: ForkProcess
    file: IO[bytes]


@contextmanager
def one_moment() -> Iterator[str]:
    """Hold what the database contains now, and give the name under which children read it, as `Limits.moment`.

    It is held by a connection of its own, which lives as long as the context and is not closed before a fork.
    """
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor.fetchone()[0]
    finally:
        holder.close()


def run(parts: Iterable[Part], limits: Limits, pulse: Callable[[], None]) -> Generator[tuple[Part, IO[bytes]]]:
    """Yield each part with the file that it wrote, as they are finished; `pulse` is called all the while.

    Raises Failed at the first that cannot be built, Interrupted at the first that lost the database. Whatever ends the loop, no
    child is left behind.
    """
    if not limits.at_a_time:
        yield from _here(parts, pulse)
        return
    waiting, busy = deque(parts), dict[int, Child]()
    try:
        while waiting or busy:
            while waiting and len(busy) < limits.at_a_time:
                child = _begun(waiting.popleft(), limits)
                busy[child.process.sentinel] = child
            ended = wait(list(busy), timeout=RHYTHM)
            pulse()
            for sentinel in ended:
                assert isinstance(sentinel, int)
                child = busy.pop(sentinel)
                with child.file:
                    yield child.part, _result(child, limits)
    finally:
        for child in busy.values():
            child.process.kill()
            child.process.join()
            child.file.close()


def _here(parts: Iterable[Part], pulse: Callable[[], None]) -> Iterator[tuple[Part, IO[bytes]]]:
    """Build one after the other in this process, without bounds."""
    for part in parts:
        pulse()
        with tempfile.TemporaryFile() as file:
            try:
                part.call(file)
            except Unbuildable as error:
                raise Failed(_in_both(error.sentence)) from error
            except Exception as error:
                if isinstance(error, LOST):
                    raise Interrupted from error
                logger.exception("The part %s of a report cannot be built.", part.name)
                raise Failed(_in_both(BROKE)) from error
            yield part, _from_the_start(file)


def _begun(part: Part, limits: Limits) -> Child:
    """Fork a child for a part. No connection is shared with it: it would speak over ours."""
    connections.close_all()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed to the child, closed by whoever takes the result
    process = fork.Process(target=_work, args=(part, file, limits), daemon=True)
    process.start()
    return Child(part, process, file)


def _work(part: Part, file: IO[bytes], limits: Limits) -> None:
    """Build a part, in the child."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # A worker that is told to end finishes first what it has in hand: these children.
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.seconds)
    bytes_ = limits.megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (bytes_, bytes_))
    written = limits.written_megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    try:
        _read(part, file, limits.moment)
    except Unbuildable as error:
        file.seek(0)
        file.truncate()
        file.write(json.dumps(_in_both(error.sentence)).encode())
        file.flush()
        sys.exit(REFUSED)
    except MemoryError:
        sys.exit(TOO_MUCH)
    except OSError as error:
        if error.errno != errno.EFBIG:
            logger.exception("The part %s of a report cannot be written.", part.name)
        sys.exit(TOO_LARGE if error.errno == errno.EFBIG else BROKEN)
    except Exception as error:
        if isinstance(error, (Interrupted, *LOST)):
            sys.exit(ALONE)
        logger.exception("The part %s of a report cannot be built.", part.name)
        sys.exit(BROKEN)
    finally:
        connections.close_all()


def _read(part: Part, file: IO[bytes], moment: str) -> None:
    """Build a part from what the database held at a moment, or holds now; nothing can be written there."""
    pooled = connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
    if not pooled:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = on")
    if moment:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            _go_back_to(moment, cursor)
            part.call(file)
    elif pooled:
        # What is set on a connection that a pooler shares would bind whoever has it next: the transaction is bound instead.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            part.call(file)
    else:
        part.call(file)
    file.flush()


def _go_back_to(moment: str, cursor: CursorWrapper) -> None:
    """See what the others see. Raises Interrupted where who held it is gone, as after a restart of the database."""
    try:
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [moment])
    except DatabaseError as error:
        raise Interrupted from error


BROKE = _("Something went wrong in the portal while this report was being built. Ask for it again; if it fails once more, tell the administrators: the log of the server says why.")  # fmt: skip # noqa: E501
LONG = _("One part of this report took longer than %(minutes)s minutes, and was ended. Ask for less at a time.")
LARGE = _("One part of this report needed more memory than it may take (%(megabytes)s MB). Ask for less at a time.")

BULKY = _("One part of this report became larger than it may be (%(megabytes)s MB). Ask for less at a time.")


def _result(child: Child, limits: Limits) -> IO[bytes]:
    """Return what an ended child wrote. Raises Failed where it did not come to its end, Interrupted where nobody is to blame."""
    child.process.join()
    code = child.process.exitcode
    child.process.close()
    if code == 0:
        return _from_the_start(child.file)
    if code == REFUSED:
        remark: dict[str, str] = json.load(_from_the_start(child.file))
        raise Failed(remark)
    if code == ALONE:
        raise Interrupted
    if code == -signal.SIGALRM:
        raise Failed(_in_both(LONG, minutes=max(limits.seconds // 60, 1)))
    if code == TOO_MUCH:
        raise Failed(_in_both(LARGE, megabytes=limits.megabytes))
    if code == TOO_LARGE:
        raise Failed(_in_both(BULKY, megabytes=limits.written_megabytes))
    logger.error("The process of the part %s of a report ended with %s.", child.part.name, code)
    raise Failed(_in_both(BROKE))


def _in_both(sentence: str | Promise, **words: object) -> dict[str, str]:
    return in_both(lambda: str(sentence) % words if words else str(sentence))


def _from_the_start(file: IO[bytes]) -> IO[bytes]:
    # The child moved the place in the file, which both share.
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    file.seek(0)
    return file
