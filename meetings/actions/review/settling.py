"""Give a remark its outcome, which its organisation sees, or take it back (DOMAIN §4, UX §5)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.workflow import WrongState, advance

from ...models import Remark, Section
from ...models.choices import WRITABLE, LogSubject, Outcome
from ...proposals import applied
from ...workflow import REMARK
from ..steps import log
from ..writing import write_text
from .locks import locked_remark
from .telling import tell

# What an outcome says.
SAID = ("outcome", "passed_to", "answer_fr", "answer_nl")
# Outcomes that owe the organisation an explanation.
EXPLAINED = (Outcome.ANSWERED, Outcome.NOT_RETAINED)


@transaction.atomic
def settle(
    remark: Remark,
    *,
    outcome: str,
    answer_fr: str = "",
    answer_nl: str = "",
    passed_to: str = "",
    by: User,
    at: datetime.datetime,
    site: str,
) -> Remark:
    """Say what became of a remark; "accepted as proposed" writes the proposal into the text.

    With the last remark of an answer settled, the organisation is told what it does not know yet. Raises CannotApply
    where the portal cannot put the proposal into the text, WrongState when the remark is settled already or the
    minutes are not open for writing, ValidationError when the outcome lacks its explanation or an anonymous section
    would name somebody, PermissionDenied. Then nothing is changed.
    """
    locked = locked_remark(remark)
    locked.outcome, locked.passed_to = outcome, passed_to.strip() if outcome == Outcome.PASSED_ON else ""
    locked.answer_fr, locked.answer_nl = answer_fr.strip(), answer_nl.strip()
    _refuse_half_an_outcome(locked)
    locked.settled_by, locked.settled_at = by, at
    before, after = advance(REMARK, "settle", locked, by=by, saving=[*SAID, "settled_by", "settled_at"])
    if outcome == Outcome.ACCEPTED:
        _apply(locked, by=by, at=at)
    _log(locked, "settle", before, after, by=by, at=at, comment=str(locked.get_outcome_display()))
    if not locked.request.remarks.unsettled().exists():
        tell(locked.request, site=site, at=at)
    return locked


@transaction.atomic
def reopen(remark: Remark, *, by: User, at: datetime.datetime, comment: str) -> Remark:
    """Take an outcome back, with a reason; what was put into the text stays there, and the answer waits for the next outcome.

    Raises WrongState, PermissionDenied or CommentRequired as `core.workflow.advance`.
    """
    locked = locked_remark(remark)
    was = str(locked.get_outcome_display())
    locked.outcome, locked.passed_to, locked.settled_by, locked.settled_at = "", "", None, None
    locked.told_at = None
    saved = ["outcome", "passed_to", "settled_by", "settled_at", "told_at"]
    before, after = advance(REMARK, "reopen", locked, by=by, comment=comment, saving=saved)
    _log(locked, "reopen", before, after, by=by, at=at, comment=f"{was} – {comment.strip()}")
    return locked


def _refuse_half_an_outcome(remark: Remark) -> None:
    """Raise ValidationError for an outcome that is none, or that does not say what it has to."""
    if remark.outcome not in Outcome.values:
        raise ValidationError(_("Say what became of the remark."), code="outcome")
    if remark.outcome == Outcome.PASSED_ON and not remark.passed_to:
        raise ValidationError(_("Say to whom the remark is passed on."), code="passed_to")
    if remark.outcome in EXPLAINED and not (remark.answer_fr or remark.answer_nl):
        raise ValidationError(_("Give the organisation an answer, in French or in Dutch."), code="answer")


def _apply(remark: Remark, *, by: User, at: datetime.datetime) -> None:
    """Write the proposal of a remark into the text, as the version after the one that stands now."""
    if remark.request.circulation.minutes.state not in WRITABLE:
        raise WrongState(_("The minutes are not open for writing now. Work the remarks in first, or choose another outcome."))
    section = Section.objects.prefetch_related("texts").get(pk=remark.section_id) if remark.section_id else None
    wording = applied(remark, section)
    if section is None or wording.already:
        return
    text = section.text_in(remark.language)
    base = text.version_key if text else 0
    write_text(section, lang=remark.language, heading=wording.heading, html=wording.html, base=base, by=by, at=at)


def _log(remark: Remark, action: str, before: str, after: str, *, by: User, at: datetime.datetime, comment: str) -> None:
    """Log a step of one remark, under the name of its organisation."""
    request = remark.request
    meeting = request.circulation.minutes.meeting
    about = f"{request.organisation} – {comment}"
    log(meeting, LogSubject.REMARK, action, before, after, by=by, at=at, comment=about, about=remark.pk)
