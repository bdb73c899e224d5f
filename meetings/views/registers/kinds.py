"""The three registers side by side: model, workflow, form, actions and words of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from amif_network.core.workflow import Workflow

from ...actions.registers import ideas, promises, signals
from ...forms import registers as forms
from ...models import Idea, Promise, Signal
from ...models.choices import LogSubject
from ...workflow import IDEA, PROMISE, SIGNAL


@dataclass(frozen=True, slots=True)
class EntryStep:
    """A step of an entry: the words of its button and page, the form it asks for, the action that takes it."""

    name: str
    label: Lazy
    explanation: Lazy
    done: Lazy
    icon: str
    form: type[forms.StepForm]
    take: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One register. `steps` are in the order of their buttons, the most usual first."""

    name: str
    register: str
    model: type[Promise | Signal | Idea]
    workflow: Workflow
    subject: LogSubject
    form: type[forms.EntryForm]
    title: Lazy
    new_title: Lazy
    new_lead: Lazy
    change_title: Lazy
    saved: Lazy
    record: Callable[..., Any]
    change: Callable[..., Any]
    steps: tuple[EntryStep, ...]

    def step(self, name: str) -> EntryStep | None:
        """Return the step of this name, None where there is none."""
        return next((step for step in self.steps if step.name == name), None)


def _reopen(explanation: Lazy, done: Lazy, take: Callable[..., Any]) -> EntryStep:
    return EntryStep("reopen", _("Open again"), explanation, done, "history", forms.ReasonForm, take)


def _drop(explanation: Lazy, done: Lazy, take: Callable[..., Any]) -> EntryStep:
    return EntryStep("drop", _("Drop"), explanation, done, "cancel", forms.ReasonForm, take)


PROMISES = Kind(
    name="promise",
    register="promises",
    model=Promise,
    workflow=PROMISE,
    subject=LogSubject.PROMISE,
    form=forms.PromiseForm,
    title=_("Promise"),
    new_title=_("Record a promise"),
    new_lead=_("Who said they would do or answer what? One language is enough to begin."),
    change_title=_("Change the promise"),
    saved=_("The promise is saved."),
    record=promises.record_promise,
    change=promises.change_promise,
    steps=(
        EntryStep(
            "answer",
            _("Give the answer"),
            _("It stands with the promise and at its place in the minutes: whoever may read these reads it."),
            _("The answer is saved."),
            "pencil",
            forms.AnswerForm,
            promises.answer_promise,
        ),
        EntryStep(
            "finish",
            _("Mark as done"),
            _("What was promised is done; it no longer heads the next agenda."),
            _("The promise is done."),
            "check",
            forms.CommentForm,
            promises.finish_promise,
        ),
        EntryStep(
            "tell",
            _("Tell them now"),
            _("Those who owe it get a mail with a link to this page."),
            _("Those who owe it are told."),
            "mail",
            forms.NothingForm,
            promises.tell_promise,
        ),
        _reopen(
            _("The promise is open again. The answer it had stays in the history."),
            _("The promise is open again."),
            promises.reopen_promise,
        ),
        _drop(
            _("The promise is given up; it stays in the register with your reason."),
            _("The promise is dropped."),
            promises.drop_promise,
        ),
    ),
)

SIGNALS = Kind(
    name="signal",
    register="signals",
    model=Signal,
    workflow=SIGNAL,
    subject=LogSubject.SIGNAL,
    form=forms.SignalForm,
    title=_("Signal"),
    new_title=_("Record a signal"),
    new_lead=_("What does the network pass on, and to whom? One language is enough to begin."),
    change_title=_("Change the signal"),
    saved=_("The signal is saved."),
    record=signals.record_signal,
    change=signals.change_signal,
    steps=(
        EntryStep(
            "send",
            _("Mark as passed on"),
            _("The portal sends nothing itself: note here that it was passed on, and when."),
            _("Noted as passed on."),
            "arrow-right",
            forms.SendForm,
            signals.send_signal,
        ),
        EntryStep(
            "reply",
            _("Note the reply"),
            _("The reply stands with the signal and at its place in the minutes."),
            _("The reply is saved."),
            "pencil",
            forms.ReplyForm,
            signals.reply_signal,
        ),
        _reopen(
            _("The signal is to be passed on again. What was replied stays in the history."),
            _("The signal is to be passed on again."),
            signals.reopen_signal,
        ),
        _drop(
            _("The signal is given up; it stays in the register with your reason."),
            _("The signal is dropped."),
            signals.drop_signal,
        ),
    ),
)

IDEAS = Kind(
    name="idea",
    register="ideas",
    model=Idea,
    workflow=IDEA,
    subject=LogSubject.IDEA,
    form=forms.IdeaForm,
    title=_("Idea"),
    new_title=_("Record an idea"),
    new_lead=_("Which theme or activity was proposed? One language is enough to begin."),
    change_title=_("Change the idea"),
    saved=_("The idea is saved."),
    record=ideas.record_idea,
    change=ideas.change_idea,
    steps=(
        EntryStep(
            "plan",
            _("Mark as planned"),
            _("The idea is proposed as a topic when the next meeting is prepared."),
            _("The idea is planned."),
            "calendar",
            forms.PlanForm,
            ideas.plan_idea,
        ),
        EntryStep(
            "finish",
            _("Mark as done"),
            _("The idea was carried out."),
            _("The idea is done."),
            "check",
            forms.CommentForm,
            ideas.finish_idea,
        ),
        _reopen(
            _("The idea stands among the proposals again."), _("The idea stands among the proposals again."), ideas.reopen_idea
        ),
        _drop(_("The idea is given up; it stays in the register with your reason."), _("The idea is dropped."), ideas.drop_idea),
    ),
)

KINDS = {kind.name: kind for kind in (PROMISES, SIGNALS, IDEAS)}
