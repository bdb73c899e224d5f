"""What becomes of a request for a correction."""

from amif_network.accounts.roles import coordinating
from amif_network.core.workflow import Step, Workflow

from .models import CorrectionState

OPEN = frozenset({CorrectionState.OPEN})

CORRECTION: Workflow = {
    "correct": Step(OPEN, CorrectionState.DONE, coordinating),
    "refuse": Step(OPEN, CorrectionState.REFUSED, coordinating, comment_required=True),
}
