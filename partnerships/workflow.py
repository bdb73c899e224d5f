"""Who may do what with a partnership and what belongs to it, and in which state (docs/architecture.md prints these tables)."""

from typing import Any

from amif_network.accounts.roles import administering, coordinating
from amif_network.core.workflow import Step, Workflow

from .models import Claim, Partnership, PresenceStatement, Transfer, choices


def hosting(user: Any, obj: Any) -> bool:
    """Members of the host (`is_host`, as `visible_to` annotates it), and coordinators for anybody."""
    return bool(user.is_authenticated and (user.is_coordinating or (user.role == "member" and obj.is_host)))


def partnering(user: Any, obj: Any) -> bool:
    """Members of the partner of the row (`is_own`), and coordinators for anybody."""
    return bool(user.is_authenticated and (user.is_coordinating or (user.role == "member" and obj.is_own)))


def taking_part(user: Any, obj: Any) -> bool:
    """Members of any party of the partnership (`is_host`, `is_partner`), and coordinators."""
    return bool(user.is_authenticated and (user.is_coordinating or (user.role == "member" and (obj.is_host or obj.is_partner))))


IDEA, NEGOTIATING, TEXT_AGREED, TO_SIGN, SIGNED, AMENDED, ENDED, NOT_RENEWED, TERMINATED, ABANDONED = (
    frozenset({state}) for state in Partnership.State.values
)
UNSIGNED = IDEA | NEGOTIATING | TEXT_AGREED | TO_SIGN
AGREED = SIGNED | AMENDED
ALIVE = UNSIGNED | AGREED
FINISHED = frozenset(choices.FINISHED)

PARTNERSHIP: Workflow = {
    "edit": Step(ALIVE, None, hosting),
    # Who is party changes what everybody signs: coordinators, until the text lies there to be signed.
    "parties": Step(IDEA | NEGOTIATING | TEXT_AGREED, None, coordinating),
    # Contact and person in charge, commitments of one's own side, working time.
    "follow": Step(ALIVE | ENDED | NOT_RENEWED | TERMINATED, None, taking_part),
    "attach": Step(ALIVE | FINISHED, None, taking_part),
    "negotiate": Step(IDEA, Partnership.State.NEGOTIATING, hosting),
    # A first text, or another one while nobody has to sign it yet.
    "write": Step(NEGOTIATING | TEXT_AGREED | TO_SIGN, None, hosting),
    "agree": Step(NEGOTIATING, Partnership.State.TEXT_AGREED, hosting),
    "reopen_text": Step(TEXT_AGREED | TO_SIGN, Partnership.State.NEGOTIATING, hosting, comment_required=True),
    "put_to_sign": Step(TEXT_AGREED, Partnership.State.TO_SIGN, hosting),
    # Decisions of councils and signatures.
    "decide": Step(TEXT_AGREED | TO_SIGN | AMENDED, None, taking_part),
    "sign": Step(TO_SIGN | AMENDED, None, taking_part),
    # The last signature moves it.
    "complete": Step(TO_SIGN | AMENDED, Partnership.State.SIGNED, taking_part),
    "amend": Step(AGREED, Partnership.State.AMENDED, hosting, comment_required=True),
    # What really happens does not wait for signatures: running while unsigned is a fact to show.
    "immerse": Step(ALIVE, None, taking_part),
    "committee": Step(ALIVE, None, taking_part),
    "budget": Step(ALIVE, None, hosting),
    "claim": Step(ALIVE | ENDED | NOT_RENEWED | TERMINATED, None, taking_part),
    "allocate": Step(ALIVE | ENDED | NOT_RENEWED | TERMINATED, None, hosting),
    "evaluate": Step(ALIVE | ENDED | NOT_RENEWED | TERMINATED, None, taking_part),
    "renew": Step(AGREED | TO_SIGN | ENDED, None, hosting),
    "end": Step(TO_SIGN | AGREED, Partnership.State.ENDED, hosting),
    "not_renew": Step(TO_SIGN | AGREED | ENDED, Partnership.State.NOT_RENEWED, hosting, comment_required=True),
    "terminate": Step(TO_SIGN | AGREED, Partnership.State.TERMINATED, hosting, comment_required=True),
    "abandon": Step(UNSIGNED, Partnership.State.ABANDONED, hosting, comment_required=True),
    "reopen": Step(FINISHED, Partnership.State.TO_SIGN, administering, comment_required=True),
}

DRAFT, SUBMITTED, RETURNED, ACCEPTED, REJECTED, PART_PAID, PAID, WITHDRAWN = (frozenset({state}) for state in Claim.State.values)
STANDING = ACCEPTED | PART_PAID | PAID

CLAIM: Workflow = {
    "edit": Step(DRAFT | RETURNED, None, partnering),
    "attach": Step(DRAFT | RETURNED | SUBMITTED, None, partnering),
    "submit": Step(DRAFT | RETURNED, Claim.State.SUBMITTED, partnering),
    "withdraw": Step(DRAFT | SUBMITTED | RETURNED, Claim.State.WITHDRAWN, partnering),
    "return": Step(SUBMITTED, Claim.State.RETURNED, hosting, comment_required=True),
    "accept": Step(SUBMITTED, Claim.State.ACCEPTED, hosting),
    "reject": Step(SUBMITTED, Claim.State.REJECTED, hosting, comment_required=True),
    # An acceptance by mistake, while nothing was transferred.
    "undo": Step(ACCEPTED, Claim.State.SUBMITTED, hosting, comment_required=True),
    "transfer": Step(ACCEPTED | PART_PAID, None, hosting),
    # What executed and reversed transfers make of it.
    "pay_none": Step(STANDING, Claim.State.ACCEPTED, hosting),
    "pay_part": Step(STANDING, Claim.State.PART_PAID, hosting),
    "pay_all": Step(STANDING, Claim.State.PAID, hosting),
}

TRANSFER: Workflow = {
    "execute": Step(frozenset({"ordered"}), Transfer.State.EXECUTED, hosting),
    "fail": Step(frozenset({"ordered"}), Transfer.State.FAILED, hosting, comment_required=True),
    "reverse": Step(frozenset({"executed"}), Transfer.State.REVERSED, hosting, comment_required=True),
}

STATEMENT: Workflow = {
    "enter": Step(frozenset({"open"}), None, partnering),
    "submit": Step(frozenset({"open"}), PresenceStatement.State.SUBMITTED, partnering),
    "return": Step(frozenset({"submitted"}), PresenceStatement.State.OPEN, hosting, comment_required=True),
    "confirm": Step(frozenset({"submitted"}), PresenceStatement.State.CONFIRMED, hosting),
    "reopen": Step(frozenset({"confirmed"}), PresenceStatement.State.OPEN, hosting, comment_required=True),
    # An accepted balance locks the months it covers.
    "lock": Step(frozenset({"confirmed"}), PresenceStatement.State.LOCKED, hosting),
    # The acceptance was taken back.
    "unlock": Step(frozenset({"locked"}), PresenceStatement.State.CONFIRMED, hosting),
}
