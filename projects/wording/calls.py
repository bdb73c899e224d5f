"""Steps of calls, and what the log says of them, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from ..models import LogEntry
from ..models.choices import CallState, Edit, InterestAnswer, LogSubject
from ..workflow import CALL


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step of a call by its name in the workflow: label of the button, explanation, what is said afterwards, icon."""

    name: str
    label: Lazy
    explanation: Lazy
    done: Lazy
    icon: str

    @property
    def needs_comment(self) -> bool:
        """True when the step asks for a reason."""
        return CALL[self.name].comment_required


CALL_STEPS = {
    step.name: step
    for step in (
        StepWords(
            "announce",
            _("Announce the call"),
            _("Everybody in the network sees the call, its dates, envelopes and templates from now on. Nobody gets a mail."),
            _("The call is announced: the network sees it now."),
            "arrow-right",
        ),
        StepWords(
            "select",
            _("Start the selection"),
            _("Organisations can no longer say whether the call interests them. Dates can still move."),
            _("The projects are being selected."),
            "filter",
        ),
        StepWords(
            "decide",
            _("Note that it is decided"),
            _("The authority has decided which projects it pays. The dates of the call are final from now on."),
            _("The call is decided."),
            "check-circle",
        ),
        StepWords(
            "archive",
            _("Archive the call"),
            _("The call stays in the list and cannot be changed any more."),
            _("The call is archived."),
            "lock",
        ),
        StepWords(
            "resume",
            _("Take submissions again"),
            _("The call is open for answers and new projects again, as its dates say."),
            _("The call takes submissions again."),
            "history",
        ),
        StepWords(
            "cancel",
            _("Cancel the call"),
            _("The call stays in the list as cancelled, with your reason. Nobody gets a mail."),
            _("The call is cancelled."),
            "cancel",
        ),
    )
}

# What is logged beside the steps of the workflow, by what it was done with.
EDITS = {
    Edit.RECORD: _("entered"),
    Edit.CHANGE: _("changed"),
    Edit.REMOVE: _("removed"),
    Edit.PUBLISH: _("published"),
    Edit.REVERSE: _("reversed"),
    Edit.ATTACH: _("file added"),
    Edit.DETACH: _("file removed"),
    Edit.IMPORT: _("imported"),
    Edit.MAIL_AGAIN: _("mail sent again"),
}


def log_words(entry: LogEntry) -> tuple[str, str, str]:
    """Return in words what a row of the log of a call says was done, and the states before and after where they differ."""
    step = CALL_STEPS.get(entry.action) if entry.subject == LogSubject.CALL else None
    edit = EDITS.get(Edit(entry.action)) if entry.action in set(Edit) else None
    done = str(step.label) if step else f"{LogSubject(entry.subject).label} – {edit or entry.action}"
    if entry.from_state == entry.to_state or not entry.from_state:
        return done, "", ""
    states = dict((InterestAnswer if entry.subject == LogSubject.INTEREST else CallState).choices)
    return done, str(states.get(entry.from_state, "")), str(states.get(entry.to_state, ""))
