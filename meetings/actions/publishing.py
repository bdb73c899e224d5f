"""Approve minutes, publish them as frozen editions, and correct what was published (DOMAIN §2 fact 5, §7 invariant 11)."""

import datetime
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES
from amif_network.core.workflow import CommentRequired, WrongState, advance

from .. import documents
from ..mails import publication as mails
from ..models import Edition, Meeting, Minutes
from ..models.choices import TOOK_PLACE, LogSubject
from ..open_points import open_points
from ..printed import PrintedMinutes
from ..workflow import MINUTES
from .registers.promises import tell_promises
from .reminding import call_back_needless
from .review.locks import locked_minutes
from .steps import log
from .versions import keep_standing

# Who stands for an edition, taken over from the minutes.
SIGNATURE = ("approved_by", "approved_at", "published_by", "published_at")


class NotWhatWasApproved(WrongState):
    """The content changed after the approval: the meeting, its agenda or its people."""


class ErratumRequired(ValueError):
    """A correction says in both languages what it corrects."""


@transaction.atomic
def approve(
    minutes: Minutes, *, by: User, at: datetime.datetime, override: str = "", in_meeting: Meeting | None = None
) -> Minutes:
    """Approve the text as it stands, with the hash of what was approved; from now on nobody writes in it.

    `override`: why it is approved although points are open; kept in the log. `in_meeting`: the later meeting that approved
    it under an item of its agenda, on its day. Raises CommentRequired without a reason where one is needed, WrongState (also
    when that meeting has no such item or was not held) or PermissionDenied as `core.workflow.advance`.
    """
    locked = locked_minutes(minutes.pk)
    loaded = documents.load(minutes.pk)
    points = open_points(loaded)
    reason = override.strip() if points else ""
    locked.approved_by, locked.approved_at, locked.approved_in = by, at, in_meeting
    if in_meeting is not None:
        _refuse_other_meeting(in_meeting, locked)
        locked.approved_at = in_meeting.moment_of_decisions
    locked.approved_hash = documents.content_hash(loaded)
    locked.save(update_fields=["approved_by", "approved_at", "approved_in", "approved_hash"])
    _step(locked, "approve", by=by, at=at, comment=reason)
    call_back_needless(locked)
    if points and not reason:
        raise CommentRequired(_("Say why the minutes are approved although points are open."))
    return locked


@transaction.atomic
def withdraw_approval(minutes: Minutes, *, by: User, at: datetime.datetime, comment: str) -> Minutes:
    """Open approved minutes for writing again. Raises CommentRequired without a reason, else as `approve`."""
    locked = locked_minutes(minutes.pk)
    _step(locked, "withdraw_approval", by=by, at=at, comment=comment)
    return _unapproved(locked)


@transaction.atomic
def correct(minutes: Minutes, *, by: User, at: datetime.datetime, comment: str, erratum: Mapping[str, str]) -> Minutes:
    """Start the next version of published minutes; what was published stays as it is.

    `erratum`: by language, what the new version corrects, printed in its editions. Raises ErratumRequired when a
    language says nothing, else as `withdraw_approval`.
    """
    said = {lang: erratum.get(lang, "").strip() for lang in LANGUAGES}
    if not all(said.values()):
        raise ErratumRequired(_("Say in French and in Dutch what is corrected."))
    locked = locked_minutes(minutes.pk)
    _step(locked, "correct", by=by, at=at, comment=comment)
    locked.version += 1
    locked.published_by = locked.published_at = None
    locked.erratum_fr, locked.erratum_nl = said["fr"], said["nl"]
    locked.save(update_fields=["version", "published_by", "published_at", "erratum_fr", "erratum_nl"])
    return _unapproved(locked)


@transaction.atomic
def publish(
    minutes: Minutes, *, by: User, at: datetime.datetime, site: str, reasons: Mapping[str, str] | None = None
) -> list[Edition]:
    """Freeze the approved minutes in French, in Dutch and bilingual, for the network and for the public; tell who is concerned.

    `reasons`: by language, why they go out although a text is missing, outdated or not confirmed; printed on page 1.
    `site`: the portal's address. Raises CommentRequired without a reason where one is needed, NotWhatWasApproved when the
    content has changed since, WrongState when somebody published in between, PermissionDenied.
    """
    locked = locked_minutes(minutes.pk)
    given = {lang: reason.strip() for lang, reason in (reasons or {}).items() if reason.strip()}
    locked.published_by, locked.published_at = by, at
    locked.save(update_fields=["published_by", "published_at"])
    _step(locked, "publish", by=by, at=at, comment=" / ".join(given.values()))
    loaded = documents.load(locked.pk)
    if documents.content_hash(loaded) != locked.approved_hash:
        raise NotWhatWasApproved(
            _("The meeting or its people changed after the approval. Withdraw the approval and approve again.")
        )
    if not open_points(loaded).need_reason:
        given = {}
    elif not given:
        raise CommentRequired(_("Say why the minutes are published although a translation is not finished."))
    editions = [
        _freeze(loaded, audience, language, printed, given)
        for audience, language, printed in documents.all_editions(loaded, given)
    ]
    tell_promises(loaded.meeting, at=at, site=site)
    mails.published(loaded, editions, by=by, at=at, site=site)
    return editions


def _refuse_other_meeting(meeting: Meeting, minutes: Minutes) -> None:
    """Raise WrongState unless `meeting` took place with these minutes on its agenda."""
    if meeting.state not in TOOK_PLACE or not meeting.agenda_items.filter(approves=minutes).exists():
        raise WrongState(_("These minutes are not on the agenda of that meeting, or it was not held yet."))


def _step(minutes: Minutes, action: str, *, by: User, at: datetime.datetime, comment: str = "") -> None:
    """Take one step of the workflow on locked minutes and log it; every text keeps the version that stood then."""
    before, after = advance(MINUTES, action, minutes, by=by, comment=comment)
    log(minutes.meeting, LogSubject.MINUTES, action, before, after, by=by, at=at, comment=comment)
    keep_standing(minutes)


def _unapproved(minutes: Minutes) -> Minutes:
    minutes.approved_by = minutes.approved_at = minutes.approved_in = None
    minutes.approved_hash = ""
    minutes.save(update_fields=["approved_by", "approved_at", "approved_in", "approved_hash"])
    return minutes


def _freeze(minutes: Minutes, audience: str, language: str, printed: PrintedMinutes, reasons: Mapping[str, str]) -> Edition:
    """Render one edition and store it. `minutes`: loaded, with their approval and publication."""
    data = documents.pdf(printed)
    signed: dict[str, Any] = {name: getattr(minutes, name) for name in SIGNATURE}
    return Edition.objects.create(
        minutes=minutes,
        version=minutes.version,
        language=language,
        audience=audience,
        content=printed.to_json(),
        pdf=data,
        sha256=sha256(data).hexdigest(),
        reason="\n".join(dict.fromkeys(reasons.values())),
        **signed,
    )
