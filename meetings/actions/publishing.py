"""Approve minutes, publish them as frozen editions, and correct what was published (DOMAIN §2 fact 5, §7 invariant 11)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES, Localised
from amif_network.core.workflow import CommentRequired, WrongState, advance

from .. import documents
from ..models import Attendance, Edition, Minutes, PendingContribution, SectionRevision, TranslationState
from ..models.choices import LogSubject
from ..outline import Node, outline, reading_order
from ..workflow import MINUTES
from .steps import log

# Who stands for an edition, taken over from the minutes.
SIGNATURE = ("approved_by", "approved_at", "published_by", "published_at")
# What keeps a translation from counting as complete.
GAPS = (TranslationState.MISSING, TranslationState.OUTDATED, TranslationState.DIVERGED, TranslationState.UNCONFIRMED)


class NotWhatWasApproved(WrongState):
    """The content changed after the approval: the meeting, its agenda or its people."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A section whose text in `lang` is missing, outdated or unconfirmed."""

    node: Node
    lang: str
    state: TranslationState

    @property
    def title(self) -> Localised:
        """The heading as it stands in either language."""
        return documents.heading(self.node.section, self.lang)


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """What is not finished: gaps need a reason to publish all the same, the rest is for the publisher to know."""

    gaps: list[Gap]
    pending: list[PendingContribution]
    unknown_attendance: list[Attendance]
    sections: int

    @property
    def need_reason(self) -> bool:
        """True when an edition would carry a text that is missing, outdated or not confirmed."""
        return bool(self.gaps)

    def __bool__(self) -> bool:
        return bool(self.gaps or self.pending or self.unknown_attendance)


def open_points(minutes: Minutes) -> OpenPoints:
    """Return what is open in `minutes`, as loaded by `documents.load`."""
    nodes = reading_order(outline(minutes.sections.all()))
    standing = {node.section.pk for node in nodes}
    return OpenPoints(
        gaps=[
            Gap(node, lang, state)
            for node in nodes
            for lang in LANGUAGES
            if (state := node.section.translation_state(lang)) in GAPS
        ],
        pending=[
            contribution
            for contribution in minutes.pending_contributions.all()
            if contribution.closed_at is None and (contribution.section_id is None or contribution.section_id in standing)
        ],
        unknown_attendance=[one for one in minutes.meeting.attendances.all() if one.status == Attendance.Status.UNKNOWN],
        sections=len(nodes),
    )


@transaction.atomic
def approve(minutes: Minutes, *, by: User, at: datetime.datetime) -> Minutes:
    """Approve the text as it stands, with the hash of what was approved; from now on nobody writes in it.

    Raises WrongState or PermissionDenied as `core.workflow.advance`.
    """
    locked = _locked(minutes)
    locked.approved_by, locked.approved_at = by, at
    locked.approved_hash = documents.content_hash(documents.load(minutes.pk))
    locked.save(update_fields=["approved_by", "approved_at", "approved_hash"])
    _step(locked, "approve", by=by, at=at)
    return locked


@transaction.atomic
def withdraw_approval(minutes: Minutes, *, by: User, at: datetime.datetime, comment: str) -> Minutes:
    """Open approved minutes for writing again. Raises CommentRequired without a reason, else as `approve`."""
    locked = _locked(minutes)
    _step(locked, "withdraw_approval", by=by, at=at, comment=comment)
    return _unapproved(locked)


@transaction.atomic
def correct(minutes: Minutes, *, by: User, at: datetime.datetime, comment: str) -> Minutes:
    """Start the next version of published minutes; what was published stays as it is. Raises as `withdraw_approval`."""
    locked = _locked(minutes)
    _step(locked, "correct", by=by, at=at, comment=comment)
    locked.version += 1
    locked.published_by = locked.published_at = None
    locked.save(update_fields=["version", "published_by", "published_at"])
    return _unapproved(locked)


@transaction.atomic
def publish(minutes: Minutes, *, by: User, at: datetime.datetime, reasons: Mapping[str, str] | None = None) -> list[Edition]:
    """Freeze the approved minutes: one edition in French, one in Dutch, one bilingual, with their very bytes.

    `reasons`: by language, why they go out although a text is missing, outdated or not confirmed;
    printed on page 1. Raises CommentRequired without one where it is needed, NotWhatWasApproved when the
    content has changed since, WrongState when somebody published in between, PermissionDenied.
    """
    locked = _locked(minutes)
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
    return [_freeze(loaded, language, given) for language in Edition.Language.values]


def _locked(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=minutes.pk)


def _step(minutes: Minutes, action: str, *, by: User, at: datetime.datetime, comment: str = "") -> None:
    """Take one step of the workflow on locked minutes and log it; every text keeps the version that stood then."""
    before, after = advance(MINUTES, action, minutes, by=by, comment=comment)
    log(minutes.meeting, LogSubject.MINUTES, action, before, after, by=by, at=at, comment=comment)
    standing = SectionRevision.objects.that_stood().filter(text__section__minutes=minutes, rev=F("text__rev"))
    standing.update(checkpoint=True)


def _unapproved(minutes: Minutes) -> Minutes:
    minutes.approved_by = minutes.approved_at = None
    minutes.approved_hash = ""
    minutes.save(update_fields=["approved_by", "approved_at", "approved_hash"])
    return minutes


def _freeze(minutes: Minutes, language: str, reasons: dict[str, str]) -> Edition:
    """Render one edition and store it. `minutes`: loaded, with their approval and publication."""
    printed = documents.record(minutes, language, reasons=reasons)
    data = documents.pdf(printed)
    signed: dict[str, Any] = {name: getattr(minutes, name) for name in SIGNATURE}
    return Edition.objects.create(
        minutes=minutes,
        version=minutes.version,
        language=language,
        content=printed.to_json(),
        pdf=data,
        sha256=sha256(data).hexdigest(),
        reason="\n".join(dict.fromkeys(reasons.values())),
        **signed,
    )
