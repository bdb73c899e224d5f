"""Send minutes round to the organisations, and close the round to work their remarks in (UX §5)."""

import datetime
import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import User, organisations_leading
from amif_network.core.workflow import advance
from amif_network.directory.models import Organisation

from ... import documents
from ...deadlines import refuse_deadline
from ...mails import review as mails
from ...models import Attendance, Circulation, Minutes, Remark, ReviewRequest
from ...models.choices import PRESENT, SPOKEN_FOR, LogSubject
from ...workflow import MINUTES
from ..reminding import call_back_needless
from ..steps import log
from ..versions import keep_standing
from .locks import locked_minutes


def organisations_asked(minutes: Minutes) -> dict[Organisation, bool]:
    """Return the organisations that read these minutes, and of each whether it was excused: nobody was there for it."""
    return asked_and_leading(minutes)[0]


def asked_and_leading(minutes: Minutes) -> tuple[dict[Organisation, bool], list[Organisation]]:
    """Return what `organisations_asked` says, and the organisations on the list that lead the network; two queries.

    The former are those of the people present, the guests and the excused; a person who was replaced was represented.
    The latter are not asked: they write the minutes.
    """
    leading = set(organisations_leading())
    listed = _on_the_list(minutes)
    return {one: excused for one, excused in listed.items() if one not in leading}, [one for one in listed if one in leading]


def _on_the_list(minutes: Minutes) -> dict[Organisation, bool]:
    """Return every organisation on the list that somebody was there for, or was excused for; and whether it was excused."""
    rows = Attendance.objects.filter(meeting=minutes.meeting_id, status__in=SPOKEN_FOR, organisation__isnull=False)
    asked: dict[Organisation, bool] = {}
    for row in rows.select_related("organisation").order_by("organisation__sort_fr", "organisation", "pk"):
        assert row.organisation is not None
        represented = row.status in PRESENT or row.replaced_by_id is not None
        asked[row.organisation] = asked.get(row.organisation, True) and not represented
    return asked


@transaction.atomic
def circulate(
    minutes: Minutes,
    *,
    deadline: datetime.date,
    message_fr: str,
    message_nl: str,
    by: User,
    at: datetime.datetime,
    site: str,
) -> Circulation:
    """Freeze the minutes as they stand in both languages, and ask every organisation of the attendees and the excused.

    What an organisation had begun to answer to the round before, but not sent, moves along to the new one. Raises
    WrongState or PermissionDenied as `core.workflow.advance`, ValidationError for a deadline that lies in the past or
    when there is no organisation to ask.
    """
    locked = locked_minutes(minutes.pk)
    before, after = advance(MINUTES, "circulate", locked, by=by)
    refuse_deadline(deadline, today=timezone.localdate(at))
    organisations = organisations_asked(locked)
    if not organisations:
        raise ValidationError(
            _("There is nobody to ask: the attendance list names no organisation, or only those that lead the network."),
            code="nobody",
        )
    said = {"deadline": deadline, "message_fr": message_fr.strip(), "message_nl": message_nl.strip()}
    circulation = _next_round(locked, circulated_by=by, circulated_at=at, **said)
    keep_standing(locked)
    log(locked.meeting, LogSubject.MINUTES, "circulate", before, after, by=by, at=at, about=circulation.pk)
    _ask(circulation, organisations, site=site, at=at)
    call_back_needless(locked)
    return circulation


def _next_round(minutes: Minutes, **said: Any) -> Circulation:
    """Freeze the minutes, which are locked, as their next round, with what is `said` of it."""
    last = Circulation.objects.filter(minutes=minutes).aggregate(last=Max("number"))["last"] or 0
    minutes.rounds = last + 1
    minutes.save(update_fields=["rounds"])
    content = _frozen(minutes)
    return Circulation.objects.create(
        minutes=minutes, number=minutes.rounds, version=minutes.version, content=content,
        sha256=sha256(content.encode()).hexdigest(), **said,
    )  # fmt: skip


def _ask(circulation: Circulation, organisations: dict[Organisation, bool], *, site: str, at: datetime.datetime) -> None:
    """Ask the organisations, of which each is excused or not, and write their mails."""
    for organisation, excused in organisations.items():
        request = ReviewRequest.objects.create(
            circulation=circulation, organisation=organisation, deadline=circulation.deadline, excused=excused
        )
        _take_along(request, at=at)
        mails.asked(request, site=site, at=at)


def _frozen(minutes: Minutes) -> str:
    """Return the record in both languages as canonical JSON; what is sent round is a draft, whatever it becomes."""
    printed = replace(documents.record(documents.load(minutes.pk), documents.BOTH), state="draft")
    return json.dumps(printed.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _take_along(request: ReviewRequest, *, at: datetime.datetime) -> None:
    """Bring what the organisation wrote and did not send in earlier rounds into its new request."""
    earlier = ReviewRequest.objects.select_for_update().filter(
        circulation__minutes=request.circulation.minutes_id, organisation=request.organisation_id
    )
    keys = [one.pk for one in earlier if one.pk != request.pk]
    moved = Remark.objects.filter(request__in=keys, state=Remark.State.DRAFT).update(request=request)
    if moved:
        request.draft_rev = 1
        request.save(update_fields=["draft_rev"])


@transaction.atomic
def incorporate(minutes: Minutes, *, by: User, at: datetime.datetime) -> Minutes:
    """Open minutes that are in review for writing, so that remarks can be worked in; answers may still come in.

    Raises WrongState or PermissionDenied as `core.workflow.advance`.
    """
    locked = locked_minutes(minutes.pk)
    before, after = advance(MINUTES, "incorporate", locked, by=by)
    log(locked.meeting, LogSubject.MINUTES, "incorporate", before, after, by=by, at=at)
    return locked
