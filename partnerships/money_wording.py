"""What the steps of claims and transfers are called on pages, and what pressing them means."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amif_network.core.workflow import Workflow

from .models import LogEntry
from .models.choices import ClaimState, Edit, LogSubject, TransferState
from .workflow import CLAIM, TRANSFER


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step by its name in a workflow: label of the button, explanation, what is said afterwards, icon."""

    workflow: Workflow
    name: str
    label: Lazy
    explanation: Lazy
    done: Lazy
    icon: str

    @property
    def needs_comment(self) -> bool:
        """True when the step asks for a reason."""
        return self.workflow[self.name].comment_required


def _by_name(workflow: Workflow, *steps: tuple[str, Lazy, Lazy, Lazy, str]) -> Mapping[str, StepWords]:
    return {step[0]: StepWords(workflow, *step) for step in steps}


# In the order of their buttons, the most usual first.
CLAIM_STEPS = _by_name(
    CLAIM,
    (
        "submit",
        _("Submit to the host"),
        _("The host accepts the claim, or returns it with a comment. You can withdraw it until then."),
        _("The claim is submitted: it now waits for the host."),
        "arrow-right",
    ),
    (
        "accept",
        pgettext_lazy("claim", "Accept"),
        _("Accept the claim wholly, or less of it. The money is transferred afterwards, as the authority pays."),
        _("The claim is accepted."),
        "check",
    ),
    (
        "return",
        _("Return with a comment"),
        _("The partner gets the claim back in hand, changes what you ask for, and submits it again."),
        _("The claim is returned to the partner."),
        "arrow-left",
    ),
    (
        "reject",
        pgettext_lazy("claim", "Reject"),
        _("Nothing is paid for this claim. It stays in the list with your reason."),
        _("The claim is rejected."),
        "cancel",
    ),
    (
        "withdraw",
        pgettext_lazy("claim", "Withdraw"),
        _("You no longer ask for this money. The claim stays in the list."),
        _("The claim is withdrawn."),
        "cancel",
    ),
    (
        "undo",
        _("Take the acceptance back"),
        _("The claim counts as submitted again, with your reason. This is possible while nothing was transferred."),
        _("The claim is submitted again."),
        "history",
    ),
)
TRANSFER_STEPS = _by_name(
    TRANSFER,
    (
        "execute",
        _("Note that it was executed"),
        _("The money has left the account of the host. At no date more may go on than came in."),
        _("The transfer is noted as executed."),
        "check",
    ),
    (
        "fail",
        _("Note that it failed"),
        _("The bank did not execute the transfer. It stays in the list with your reason; order another one."),
        _("The transfer is noted as failed."),
        "error",
    ),
    (
        "reverse",
        _("Reverse the transfer"),
        _("The money came back to the host. The transfer stays in the list with your reason."),
        _("The transfer is reversed."),
        "history",
    ),
)

CHANGES = {
    (LogSubject.CLAIM, Edit.RECORD): _("Claim written"),
    (LogSubject.CLAIM, Edit.CHANGE): _("Claim changed"),
    (LogSubject.CLAIM, "pay_none"): _("Nothing is transferred any more"),
    (LogSubject.CLAIM, "pay_part"): _("Partly transferred"),
    (LogSubject.CLAIM, "pay_all"): _("Wholly transferred"),
    (LogSubject.TRANSFER, Edit.RECORD): _("Transfer ordered"),
    (LogSubject.ALLOCATION, Edit.RECORD): _("Payment allocated"),
    (LogSubject.ALLOCATION, Edit.WITHDRAW): _("Allocation taken back"),
    (LogSubject.BUDGET, Edit.CHANGE): _("Budget saved"),
    (LogSubject.DOCUMENT, "attach"): _("Document attached"),
}


def said(entry: LogEntry) -> str:
    """Return what a row of the log about money says was done; "" for one about anything else."""
    known = CHANGES.get((LogSubject(entry.subject), entry.action))
    if known is not None:
        return str(known)
    steps = {LogSubject.CLAIM: CLAIM_STEPS, LogSubject.TRANSFER: TRANSFER_STEPS}.get(LogSubject(entry.subject), {})
    return str(steps[entry.action].label) if entry.action in steps else ""


def states_of(entry: LogEntry) -> tuple[str, str]:
    """Return the states before and after in words; "" twice where nothing moved."""
    if entry.from_state == entry.to_state or not entry.from_state:
        return "", ""
    labels = dict((TransferState if entry.subject == LogSubject.TRANSFER else ClaimState).choices)
    return str(labels.get(entry.from_state, "")), str(labels.get(entry.to_state, ""))
