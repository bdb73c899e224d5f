"""Steps of partnerships, and what the log says, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.wording.calls import StepWords

from .models import LogEntry, choices
from .models.choices import Edit, LogSubject
from .workflow import PARTNERSHIP


@dataclass(frozen=True, slots=True)
class PartnershipStepWords(StepWords):
    """A step of a partnership by its name in the workflow."""

    @property
    def needs_comment(self) -> bool:
        """True when the step asks for a reason."""
        return PARTNERSHIP[self.name].comment_required


# In the order of their buttons, the most usual first. `amend` and `renew` have forms of their own.
STEPS = {
    step.name: step
    for step in (
        PartnershipStepWords(
            "negotiate",
            _("Start the negotiation"),
            _("Host and partners talk about what they will do together. The text of the agreement can be written."),
            _("The partnership is being negotiated."),
            "people",
        ),
        PartnershipStepWords(
            "agree",
            _("Note that the text is agreed"),
            _("All parties accept the text of the agreement. Their councils can now decide on it."),
            _("The text is agreed."),
            "check",
        ),
        PartnershipStepWords(
            "put_to_sign",
            _("Put to sign"),
            _("Every party signs the text as it stands now. Another text would have to be signed by all anew."),
            _("The parties can sign."),
            "seal",
        ),
        PartnershipStepWords(
            "end",
            _("Note that it has ended"),
            _("The partnership came to its end. Claims, payments and evaluations can still be finished."),
            _("The partnership has ended."),
            "check-circle",
        ),
        PartnershipStepWords(
            "reopen_text",
            _("Negotiate the text again"),
            _("The text is taken up again. What was signed under it does not count for another text."),
            _("The text is being negotiated again."),
            "arrow-left",
        ),
        PartnershipStepWords(
            "not_renew",
            _("Note that it is not renewed"),
            _("The partnership ends and nothing follows. Your reason stays with it: the network learns from it."),
            _("The partnership is not renewed."),
            "minus",
        ),
        PartnershipStepWords(
            "terminate",
            _("Terminate early"),
            _("The partnership stops before its last day. Claims, payments and evaluations can still be finished."),
            _("The partnership is terminated."),
            "cancel",
        ),
        PartnershipStepWords(
            "abandon",
            pgettext_lazy("partnership", "Abandon"),
            _("The partnership does not come about. It stays in the list with your reason."),
            _("The partnership is abandoned."),
            "cancel",
        ),
        PartnershipStepWords(
            "reopen",
            _("Take up again"),
            _("The partnership is to be signed again, with your reason in its history."),
            _("The partnership is taken up again."),
            "history",
        ),
    )
}

# Steps that stand in the log and have no page of that kind.
OTHER_STEPS = {
    "amend": _("Agreement amended"),
    "write": _("Text of the agreement written"),
    "sign": _("Signed"),
    "complete": _("Signed by everybody"),
    "decide": _("Decision of a council recorded"),
    "renew": _("Renewed"),
    Edit.IMPORT: _("Taken over from a file"),
}
CHANGES: Mapping[tuple[str, str], object] = {
    (LogSubject.PARTNERSHIP, Edit.RECORD): _("Partnership started"),
    (LogSubject.PARTNERSHIP, Edit.CHANGE): _("Partnership changed"),
    (LogSubject.PARTY, Edit.CHANGE): _("Parties changed"),
    (LogSubject.COMMITMENT, Edit.CHANGE): _("Commitments changed"),
    (LogSubject.FTE, Edit.CHANGE): _("Working time changed"),
    (LogSubject.DOCUMENT, Edit.RECORD): _("Document attached"),
    (LogSubject.DOCUMENT, Edit.REMOVE): _("Document taken away"),
    (LogSubject.EVIDENCE, Edit.RECORD): _("Passage of minutes attached"),
    (LogSubject.EVIDENCE, Edit.REMOVE): _("Passage of minutes taken away"),
}
# Whose states the log names, by what it is about.
STATES = {
    LogSubject.CLAIM: choices.ClaimState,
    LogSubject.TRANSFER: choices.TransferState,
    LogSubject.PRESENCE: choices.StatementState,
}


def said(entry: LogEntry) -> str:
    """Return what a row of the log says was done."""
    known = CHANGES.get((entry.subject, entry.action))
    on_paper = entry.subject in (LogSubject.PARTNERSHIP, LogSubject.AGREEMENT)
    if known is None and (on_paper or entry.action == Edit.IMPORT):
        step = STEPS.get(entry.action)
        known = step.label if step else OTHER_STEPS.get(entry.action)
    return str(known) if known is not None else entry.get_subject_display().capitalize()


def states_of(entry: LogEntry) -> tuple[str, str]:
    """Return the states before and after in words; "" twice where nothing moved."""
    if entry.from_state == entry.to_state or not entry.from_state:
        return "", ""
    labels = dict(STATES.get(LogSubject(entry.subject), choices.Formal).choices)
    return str(labels.get(entry.from_state, entry.from_state)), str(labels.get(entry.to_state, entry.to_state))
