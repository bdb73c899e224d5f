"""What a person must do with a project, and what they wait for: a pure function of its state and their role (UX §1)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from .models import Project

State = Project.State


class Side(StrEnum):
    """From where somebody looks at a project."""

    LEAD = "lead"
    PARTNER = "partner"
    COORDINATION = "coordination"


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides besides the state: how many checks stop the submission, whether there are rows, what was granted and paid."""

    blocked: int = 0
    has_budget: bool = True
    has_funding: bool = True
    granted: Decimal = Decimal(0)
    decreed: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    to_account: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence, and the step or page that does it ("" where there is none)."""

    sentence: Lazy | str
    action: str = ""


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What one must do, and what one waits for."""

    must: list[Task] = field(default_factory=list)
    waits: list[Task] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The step or page that comes next: its button is the one that stands out; "" where one only waits."""
        return self.must[0].action if self.must else ""


def next_steps(state: str, side: Side, standing: Standing, can: Collection[str]) -> NextSteps:
    """Return the sentences for a person on `side`; a task whose step is not among `can` is left out."""
    must, waits = {Side.LEAD: _lead, Side.PARTNER: _partner, Side.COORDINATION: _coordination}[side](state, standing)
    return NextSteps([task for task in must if not task.action or PAGES.get(task.action, task.action) in can], waits)


# Pages by the action of the workflow that opens them.
PAGES = {"budget": "edit", "funding": "edit", "checks": "edit", "payment-new": "pay"}


def _lead(state: str, standing: Standing) -> tuple[list[Task], list[Task]]:
    if state in (State.PREPARATION, State.RETURNED):
        return _in_hand(state, standing), []
    if state == State.SUBMITTED:
        return [], [Task(_("The coordination and the authority look at the project: it is selected, or comes back to you."))]
    if state == State.RESERVE:
        return [], [Task(_("The project is on the reserve list: it is paid where money becomes free."))]
    if state == State.SELECTED:
        return [], [Task(_("The ministerial decree, and with it the first payment."))]
    if state in (State.DECREED, State.REPORTING):
        must = [Task(_("Note what was really spent, line by line."), "account")] if standing.to_account else []
        waits = [Task(_("The authority pays what the decree gives."))] if standing.paid < standing.decreed else []
        if state == State.REPORTING and not standing.to_account:
            waits.append(Task(_("The coordination closes the project.")))
        return must, waits
    return [], []


def _in_hand(state: str, standing: Standing) -> list[Task]:
    """The lead has it: what is still missing before it can be submitted."""
    must = []
    if state == State.RETURNED:
        must.append(Task(_("Read why the project was returned, and change what is asked."), "edit"))
    if not standing.has_budget:
        must.append(Task(_("Enter the budget: what the project costs, year by year."), "budget"))
    elif not standing.has_funding:
        must.append(Task(_("Enter the funding: who pays how much, year by year."), "funding"))
    elif standing.blocked:
        must.append(Task(_("Put right what the checks below refuse."), "checks"))
    else:
        must.append(Task(_("Submit the project once everything is right."), "submit"))
    return must


def _partner(state: str, standing: Standing) -> tuple[list[Task], list[Task]]:
    """A partner reads along: the lead acts."""
    if state == State.RETURNED:
        return [], [Task(_("The lead organisation changes the project and submits it again."))]
    if state in (State.SUBMITTED, State.RESERVE):
        return [], [Task(_("The authority decides which projects it pays."))]
    if state == State.SELECTED:
        return [], [Task(_("The ministerial decree."))]
    if state in (State.DECREED, State.REPORTING) and standing.paid < standing.decreed:
        return [], [Task(_("The authority pays the lead organisation what the decree gives."))]
    return [], []


def _coordination(state: str, standing: Standing) -> tuple[list[Task], list[Task]]:
    if state == State.PREPARATION:
        return [], [Task(_("The lead organisation prepares the project and submits it."))]
    if state == State.RETURNED:
        return [], [Task(_("The lead organisation changes the project and submits it again."))]
    if state == State.SUBMITTED:
        return [Task(_("Say what becomes of the project: selected, on the reserve list, returned or refused."), "select")], []
    if state == State.RESERVE:
        return [], [Task(_("Money becomes free for the projects of the reserve list."))]
    if state == State.SELECTED and not standing.granted:
        return [Task(_("Enter what the authority grants."), "grant")], []
    if state == State.SELECTED:
        # One of the two: a decree belongs to a call whose selection has started.
        first = Task(_("Start the selection of the call: a decree can be recorded from then on."), "call-select")
        return [first, Task(_("Record the ministerial decree once it is signed."), "decree-new")], []
    if state == State.DECREED:
        must = [Task(_("Record the payments of the authority."), "payment-new")] if standing.paid < standing.decreed else []
        return [*must, Task(_("Start the reporting once the project accounts for its costs."), "report")], []
    if state == State.REPORTING:
        return _reporting(standing)
    return [], []


def _reporting(standing: Standing) -> tuple[list[Task], list[Task]]:
    waits = [Task(_("The lead organisation notes what was really spent."))] if standing.to_account else []
    if standing.paid < standing.decreed:
        return [Task(_("Record the payments of the authority."), "payment-new")], waits
    return ([] if standing.to_account else [Task(_("Close the project."), "close")]), waits
