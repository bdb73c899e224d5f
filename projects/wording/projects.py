"""What the steps of a project are called on pages, and what pressing them means."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import LogEntry, Project
from ..models.choices import Edit, LogSubject
from ..workflow import PROJECT
from .calls import StepWords


@dataclass(frozen=True, slots=True)
class ProjectStepWords(StepWords):
    """A step of a project by its name in the workflow."""

    @property
    def needs_comment(self) -> bool:
        """True when the step asks for a reason."""
        return PROJECT[self.name].comment_required


# In the order of their buttons, the most usual first.
PROJECT_STEPS = {
    step.name: step
    for step in (
        ProjectStepWords(
            "submit",
            _("Submit the project"),
            _(
                "Note that the project is submitted on the platform of the authority. Budget and funding can then no longer be "
                "changed, unless the coordination returns the project."
            ),
            _("The project is submitted."),
            "arrow-right",
        ),
        ProjectStepWords(
            "select",
            pgettext_lazy("project", "Select"),
            _("The authority chose the project. What it grants is entered afterwards; the decree follows."),
            _("The project is selected."),
            "check",
        ),
        ProjectStepWords(
            "report",
            _("Start the reporting"),
            _("The lead accounts for what was really spent. Payments can still come."),
            _("The project is being reported on."),
            "document",
        ),
        ProjectStepWords(
            "close",
            _("Close the project"),
            _("The actual costs can no longer be changed. Payments that still come can be recorded."),
            _("The project is closed."),
            "lock",
        ),
        ProjectStepWords(
            "grant",
            _("Enter what is granted"),
            _("What the authority grants, for each source and year. Leave a box empty where nothing is decided."),
            _("What is granted is saved."),
            "pencil",
        ),
        ProjectStepWords(
            "return",
            _("Return with a comment"),
            _("The lead gets the project back in hand, changes what you ask for, and submits it again."),
            _("The project is returned to its lead."),
            "arrow-left",
        ),
        ProjectStepWords(
            "reserve",
            _("Put on the reserve list"),
            _("The project is good, but the money does not reach. It can still be selected."),
            _("The project is on the reserve list."),
            "clock",
        ),
        ProjectStepWords(
            "refuse",
            pgettext_lazy("project", "Refuse"),
            _("The project gets no money of this call. It stays in the list with your reason."),
            _("The project is refused."),
            "cancel",
        ),
        ProjectStepWords(
            "reconsider",
            _("Take up again"),
            _("The project counts as submitted again, with your reason."),
            _("The project is submitted again."),
            "history",
        ),
        ProjectStepWords(
            "withdraw",
            pgettext_lazy("project", "Withdraw"),
            _("The project no longer asks for money of this call. It stays in the list with your reason."),
            _("The project is withdrawn."),
            "cancel",
        ),
    )
}

CHANGES = {
    (LogSubject.PROJECT, Edit.RECORD): _("Project started"),
    (LogSubject.PROJECT, Edit.CHANGE): _("Project changed"),
    # What an import changed goes through the steps of the workflow.
    (LogSubject.PROJECT, "edit"): _("Project changed"),
    (LogSubject.PROJECT, "correct"): _("Project changed"),
    (LogSubject.PROJECT, "grant"): _("What is granted"),
    (LogSubject.PROJECT, "account"): _("Actual costs noted"),
    (LogSubject.PROJECT, Edit.ATTACH): _("Document attached"),
    (LogSubject.PROJECT, Edit.DETACH): _("Document taken away"),
    (LogSubject.PROJECT, "decree"): _("Ministerial decree"),
    (LogSubject.PROJECT, Edit.IMPORT): _("Taken over from a file"),
    (LogSubject.BUDGET, Edit.CHANGE): _("Budget or funding changed"),
    (LogSubject.BUDGET, Edit.IMPORT): _("Budget or funding taken over from a file"),
    (LogSubject.BUDGET, "grant"): _("What is granted"),
    (LogSubject.BUDGET, "account"): _("Actual costs noted"),
    (LogSubject.PAYMENT, Edit.RECORD): _("Payment recorded"),
    (LogSubject.PAYMENT, Edit.REVERSE): _("Payment reversed"),
    (LogSubject.PAYMENT, Edit.IMPORT): _("Payment taken over from a file"),
}


def said(entry: LogEntry) -> str:
    """Return what a row of the log says was done."""
    known = CHANGES.get((LogSubject(entry.subject), entry.action))
    if known is not None:
        return str(known)
    step = PROJECT_STEPS.get(entry.action)
    return str(step.label) if step else entry.get_subject_display().capitalize()


def states_of(entry: LogEntry) -> tuple[str, str]:
    """Return the states before and after in words; "" twice where nothing moved."""
    if entry.from_state == entry.to_state or not entry.from_state:
        return "", ""
    labels = dict(Project.State.choices)
    return str(labels.get(entry.from_state, entry.from_state)), str(labels.get(entry.to_state, entry.to_state))
