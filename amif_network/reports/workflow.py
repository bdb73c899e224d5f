"""How a report moves from state to state; the worker is nobody."""

from typing import Any

from amif_network.accounts.roles import coordinating
from amif_network.core.workflow import Step, Workflow

from .models import UNDER_WAY, ReportState


def worker(user: Any, obj: Any) -> bool:
    """The worker's own steps are no person's."""
    return user is None


LIVE = frozenset(UNDER_WAY)
RUNNING = frozenset({ReportState.RUNNING})
OVER = frozenset({ReportState.FAILED, ReportState.WITHDRAWN})

REPORT: Workflow = {
    # Also where another worker began and ended.
    "begin": Step(LIVE, ReportState.RUNNING, worker),
    "finish": Step(RUNNING, ReportState.DONE, worker),
    "fail": Step(LIVE, ReportState.FAILED, worker),
    "withdraw": Step(LIVE, ReportState.WITHDRAWN, coordinating),
    "ask_again": Step(OVER, ReportState.QUEUED, coordinating),
}
