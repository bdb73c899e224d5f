"""Build a report: its missing parts, each in a process of its own and stored at once, then the file, then the mail."""

import datetime
import hashlib
import os
from collections.abc import Mapping
from contextlib import closing, nullcontext
from dataclasses import replace
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from amif_network.accounts.roles import anybody_as
from amif_network.core import uploads
from amif_network.core.bilingual import in_both
from amif_network.core.pdf import warm_up
from amif_network.core.workflow import advance

from . import mails
from .kinds import TYPES, Asked, Kind, Part, Pieces, Unbuildable, kinds
from .models import UNDER_WAY, Format, Report, ReportPart
from .processes import Failed, Interrupted, Limits, one_moment, run
from .workflow import REPORT

ENDING = "assembly"
# What a part may be in the database, and what a whole file may be on the disk, in megabytes.
LARGEST_PART, LARGEST_FILE = 100, 1_000


class TakenOver(Exception):
    """The report was withdrawn, or another worker has it: this one stops."""


def work(key: int, *, at: datetime.datetime) -> str:
    """Go on with the report of this key and return the state that it reached; "" where there is nothing to do.

    Call it outside of any transaction, as often as one likes: a report has one worker at a time.
    """
    report = _taken(key, at)
    if report is None:
        return ""
    kind = kinds().get(report.kind)
    try:
        if kind is None or not kind.may_ask(report.requested_by):
            raise Unbuildable(mails.NOT_ALLOWED)
        _build(report, kind)
    except (TakenOver, Interrupted):
        # Somebody else goes on with it; or `asking.run` hands it to a worker again, once it has lain for a while.
        return ""
    except Unbuildable as error:
        sentence = error.sentence
        return fail(report, in_both(lambda: str(sentence)))
    except Failed as error:
        return fail(report, error.remark)
    return Report.State.DONE


@transaction.atomic
def _taken(key: int, at: datetime.datetime) -> Report | None:
    """Take a report on which nobody works; None where there is none."""
    free = Report.objects.lying(at).select_for_update(of=("self",), skip_locked=True).select_related("requested_by")
    report = free.filter(pk=key).first()
    if report is None:
        return None
    report.seen_at, report.attempts = timezone.now(), report.attempts + 1
    report.started_at = report.started_at or at
    advance(REPORT, "begin", report, by=None, saving=["seen_at", "attempts", "started_at"])
    return report


def asked_of(report: Report) -> Asked:
    """Return what was asked for, in values.

    It is read as everybody of the role reads: others join who waits for it and open its file, and what only who asked may read,
    such as an evaluation of their own before it is shared, is not for them.
    """
    reader = anybody_as(report.requested_by.role)
    return Asked(report.parameters, report.language, report.format, reader, report.asked_at)


def limits() -> Limits:
    """Return how many processes may work at a time, by default one for each core, and what each may take."""
    at_a_time = settings.REPORT_PROCESSES
    cores = len(os.sched_getaffinity(0))
    return Limits(
        cores if at_a_time is None else at_a_time, settings.REPORT_PART_SECONDS, settings.REPORT_PART_MEGABYTES, LARGEST_PART
    )


def _build(report: Report, kind: Kind) -> None:
    """Build what is missing, store each part as it is finished, then put all together."""
    asked = asked_of(report)
    parts = kind.parts(asked)
    have = set(report.parts.values_list("name", flat=True))
    _note(report, done=len(have), total=len(parts) + 1)
    if asked.format == Format.PDF:
        # What is read now need not be read by every child.
        warm_up()
    bounds = limits()
    missing = [part for part in parts if part.name not in have]
    # All parts say what stood there at one moment; where there are no processes, what stands there as each is read.
    with one_moment() if bounds.at_a_time else nullcontext("") as moment:
        _build_parts(report, kind, missing, replace(bounds, moment=moment))
    # Only afterwards: the parts themselves were stored later than that moment.
    _put_together(report, kind, asked, Pieces([part.name for part in parts], partial(_piece, report.pk)), bounds)


def _build_parts(report: Report, kind: Kind, missing: list[Part], bounds: Limits) -> None:
    """Build parts, and store each as it is finished."""
    with closing(run(missing, bounds, partial(_sign_of_life, report))) as finished:
        for part, file in finished:
            _keep_part(report, kind, part.name, file.read())


def _put_together(report: Report, kind: Kind, asked: Asked, pieces: Pieces, bounds: Limits) -> None:
    """Write the file from its parts."""
    ending = Part(ENDING, partial(kind.assemble, asked, pieces))
    with closing(run([ending], replace(bounds, written_megabytes=LARGEST_FILE), partial(_sign_of_life, report))) as finished:
        for _part, file in finished:
            _finish(report, kind, asked, pieces, file)


def _piece(report: int, name: str) -> bytes:
    return bytes(ReportPart.objects.values_list("content", flat=True).get(report=report, name=name))


def _mine(report: Report) -> Any:
    """Return the row as long as this worker has it: a later one counts one attempt more."""
    return Report.objects.filter(pk=report.pk, state=Report.State.RUNNING, attempts=report.attempts)


def _note(report: Report, **values: Any) -> None:
    if not _mine(report).update(seen_at=timezone.now(), **values):
        raise TakenOver


def _sign_of_life(report: Report) -> None:
    _note(report)


@transaction.atomic
def _keep_part(report: Report, kind: Kind, name: str, content: bytes) -> None:
    """Store a part at once, and count it. Raises TakenOver where the report is not ours any more."""
    _note(report, done=F("done") + 1)
    sha256 = hashlib.sha256(content).hexdigest()
    ReportPart.objects.create(report=report, name=name, content=content, sha256=sha256, made_at=timezone.now())
    kind.made(name, content)


@transaction.atomic
def _finish(report: Report, kind: Kind, asked: Asked, pieces: Pieces, file: IO[bytes]) -> None:
    """Store the file under its hash and what its page shows, forget the parts, and tell who waits."""
    locked = _mine(report).select_for_update().first()
    if locked is None:
        raise TakenOver
    now = timezone.now()
    with translation.override(asked.languages[0]):
        locked.filename = f"{kind.file_name(asked)}.{asked.format}"
    locked.sha256, locked.size = _hash_of(file), file.tell()
    locked.content_type, locked.finished_at, locked.done = TYPES[Format(asked.format)], now, locked.total
    locked.charts = kind.charts(asked, pieces)
    locked.expires_at = now + datetime.timedelta(days=settings.REPORT_KEPT_DAYS)
    file.seek(0)
    uploads.place(locked)
    uploads.keep_file(locked, File(file))
    saving = ["filename", "sha256", "size", "content_type", "finished_at", "done", "charts", "expires_at", "file"]
    advance(REPORT, "finish", locked, by=None, saving=saving)
    locked.parts.all().delete()
    mails.tell(locked, kind, at=now)


def _hash_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := file.read(2**20):
        digest.update(piece)
    return digest.hexdigest()


@transaction.atomic
def fail(report: Report, remark: Mapping[str, str]) -> str:
    """Note why a report cannot be built, and tell who waits; return its state, "" where it is in other hands by now."""
    locked = Report.objects.select_for_update().filter(pk=report.pk, state__in=UNDER_WAY, attempts=report.attempts).first()
    if locked is None:
        return ""
    now = timezone.now()
    locked.remark_fr, locked.remark_nl, locked.finished_at = remark["fr"], remark["nl"], now
    advance(REPORT, "fail", locked, by=None, saving=["remark_fr", "remark_nl", "finished_at"])
    mails.tell(locked, kinds().get(locked.kind), at=now)
    return locked.state
