"""Ask for a report, withdraw it, ask again; go on with what lies, and forget what is old."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from amif_network.accounts.models import User
from amif_network.core import uploads
from amif_network.core.bilingual import in_both
from amif_network.core.workflow import advance

from . import mails, tasks, working
from .kinds import Kind
from .models import SILENCE, UNDER_WAY, Report
from .workflow import REPORT

# How often a worker may begin before the portal gives up.
MOST_ATTEMPTS = 4


@transaction.atomic
def ask(
    kind: Kind, *, parameters: Mapping[str, Any], language: str, format: str, by: User, at: datetime.datetime
) -> tuple[Report, bool]:
    """Ask for a report; where the same one is under way, join who waits for it. Return it, and whether it was joined.

    Raises PermissionDenied.
    """
    if not kind.may_ask(by):
        raise PermissionDenied
    asked = [kind.key, dict(parameters), language, format]
    key = hashlib.sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    values = {"kind": kind.key, "parameters": parameters, "language": language, "format": format}
    # ON CONFLICT DO NOTHING, so that two people may ask for the same at the same moment.
    Report.objects.bulk_create([made := Report(**values, key=key, requested_by=by, asked_at=at)], ignore_conflicts=True)
    # The latest of its key: ours, or the one that is under way, perhaps finished at this very moment.
    report = Report.objects.select_for_update().filter(key=key).latest("asked_at", "pk")
    report.readers.add(by)
    joined = report.uuid != made.uuid
    if not joined:
        _hand_over(report)
    return report, joined


@transaction.atomic
def withdraw(report: Report, *, by: User, at: datetime.datetime) -> Report:
    """Stop a report that is under way; its worker notices within a second or two. Raises WrongState, PermissionDenied."""
    locked = Report.objects.select_for_update().get(pk=report.pk)
    locked.finished_at = at
    advance(REPORT, "withdraw", locked, by=by, saving=["finished_at"])
    locked.parts.all().delete()
    return locked


@transaction.atomic
def ask_again(report: Report, *, by: User, at: datetime.datetime) -> Report:
    """Begin a report anew that failed or was withdrawn, with what the portal holds now. Raises WrongState, PermissionDenied.

    Where somebody asked for the same meanwhile, that one is returned, and joined.
    """
    locked = Report.objects.select_for_update().get(pk=report.pk)
    other = Report.objects.under_way().filter(key=locked.key).first()
    if other is not None:
        other.readers.add(by)
        return other
    locked.parts.all().delete()
    locked.asked_at, locked.requested_by, locked.attempts, locked.done = at, by, 0, 0
    locked.started_at = locked.finished_at = locked.seen_at = None
    locked.remark_fr = locked.remark_nl = ""
    saving = ["asked_at", "requested_by", "attempts", "done", "started_at", "finished_at", "seen_at", "remark_fr", "remark_nl"]
    advance(REPORT, "ask_again", locked, by=by, saving=saving)
    locked.readers.add(by)
    _hand_over(locked)
    return locked


def run(*, at: datetime.datetime) -> None:
    """Go on with what a worker left lying, and delete what is old; may be called as often as one likes."""
    _resume(at)
    _forget(at)


@transaction.atomic
def _resume(at: datetime.datetime) -> None:
    """Hand to the worker what lies for a while; give up on what ended several workers."""
    lying = Report.objects.lying(at).filter(asked_at__lt=at - SILENCE).select_for_update(of=("self",), skip_locked=True)
    for report in lying:
        if report.attempts < MOST_ATTEMPTS:
            _hand_over(report)
        else:
            working.fail(report, in_both(lambda: str(mails.BROKEN_OFF)))


@transaction.atomic
def _forget(at: datetime.datetime) -> None:
    """Delete files past their day, and with the same patience what never became one."""
    before = at - datetime.timedelta(days=settings.REPORT_KEPT_DAYS)
    ended = Report.objects.exclude(state__in=UNDER_WAY).filter(Q(expires_at__lt=at) | Q(expires_at=None, asked_at__lt=before))
    for report in ended.select_for_update(of=("self",), skip_locked=True):
        file, sha256 = report.file, report.sha256
        report.delete()
        if file:
            uploads.forget_bytes(file, sha256, Report.objects.filter(sha256=sha256).exists)


def _hand_over(report: Report) -> None:
    """Tell the worker on commit; a task that finds nothing to do does nothing."""
    key = report.pk
    transaction.on_commit(lambda: tasks.work.enqueue(key))
