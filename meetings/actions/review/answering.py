"""An organisation answers the minutes it was sent: colleagues share one draft and send it once (UX §5).

They come with an account, or by a signed link under the name they give. What is refused loses nothing: every error
says why, and the page shows again what was typed.
"""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from amif_network.accounts.models import Role, User
from amif_network.core.fingerprint import Overtaken
from amif_network.core.workflow import WrongState, advance

from ...mails import review as mails
from ...models import Remark, ReviewLink, ReviewRequest, Section
from ...models.choices import UNAPPROVED, LogSubject
from ...workflow import REMARK, REVIEW
from ..reminding import call_back_needless
from ..steps import log
from .locks import locked_request

# More remarks than any organisation has on one set of minutes: what a script could write through a link stays bounded.
MOST_REMARKS = 300


class TooMany(ValueError):
    """The draft holds MOST_REMARKS already."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes for an organisation: somebody with an account, or the holder of a link under the name they gave."""

    by: User | ReviewLink
    name: str = ""

    @property
    def user(self) -> User | None:
        """Who signed in; None for the holder of a link."""
        return self.by if isinstance(self.by, User) else None

    @property
    def channel(self) -> str:
        """How the answer comes in."""
        return ReviewRequest.Channel.LINK if self.user is None else ReviewRequest.Channel.ACCOUNT


@dataclass(frozen=True, slots=True)
class Words:
    """What a remark says; `section` is None for one about the minutes as a whole."""

    kind: str
    language: str
    section: Section | None = None
    quote: str = ""
    text: str = ""
    proposal: str = ""


def why_closed(request: ReviewRequest, *, current: bool = True) -> str:
    """Say why nothing can be answered to `request` any more; "" while it can. `current`: it is one of the last round."""
    minutes = request.circulation.minutes
    if not current:
        return _("A later round of review has begun: it holds what you had written. Nothing can be changed in this one.")
    if request.state == ReviewRequest.State.ANSWERED:
        return _("The answer of your organisation was sent. To add something, write to the coordinators of the network.")
    if request.state == ReviewRequest.State.SILENT:
        return _("The review was closed without an answer of your organisation. Write to the coordinators of the network.")
    if minutes.state not in UNAPPROVED or minutes.version != request.circulation.version:
        return _("These minutes were approved meanwhile. Is something wrong in them? Write to the coordinators of the network.")
    return ""


@transaction.atomic
def save_remark(
    request: ReviewRequest,
    words: Words,
    *,
    writer: Writer,
    at: datetime.datetime,
    remark: Remark | None = None,
    seen: str = "",
) -> Remark:
    """Write a remark into the shared draft, or change one (`remark`, `seen`: its fingerprint as the writer saw it).

    Raises WrongState with a sentence when nothing can be answered any more, PermissionDenied, TooMany, ValueError for a
    section of other minutes; Overtaken when a colleague changed the remark since, Remark.DoesNotExist when one removed it.
    """
    locked = _open(request, writer)
    if words.section is not None and words.section.minutes_id != locked.circulation.minutes_id:
        raise ValueError("The section belongs to other minutes.")
    written = _drafted(locked, remark.pk, seen, writer) if remark else _new(locked, writer, at)
    written.kind, written.language, written.section = words.kind, words.language, words.section
    written.quote, written.text, written.proposal = words.quote, words.text, words.proposal
    written.save()
    _count_change(locked)
    return written


@transaction.atomic
def remove_remark(request: ReviewRequest, remark: Remark, *, writer: Writer, seen: str) -> None:
    """Take a remark out of the shared draft. Raises as `save_remark`."""
    locked = _open(request, writer)
    _drafted(locked, remark.pk, seen, writer).delete()
    _count_change(locked)


@transaction.atomic
def send_answer(
    request: ReviewRequest, *, writer: Writer, seen: int, no_remarks: bool, at: datetime.datetime, site: str
) -> ReviewRequest:
    """Send the draft as the answer of the organisation, all remarks at once, and a receipt to everybody of it.

    `seen`: the `draft_rev` that the sender looked at. `no_remarks`: they say that there are none. Raises Overtaken when
    the draft changed since they looked, or holds remarks against that word, else as `save_remark`. `site`: the portal's address.
    """
    locked = _open(request, writer)
    drafts = list(locked.remarks.filter(state=Remark.State.DRAFT).order_by("position", "pk"))
    if locked.draft_rev != seen or bool(drafts) == no_remarks:
        raise Overtaken
    for remark in drafts:
        remark.sent_at = at
        remark.save(update_fields=["sent_at"])
        advance(REMARK, "send", remark, by=writer.by)
    # A database constraint wants to know at once who answered.
    locked.answered_at, locked.answered_by, locked.answered_name, locked.channel = at, writer.user, writer.name, writer.channel
    locked.save(update_fields=["answered_at", "answered_by", "answered_name", "channel"])
    before, after = advance(REVIEW, "answer", locked, by=writer.by)
    log(
        locked.circulation.minutes.meeting, LogSubject.REVIEW, "answer", before, after, by=writer.user, by_name=writer.name,
        at=at, comment=str(locked.organisation), about=locked.pk,
    )  # fmt: skip
    call_back_needless(locked.circulation.minutes)
    mails.received(locked, site=site, at=at, also_to=writer.by.email if isinstance(writer.by, ReviewLink) else "")
    return locked


def note_opening(request: ReviewRequest, *, at: datetime.datetime) -> None:
    """Note that somebody of the organisation has its page open; who it is, is not recorded."""
    ReviewRequest.objects.filter(pk=request.pk).update(opened_at=at)


def _open(request: ReviewRequest, writer: Writer) -> ReviewRequest:
    """Lock a request that `writer` may answer now."""
    locked = locked_request(request)
    if closed := why_closed(locked):
        raise WrongState(closed)
    # A coordinator writes down what reached them on another way, which says so (`recording.answer_on_behalf`).
    coordinating = writer.user is not None and writer.user.role != Role.MEMBER
    if coordinating or not REVIEW["answer"].who(writer.by, locked):
        raise PermissionDenied
    return locked


def _drafted(request: ReviewRequest, key: int, seen: str, writer: Writer) -> Remark:
    """Lock a remark of the draft and return it as `writer` saw it."""
    remark = Remark.objects.select_for_update(of=("self",)).get(pk=key, request=request)
    advance(REMARK, "edit", remark, by=writer.by)
    if remark.fingerprint != seen:
        raise Overtaken
    return remark


def _new(request: ReviewRequest, writer: Writer, at: datetime.datetime) -> Remark:
    """Return an empty remark at the end of the draft."""
    if request.remarks.count() >= MOST_REMARKS:
        raise TooMany
    last = request.remarks.aggregate(last=Max("position"))["last"] or 0
    return Remark(request=request, position=last + 1, author=writer.user, author_name=writer.name, created_at=at)


def _count_change(request: ReviewRequest) -> None:
    """Count a change of the draft, so that whoever sends it has seen it."""
    request.draft_rev += 1
    request.save(update_fields=["draft_rev"])
