"""What the steps of a meeting are called on pages: the button, and what pressing it means."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from .models import Idea, Meeting, MeetingLogEntry, Minutes, Promise, Remark, ReviewRequest, Signal
from .models.choices import LogSubject
from .workflow import MEETING


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step by its name in the workflow: label of the button, explanation, icon, what is said afterwards."""

    name: str
    label: Lazy
    explanation: Lazy
    done: Lazy
    icon: str

    @property
    def needs_comment(self) -> bool:
        """True when the step asks for a reason."""
        return MEETING[self.name].comment_required


STEPS = {
    step.name: step
    for step in (
        StepWords(
            "convene",
            _("Mark as convened"),
            _("The invited organisations see the meeting from now on. Nobody gets a mail."),
            _("The meeting is convened: the organisations on the list see it now."),
            "mail",
        ),
        StepWords(
            "hold",
            _("Mark as held"),
            _("The minutes can be written from now on."),
            _("The meeting has been held: its minutes can be written."),
            "check",
        ),
        StepWords(
            "close",
            _("Close the meeting"),
            _("Agenda, attendance and documents can no longer be changed."),
            _("The meeting is closed."),
            "lock",
        ),
        StepWords(
            "reopen",
            _("Reopen the meeting"),
            _("Agenda, attendance and documents can be changed again. What is published stays as it is."),
            _("The meeting is open for changes again."),
            "history",
        ),
        StepWords(
            "cancel",
            _("Cancel the meeting"),
            _(
                "The meeting stays in the list as cancelled, with your reason. "
                "Only those who were convened by the portal get a mail."
            ),
            _("The meeting is cancelled."),
            "cancel",
        ),
    )
}


def asks_first(step: str, meeting: Meeting, today: datetime.date) -> bool:
    """True when a step shows its meaning on a page of its own first: it wants a reason, or who takes it cannot take it back."""
    return STEPS[step].needs_comment or step == "close" or (step == "hold" and meeting.date > today)


# The states of whatever the log is about, by subject, as it names them.
STATES: dict[str, dict[str, object]] = {
    LogSubject.MEETING: dict(Meeting.State.choices),
    LogSubject.MINUTES: dict(Minutes.State.choices),
    LogSubject.REVIEW: dict(ReviewRequest.State.choices),
    LogSubject.REMARK: dict(Remark.State.choices),
    LogSubject.PROMISE: dict(Promise.State.choices),
    LogSubject.SIGNAL: dict(Signal.State.choices),
    LogSubject.IDEA: dict(Idea.State.choices),
}


def states_of(entry: MeetingLogEntry) -> tuple[str, str]:
    """Return the names of the states a row of the log leads from and to; "" where there was none."""
    names = STATES[entry.subject]
    return str(names.get(entry.from_state, "")), str(names.get(entry.to_state, ""))
