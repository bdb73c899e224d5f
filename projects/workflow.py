"""Who may do what with a call and a project, and in which state (docs/architecture.md prints these tables)."""

from typing import Any

from amif_network.accounts.roles import administering, coordinating
from amif_network.core.workflow import Step, Workflow, allowed

from .models import Call, Project, choices


def answering(user: Any, obj: Any) -> bool:
    """Members answer for their organisation; coordinators write down what an organisation said.

    They alone learn of answers and projects at all: to observers a call shows its dates, envelopes and templates.
    """
    return bool(user.is_authenticated and (user.is_coordinating or user.role == "member"))


def leading(user: Any, obj: Any) -> bool:
    """Members of the lead organisation (`is_led`, as `Project.objects.visible_to` annotates it), and coordinators for anybody."""
    return bool(user.is_authenticated and (user.is_coordinating or (user.role == "member" and obj.is_led)))


DRAFT, ANNOUNCED, IN_SELECTION, DECIDED, ARCHIVED, CANCELLED = (frozenset({state}) for state in Call.State.values)
CALL_ALIVE = DRAFT | ANNOUNCED | IN_SELECTION

CALL: Workflow = {
    "edit": Step(CALL_ALIVE | DECIDED, None, coordinating),
    "announce": Step(DRAFT, Call.State.ANNOUNCED, coordinating),
    # Dates are entered while the call is a draft, and moved with a reason afterwards.
    "date": Step(CALL_ALIVE, None, coordinating),
    "answer": Step(ANNOUNCED, None, answering),
    # Start a project in it.
    "prepare": Step(ANNOUNCED | IN_SELECTION, None, answering),
    "select": Step(ANNOUNCED, Call.State.IN_SELECTION, coordinating),
    "resume": Step(IN_SELECTION, Call.State.ANNOUNCED, coordinating, comment_required=True),
    "decide": Step(IN_SELECTION, Call.State.DECIDED, coordinating),
    "decree": Step(IN_SELECTION | DECIDED, None, coordinating),
    "archive": Step(DECIDED, Call.State.ARCHIVED, coordinating),
    "cancel": Step(CALL_ALIVE, Call.State.CANCELLED, coordinating, comment_required=True),
}

(
    PREPARATION,
    SUBMITTED,
    RETURNED,
    SELECTED,
    RESERVE,
    REFUSED,
    DECREED,
    REPORTING,
    CLOSED,
    WITHDRAWN,
) = (frozenset({state}) for state in Project.State.values)
IN_HAND = frozenset(choices.IN_HAND)
RUNNING = DECREED | REPORTING

PROJECT: Workflow = {
    # Title, contact, period, budget, funding and supplement: the lead's as long as it has the project in hand.
    "edit": Step(IN_HAND, None, leading),
    # What the authority changed afterwards is copied by coordinators.
    "correct": Step(SUBMITTED | SELECTED | RESERVE | RUNNING, None, coordinating),
    "attach": Step(frozenset(choices.ASKING), None, leading),
    "submit": Step(IN_HAND, Project.State.SUBMITTED, leading),
    "return": Step(SUBMITTED, Project.State.RETURNED, coordinating, comment_required=True),
    "select": Step(SUBMITTED | RESERVE, Project.State.SELECTED, coordinating),
    "reserve": Step(SUBMITTED, Project.State.RESERVE, coordinating),
    "refuse": Step(SUBMITTED | RESERVE, Project.State.REFUSED, coordinating, comment_required=True),
    "grant": Step(SELECTED | RUNNING, None, coordinating),
    "decree": Step(SELECTED, Project.State.DECREED, coordinating),
    "report": Step(DECREED, Project.State.REPORTING, coordinating),
    # What was really spent, line by line.
    "account": Step(RUNNING, None, leading),
    "pay": Step(RUNNING | CLOSED, None, coordinating),
    "close": Step(REPORTING, Project.State.CLOSED, coordinating),
    "withdraw": Step(IN_HAND | SUBMITTED | SELECTED | RESERVE, Project.State.WITHDRAWN, leading, comment_required=True),
    "reconsider": Step(REFUSED | WITHDRAWN, Project.State.SUBMITTED, administering, comment_required=True),
}


def writing(user: Any, project: Project) -> str:
    """Return the step by which `user` would change a project: edit while its lead has it in hand, else correct."""
    return "correct" if coordinating(user, project) and project.state not in IN_HAND else "edit"


# States of the call in which a project may take a step; steps that are not named here do not look at the call.
WHILE_THE_CALL_IS = {
    "submit": ANNOUNCED | IN_SELECTION,
    "return": ANNOUNCED | IN_SELECTION,
    "select": ANNOUNCED | IN_SELECTION | DECIDED,
    "reserve": ANNOUNCED | IN_SELECTION | DECIDED,
}


def call_forbids(action: str, project: Project) -> bool:
    """True where the call of the project, which is loaded, is not in a state that lets a project take the step."""
    return action in WHILE_THE_CALL_IS and project.call.state not in WHILE_THE_CALL_IS[action]


def possible(user: Any, project: Project) -> set[str]:
    """Return what `user` may do with a project now: what its table allows, as far as its call does not forbid it."""
    return {action for action in allowed(PROJECT, user, project) if not call_forbids(action, project)}
