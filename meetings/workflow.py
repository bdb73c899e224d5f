"""Who may do what with a meeting and its minutes, and in which state (docs/architecture.md prints these tables)."""

from typing import Any

from amif_network.accounts.roles import administering, coordinating
from amif_network.core.workflow import Step, Workflow

from .models import Idea, Meeting, Minutes, Promise, Remark, ReviewLink, ReviewRequest, Signal

PLANNED, CONVENED, HELD, CLOSED, CANCELLED = (frozenset({state}) for state in Meeting.State.values)
DRAFT, IN_REVIEW, INCORPORATING, APPROVED, PUBLISHED = (frozenset({state}) for state in Minutes.State.values)
WRITABLE = DRAFT | INCORPORATING


MEETING: Workflow = {
    "edit": Step(PLANNED | CONVENED | HELD, None, coordinating),
    "convene": Step(PLANNED, Meeting.State.CONVENED, coordinating),
    "hold": Step(PLANNED | CONVENED, Meeting.State.HELD, coordinating),
    "close": Step(HELD, Meeting.State.CLOSED, coordinating),
    "reopen": Step(CLOSED, Meeting.State.HELD, administering, comment_required=True),
    "cancel": Step(PLANNED | CONVENED, Meeting.State.CANCELLED, coordinating, comment_required=True),
    # Note what was promised, is to be passed on, or was proposed there.
    "record": Step(HELD | CLOSED, None, coordinating),
    # Prepare the meeting that follows.
    "follow": Step(PLANNED | CONVENED | HELD | CLOSED | CANCELLED, None, coordinating),
}

MINUTES: Workflow = {
    "write": Step(WRITABLE, None, coordinating),
    "preview": Step(DRAFT | IN_REVIEW | INCORPORATING | APPROVED | PUBLISHED, None, coordinating),
    "circulate": Step(WRITABLE, Minutes.State.IN_REVIEW, coordinating),
    "incorporate": Step(IN_REVIEW, Minutes.State.INCORPORATING, coordinating),
    "approve": Step(WRITABLE | IN_REVIEW, Minutes.State.APPROVED, coordinating),
    "withdraw_approval": Step(APPROVED, Minutes.State.DRAFT, coordinating, comment_required=True),
    "publish": Step(APPROVED, Minutes.State.PUBLISHED, coordinating),
    "correct": Step(PUBLISHED, Minutes.State.DRAFT, coordinating, comment_required=True),
}


def answering(user: Any, obj: Any) -> bool:
    """Members answer for their own organisations; coordinators write down what reached them on another way.

    Which requests exist for a member is the business of `ReviewRequest.objects.visible_to`. Whoever holds a signed link
    answers the one request it opens, and nothing else.
    """
    if isinstance(user, ReviewLink):
        return user.request_id == (obj.request_id if isinstance(obj, Remark) else obj.pk)
    return bool(user.is_authenticated and (user.role == "member" or user.is_coordinating))


AWAITED, ANSWERED, SILENT = (frozenset({state}) for state in ReviewRequest.State.values)

REVIEW: Workflow = {
    "answer": Step(AWAITED, ReviewRequest.State.ANSWERED, answering),
    "extend": Step(AWAITED, None, coordinating),
    "remind": Step(AWAITED, None, coordinating),
    "record_silence": Step(AWAITED, ReviewRequest.State.SILENT, coordinating),
    "ask_again": Step(ANSWERED | SILENT, ReviewRequest.State.AWAITED, coordinating, comment_required=True),
    "tell_outcomes": Step(AWAITED | ANSWERED | SILENT, None, coordinating),
    "withdraw_link": Step(AWAITED | ANSWERED | SILENT, None, coordinating),
}

REMARK_DRAFT, REMARK_SENT, SETTLED = (frozenset({state}) for state in Remark.State.values)

REMARK: Workflow = {
    "edit": Step(REMARK_DRAFT, None, answering),
    "send": Step(REMARK_DRAFT, Remark.State.SENT, answering),
    "settle": Step(REMARK_SENT, Remark.State.SETTLED, coordinating),
    "reopen": Step(SETTLED, Remark.State.SENT, coordinating, comment_required=True),
}


def owing(user: Any, obj: Any) -> bool:
    """Whoever promised answers (`is_mine`, as `Promise.objects.visible_to` annotates it); coordinators answer for anybody."""
    return bool(user.is_authenticated and (user.is_coordinating or obj.is_mine))


OPEN, PROMISE_ANSWERED, PROMISE_DONE, PROMISE_DROPPED = (frozenset({state}) for state in Promise.State.values)

PROMISE: Workflow = {
    "edit": Step(OPEN | PROMISE_ANSWERED, None, coordinating),
    "answer": Step(OPEN, Promise.State.ANSWERED, owing),
    "tell": Step(OPEN, None, coordinating),
    "finish": Step(OPEN | PROMISE_ANSWERED, Promise.State.DONE, coordinating),
    "drop": Step(OPEN | PROMISE_ANSWERED, Promise.State.DROPPED, coordinating, comment_required=True),
    "reopen": Step(PROMISE_ANSWERED | PROMISE_DONE | PROMISE_DROPPED, Promise.State.OPEN, coordinating, comment_required=True),
}

TO_SEND, SIGNAL_SENT, REPLIED, SIGNAL_DROPPED = (frozenset({state}) for state in Signal.State.values)

SIGNAL: Workflow = {
    "edit": Step(TO_SEND, None, coordinating),
    "send": Step(TO_SEND, Signal.State.SENT, coordinating),
    "reply": Step(SIGNAL_SENT, Signal.State.REPLIED, coordinating),
    "drop": Step(TO_SEND | SIGNAL_SENT, Signal.State.DROPPED, coordinating, comment_required=True),
    "reopen": Step(SIGNAL_SENT | REPLIED | SIGNAL_DROPPED, Signal.State.TO_SEND, coordinating, comment_required=True),
}

PROPOSED, IDEA_PLANNED, IDEA_DONE, IDEA_DROPPED = (frozenset({state}) for state in Idea.State.values)

IDEA: Workflow = {
    "edit": Step(PROPOSED | IDEA_PLANNED, None, coordinating),
    "plan": Step(PROPOSED, Idea.State.PLANNED, coordinating),
    "finish": Step(PROPOSED | IDEA_PLANNED, Idea.State.DONE, coordinating),
    "drop": Step(PROPOSED | IDEA_PLANNED, Idea.State.DROPPED, coordinating, comment_required=True),
    "reopen": Step(IDEA_PLANNED | IDEA_DONE | IDEA_DROPPED, Idea.State.PROPOSED, coordinating, comment_required=True),
}
