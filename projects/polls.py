"""Who answers a call what, and who moved: read for the call page, the overview and the page of one organisation."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amif_network.accounts.models import Role, User
from amif_network.core.bilingual import active_language
from amif_network.core.questions import Ask, Question
from amif_network.core.workflow import allowed
from amif_network.directory.models import Organisation
from meetings.models import Meeting
from meetings.models.choices import TOOK_PLACE

from .models import Call, CallTemplate, ExpressionOfInterest, Project
from .models.choices import ANSWERING, IN_HAND, CallPhase, Certainty, DateKind, InterestAnswer, ProjectState
from .wording.dates import in_words
from .workflow import CALL

# In the overview, beside the answers: nothing was said yet.
UNANSWERED = "none"


@dataclass(frozen=True, slots=True)
class Line:
    """An organisation in the overview: its answer in force, the one that held on the day compared with, all of them."""

    organisation: Organisation
    interest: ExpressionOfInterest | None
    before: ExpressionOfInterest | None

    @property
    def answer(self) -> str:
        """The answer in force, UNANSWERED while there is none."""
        return self.interest.answer if self.interest else UNANSWERED

    @property
    def moved(self) -> bool:
        """True where it says something else than it did: another answer, or another partner."""
        return self.interest is not None and _position(self.interest) != _position(self.before)


def _position(interest: ExpressionOfInterest | None) -> tuple[str, int | None]:
    return (interest.answer, interest.partner_id) if interest else ("", None)


def lines(call: Call, *, since: datetime.date, today: datetime.date) -> list[Line]:
    """Return the members of the network and whoever else answered, by name, compared with what held at the end of `since`.

    Two queries, however many answers there are.
    """
    given: dict[int, list[ExpressionOfInterest]] = defaultdict(list)
    for one in _of_call(call.pk):
        given[one.organisation_id].append(one)
    asked = Organisation.objects.in_network_on(today).filter(kind__in=ANSWERING)
    organisations = Organisation.objects.filter(Q(pk__in=asked.values("pk")) | Q(pk__in=given)).for_list(active_language())
    return [
        Line(
            organisation,
            next((one for one in given[organisation.pk] if one.replaced_at is None), None),
            next((one for one in given[organisation.pk] if one.stated_on <= since), None),
        )
        for organisation in organisations
    ]


def last_meetings(today: datetime.date, number: int = 3) -> list[Meeting]:
    """Return the last network meetings before today, the latest first: days to compare with."""
    held = Meeting.objects.filter(series=Meeting.Series.NETWORK, state__in=TOOK_PLACE, date__lt=today)
    return list(held.order_by("-date", "-pk")[:number])


@dataclass(frozen=True, slots=True)
class Count:
    """How many organisations gave an answer."""

    answer: str
    label: str
    number: int


def counts(found: Iterable[Line]) -> list[Count]:
    """Count the answers, in the order of the vocabulary, those who said nothing last."""
    return _counts(Counter(line.answer for line in found))


def _counts(numbers: Mapping[str, int]) -> list[Count]:
    labels = [*InterestAnswer.choices, (UNANSWERED, _("no answer yet"))]
    return [Count(answer, str(label), numbers.get(answer, 0)) for answer, label in labels]


def _numbers(call: Call, today: datetime.date) -> dict[str, int]:
    """Count what `lines` would show, by answer. Two queries."""
    given = dict(_answers(call.pk))
    return {**given, UNANSWERED: sum(_silent(call.pk, today))}


@Question
def _of_call(call: int) -> Any:
    return ExpressionOfInterest.objects.filter(call=call).for_overview()


@Question
def _answers(call: int) -> Any:
    found = ExpressionOfInterest.objects.in_force().filter(call=call).order_by()
    return found.values("answer").annotate(number=models.Count("pk")).values_list("answer", "number")


@Question
def _silent(call: int, today: datetime.date) -> Any:
    """Count the members of the network without an answer in force."""
    answers = ExpressionOfInterest.objects.in_force().filter(call=call)
    asked = Organisation.objects.in_network_on(today).filter(kind__in=ANSWERING).exclude(pk__in=answers.values("organisation"))
    everything = asked.order_by().annotate(everything=models.Value(1)).values("everything")
    return everything.annotate(number=models.Count("pk")).values_list("number", flat=True)


class ToDo(NamedTuple):
    """Something to do or to wait for, and the page on which it is done or seen ("" where there is none)."""

    sentence: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """What an organisation answered, what it must do now and what it waits for, in words."""

    organisation: Organisation
    interest: ExpressionOfInterest | None
    must: Sequence[ToDo] = field(default_factory=tuple)
    waits: Sequence[ToDo] = field(default_factory=tuple)


def overview(call: Call, user: User) -> dict[str, Any]:
    """Return what the page of a call says of interest: to coordinating users counts, to members what is theirs.

    `call` is loaded `for_detail`. Three queries at most.
    """
    today = timezone.localdate()
    if user.is_coordinating:
        numbers = _numbers(call, today) if call.announced_at else {}
        asked = sum(numbers.values())
        return {"counts": _counts(numbers), "asked": asked, "can_answer": "answer" in allowed(CALL, user, call)}
    if user.role != Role.MEMBER:
        return {}
    return {"own": own(call, user, today=today), "can_answer": "answer" in allowed(CALL, user, call)}


def asks(call: int, user: User) -> list[Ask]:
    """Return what `overview` asks of the database, where it counts."""
    return [_answers.of(call), _silent.of(call, timezone.localdate())] if user.is_coordinating else []


def own_organisations(user: User) -> list[Organisation]:
    """Return the organisations that a member may answer for, by name."""
    ours = Organisation.objects.represented_by(user.person).filter(kind__in=ANSWERING)
    return list(ours.by_name(active_language()))


def own(call: Call, user: User, *, today: datetime.date) -> list[Own]:
    """Return what each organisation a member acts for answered, and what to do now. Three queries."""
    ours = own_organisations(user)
    standing = {
        one.organisation_id: one for one in call.interests.in_force().filter(organisation__in=ours).select_related("partner")
    }
    led: dict[int, list[Project]] = defaultdict(list)
    for project in call.projects.filter(lead__in=ours).order_by("code"):
        led[project.lead_id].append(project)
    return [Own(one, standing.get(one.pk), *to_do(call, standing.get(one.pk), led[one.pk], today=today)) for one in ours]


def to_do(
    call: Call, interest: ExpressionOfInterest | None, led: Sequence[Project], *, today: datetime.date
) -> tuple[list[ToDo], list[ToDo]]:
    """Say what an organisation must do in a call and what it waits for, by its answer and the projects it leads.

    `call` is loaded `for_detail`.
    """
    phase = call.phase(today)
    must: list[ToDo] = []
    waits: list[ToDo] = []
    if call.state == Call.State.ANNOUNCED and phase != CallPhase.CLOSED:
        must += _about_answer(interest)
        takes_part = interest is not None and interest.answer in (InterestAnswer.INTERESTED, InterestAnswer.PARTNERSHIP)
        if takes_part and not led:
            waits += _before_projects(call, phase)
            if interest is not None and interest.answer == InterestAnswer.INTERESTED and phase == CallPhase.OPEN:
                must.append(ToDo(_("Prepare your project."), reverse("projects:project-new", args=[call.pk])))
    # Of a call that was cancelled or put away nothing is asked, and nothing comes any more.
    for project in () if call.state in (Call.State.CANCELLED, Call.State.ARCHIVED) else led:
        if project.state in IN_HAND and phase != CallPhase.CLOSED:
            must.append(ToDo(_("Finish and submit your project %(code)s.") % {"code": project.code}, project.get_absolute_url()))
        elif project.state in (ProjectState.SUBMITTED, ProjectState.RESERVE):
            waits.append(ToDo(_("the decision about your project %(code)s") % {"code": project.code}, project.get_absolute_url()))
    return must, waits


def _about_answer(interest: ExpressionOfInterest | None) -> list[ToDo]:
    if interest is None:
        return [ToDo(_("Say whether the call interests you."))]
    if interest.answer == InterestAnswer.UNDECIDED:
        return [ToDo(_("Decide whether you take part."))]
    return [ToDo(_("Confirm your answer."))] if interest.certainty == Certainty.TO_CONFIRM else []


def _before_projects(call: Call, phase: CallPhase) -> list[ToDo]:
    """Say what has to come before a project can be submitted: the opening, and templates that are not ready."""
    found = []
    opening = call.date_of(DateKind.OPENING)
    if phase == CallPhase.ANNOUNCED and opening is not None:
        found.append(ToDo(_("the opening of the call: %(day)s") % {"day": in_words(opening, active_language())}))
    replaced = [one for one in call.templates.all() if one.readiness == CallTemplate.Readiness.BEING_REPLACED]
    return found + [ToDo(_("a new version: %(template)s") % {"template": one.get_kind_display()}) for one in replaced]
