"""Who may do what with a meeting and its minutes, and in which state (docs/architecture.md prints these tables)."""

from typing import Any

from amif_network.core.workflow import Step, Workflow

from .models import Meeting, Minutes

PLANNED, CONVENED, HELD, CLOSED, CANCELLED = (frozenset({state}) for state in Meeting.State.values)
DRAFT, APPROVED, PUBLISHED = (frozenset({state}) for state in Minutes.State.values)


def coordinating(user: Any, obj: Any) -> bool:
    """Coordinators and administrators lead the network's meetings."""
    return bool(user.is_authenticated and user.is_coordinating)


def administering(user: Any, obj: Any) -> bool:
    """Steps that undo something official are for administrators."""
    return bool(user.is_authenticated and user.is_administrator)


MEETING: Workflow = {
    "edit": Step(PLANNED | CONVENED | HELD, None, coordinating),
    "convene": Step(PLANNED, Meeting.State.CONVENED, coordinating),
    "hold": Step(PLANNED | CONVENED, Meeting.State.HELD, coordinating),
    "close": Step(HELD, Meeting.State.CLOSED, coordinating),
    "reopen": Step(CLOSED, Meeting.State.HELD, administering, comment_required=True),
    "cancel": Step(PLANNED | CONVENED, Meeting.State.CANCELLED, coordinating, comment_required=True),
}

MINUTES: Workflow = {
    "write": Step(DRAFT, None, coordinating),
    "preview": Step(DRAFT | APPROVED | PUBLISHED, None, coordinating),
    "approve": Step(DRAFT, Minutes.State.APPROVED, coordinating),
    "withdraw_approval": Step(APPROVED, Minutes.State.DRAFT, coordinating, comment_required=True),
    "publish": Step(APPROVED, Minutes.State.PUBLISHED, coordinating),
    "correct": Step(PUBLISHED, Minutes.State.DRAFT, coordinating, comment_required=True),
}
