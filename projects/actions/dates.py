"""Dates of calls: entered, moved with a reason, and published, which tells the organisations concerned (DOMAIN §5, §7.7).

What is published stays for ever; a date that moves is a new version beside the old one. Until it is published a version may
be changed or removed, and only coordinators know it. Dates of a draft are published when the call is announced.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import active_language, in_both
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import WrongState, advance
from meetings.models import Meeting, Section

from ..models import Call, CallDate
from ..models.choices import Edit, LogSubject
from ..models.dates import CallDateQuerySet
from ..timetable import impossible
from ..wording.dates import in_words
from ..workflow import CALL
from .notices import tell
from .steps import locked_call, log

EDITED = ("earliest", "latest", "time", "words_fr", "words_nl", "reason_fr", "reason_nl", "meeting", "section")


@dataclass(frozen=True, slots=True)
class When:
    """An exact day (`earliest` = `latest`), or a range with the words that were used in one language at least."""

    earliest: datetime.date
    latest: datetime.date
    time: datetime.time | None = None
    words_fr: str = ""
    words_nl: str = ""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a date moves, and where it was said: a section of minutes, or a meeting of which there are none yet."""

    reason_fr: str = ""
    reason_nl: str = ""
    meeting: Meeting | None = None
    section: Section | None = None


@transaction.atomic
def enter(call: Call, kind: str, when: When, why: Why = Why(), *, by: User, at: datetime.datetime) -> CallDate:
    """Write down a date of a call, known to coordinators until it is published.

    Raises ValidationError for a date that cannot be or that the call already has, WrongState or PermissionDenied where dates
    are not to be written down.
    """
    locked = locked_call(call, by=by)
    date = _version(locked, when, why, by=by, at=at)
    date.kind, date.series = kind, uuid.uuid4()
    return _save_new(date, by=by, at=at)


@transaction.atomic
def move(standing: CallDate, when: When, why: Why, *, by: User, at: datetime.datetime) -> CallDate:
    """Write down that a published date moves, with the reason; known to coordinators until it is published.

    Raises Overtaken when somebody moved it meanwhile, ValidationError without a reason or for a date that cannot be, WrongState
    for one that nobody knows yet (change it instead), or as `enter`.
    """
    locked = locked_call(standing.call, by=by)
    if CallDate.objects.filter(replaces=standing).exists():
        raise Overtaken
    standing = CallDate.objects.get(pk=standing.pk)
    if standing.published_at is None:
        raise WrongState(_("This date is not published yet: change it instead of moving it."))
    date = _version(locked, when, why, by=by, at=at)
    date.kind, date.series, date.version, date.replaces = standing.kind, standing.series, standing.version + 1, standing
    if _same(date, standing):
        raise ValidationError(_("This is the date that holds already."))
    return _save_new(date, by=by, at=at)


@transaction.atomic
def change(date: CallDate, when: When, why: Why, *, by: User, at: datetime.datetime) -> CallDate:
    """Change a date that is not published yet. Raises as `enter`, and WrongState once it is published or gone."""
    locked = locked_call(date.call, by=by)
    standing = _unpublished(date)
    before = in_both(lambda: _quoted(standing))
    changed = _version(locked, when, why, by=standing.recorded_by, at=standing.recorded_at)
    changed.pk, changed.kind, changed.series = standing.pk, standing.kind, standing.series
    changed.version, changed.replaces = standing.version, standing.replaces
    changed._state.adding = False
    _refuse_impossible(changed)
    changed.full_clean()
    # Not the identity of the version, nor who wrote it down first.
    changed.save(update_fields=EDITED)
    words = {lang: f"{was} → {in_words(changed, lang)}" for lang, was in before.items()}
    _note(changed, Edit.CHANGE, by=by, at=at, words=words)
    return changed


@transaction.atomic
def remove(date: CallDate, *, by: User, at: datetime.datetime) -> None:
    """Take away a date that is not published yet. Raises WrongState once it is, PermissionDenied."""
    locked = locked_call(date.call, by=by)
    standing = _unpublished(date)
    standing.call = locked
    _note(standing, Edit.REMOVE, by=by, at=at, words=in_both(lambda: _quoted(standing)))
    standing.delete()


@transaction.atomic
def publish(date: CallDate, *, by: User, at: datetime.datetime, site: str) -> CallDate:
    """Publish a date of an announced call, and tell the organisations concerned, once.

    `site` is the portal's address, "https://…" without a path. Raises WrongState when it is published already, or the call is
    still a draft, ValidationError when it contradicts what is published.
    """
    locked = locked_call(date.call, by=by)
    standing = _unpublished(date)
    standing.call = locked
    if locked.announced_at is None:
        raise WrongState(_("The dates of a draft are published when the call is announced."))
    _refuse(impossible([*_others(standing, CallDate.objects.current()), standing]))
    _publish(standing, by=by, at=at)
    tell(standing, at=at, site=site)
    return standing


def publish_all(call: Call, *, by: User, at: datetime.datetime) -> None:
    """Publish what a locked call that is being announced says of its dates; nobody knew any before, so nobody is told."""
    for date in CallDate.objects.filter(call=call, published_at=None).select_for_update(no_key=True).order_by("pk"):
        date.call = call
        _publish(date, by=by, at=at)


def _publish(date: CallDate, *, by: User, at: datetime.datetime) -> None:
    date.published_at = at
    date.save(update_fields=["published_at"])
    _note(date, Edit.PUBLISH, by=by, at=at, words=in_both(lambda: _quoted(date)))


def _version(call: Call, when: When, why: Why, *, by: User, at: datetime.datetime) -> CallDate:
    """Return a version that is not saved. A section says at which meeting it was."""
    meeting = why.section.minutes.meeting if why.section is not None else why.meeting
    return CallDate(
        call=call, earliest=when.earliest, latest=when.latest, time=when.time, words_fr=when.words_fr.strip(),
        words_nl=when.words_nl.strip(), reason_fr=why.reason_fr.strip(), reason_nl=why.reason_nl.strip(), meeting=meeting,
        section=why.section, recorded_by=by, recorded_at=at,
    )  # fmt: skip


def _save_new(date: CallDate, *, by: User, at: datetime.datetime) -> CallDate:
    _refuse_impossible(date)
    date.full_clean()
    date.save()
    _note(date, Edit.RECORD, by=by, at=at, words=in_both(lambda: _quoted(date)))
    return date


def _unpublished(date: CallDate) -> CallDate:
    """Return the date as it stands, locked. Raises WrongState when it was published or removed meanwhile."""
    rows = CallDate.objects.select_for_update(of=("self",), no_key=True).select_related("recorded_by", "replaces")
    found = rows.filter(pk=date.pk, published_at=None).first()
    if found is None:
        raise WrongState(_("This date was published or removed meanwhile."))
    return found


def _refuse_impossible(date: CallDate) -> None:
    """Raise ValidationError when the date contradicts what is known of the others, published or not (DOMAIN §7, invariant 7)."""
    _refuse(impossible([*_others(date, CallDate.objects.newest()), date]))


def _others(date: CallDate, among: CallDateQuerySet) -> list[CallDate]:
    return list(among.filter(call=date.call).exclude(series=date.series))


def _refuse(why: str) -> None:
    if why:
        raise ValidationError({"earliest": why})


def _same(date: CallDate, standing: CallDate) -> bool:
    fields = ("earliest", "latest", "time", "words_fr", "words_nl")
    return all(getattr(date, name) == getattr(standing, name) for name in fields)


def _quoted(date: CallDate) -> str:
    """Return a date as the log writes it, in the active language."""
    return f"{date.get_kind_display()}: {in_words(date, active_language())}"


def _note(date: CallDate, action: str, *, by: User, at: datetime.datetime, words: Mapping[str, str]) -> None:
    """Log what was done with a date of a locked call; refuses where the workflow of the call does."""
    before, after = advance(CALL, "date", date.call, by=by)
    log(date.call, LogSubject.CALL_DATE, action, before, after, by=by, at=at, words=words)
