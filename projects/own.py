"""What a person must do and waits for in calls and projects, and what is new there: for the first page (UX §1, screen 1)."""

import datetime
from typing import Any

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from amif_network.accounts.models import Role, User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.addresses import addresses
from amif_network.core.bilingual import active_language
from amif_network.core.questions import Ask
from amif_network.core.work import News, Rest, Source, Task, Work, WorkKind, titled
from amif_network.directory.models.organisation import NAMES, everyday_name

from .alert_source import call_facts, deadlines_of_calls
from .alerts import CallFacts
from .models import CallDate, Project
from .models.choices import IN_HAND, ProjectState
from .notices import unread
from .portfolio import waiting
from .wording.dates import in_words

# How many dates are named as new.
DATES_SHOWN = 20
# More than there will ever be of anything.
ALL = 10**9


def _work(user: User, day: datetime.date, most: int | None = None) -> Work:
    """Return what `user` must do and waits for in calls and projects; as many queries for any number of them."""
    if user.is_coordinating:
        return _to_decide(user, most or ALL)
    if user.role != Role.MEMBER:
        return Work([], [])
    deadlines = deadlines_of_calls()
    must = [*_unread(user), *_unanswered(call_facts(user, deadlines), day)]
    found = Work(must, [])
    visible: Any = Project.objects.visible_to(user)
    for project in visible.filter(is_led=True).select_related("call").order_by("pk"):
        _add_project(found, project, deadlines.get(project.call_id), day)
    return found


def _asks(user: User, day: datetime.date, most: int | None = None) -> list[Ask]:
    return [_submitted.of(user, most or ALL)] if user.is_coordinating else []


work = Source(_work, _asks)


def _to_decide(user: User, most: int) -> Work:
    """The projects that were submitted wait for whoever leads the network: `most` of them, and how many others there are."""
    rows, lang, address = _submitted(user, most), active_language(), addresses("projects:project")
    said = _("Say what becomes of the project that %(lead)s submitted.")
    tasks = [
        Task(
            WorkKind.PROJECT, titled(one.code, one.title_fr, one.title_nl), said % {"lead": everyday_name(one, lang, "lead__")},
            address(one.pk),
        )
        for one in rows
    ]  # fmt: skip
    return Work(tasks, [], Rest(must=rows[0].number - len(rows) if rows else 0))


@ReaderQuestion
def _submitted(reader: User, most: int) -> Any:
    order = ["submitted_at", "pk"]
    numbered = waiting(reader).annotate(place=Window(RowNumber(), order_by=order), number=Window(Count("pk")))
    found = numbered.filter(place__lte=most).order_by(*order)
    names = [f"lead__{name}" for name in NAMES]
    return found.select_related(None).values_list("pk", "code", "title_fr", "title_nl", *names, "number", named=True)


def _unread(user: User) -> list[Task]:
    """The dates that moved and that nobody of the organisation has opened."""
    return [
        Task(
            WorkKind.CALL, titled(date.call.number, date.call.title_fr, date.call.title_nl), _moved(date), date.get_absolute_url()
        )
        for dates in unread(user).values()
        for date in dates
    ]


def _moved(date: CallDate) -> str:
    """Say what a date of a call is, and what it was."""
    lang = active_language()
    values = {"what": capfirst(str(date.get_kind_display())), "new": in_words(date, lang)}
    if date.replaces is None:
        return _("New date – %(what)s: %(new)s") % values
    return _("A date moved – %(what)s: %(old)s → %(new)s") % {**values, "old": in_words(date.replaces, lang)}


def _unanswered(calls: list[CallFacts], day: datetime.date) -> list[Task]:
    """The calls that are not over and to which an organisation of a member has not said anything."""
    return [
        Task(
            WorkKind.CALL, titled(one.number, *one.title), _("Say whether the call interests %(organisation)s.")
            % {"organisation": one.organisation}, reverse("projects:call", args=[one.pk]), one.deadline,
        )
        for one in calls
        if not one.answered and (one.deadline is None or one.deadline >= day)
    ]  # fmt: skip


def _add_project(found: Work, project: Any, deadline: datetime.date | None, day: datetime.date) -> None:
    task = Task(WorkKind.PROJECT, _title(project), "", project.get_absolute_url())
    if project.state == ProjectState.RETURNED:
        found.must.append(task._replace(sentence=_("The project came back to you: change what is asked, and submit it again.")))
    elif project.state in IN_HAND and (deadline is None or deadline >= day):
        found.must.append(task._replace(sentence=_("Finish the project and submit it."), due=deadline))
    elif project.state in (ProjectState.SUBMITTED, ProjectState.RESERVE):
        who = _("the coordination and the authority of the fund")
        found.waits.append(task._replace(sentence=_("The decision on the project."), who=who))
    elif project.state == ProjectState.SELECTED:
        who = _("the authority of the fund")
        found.waits.append(task._replace(sentence=_("The ministerial decree."), who=who))


def _title(project: Any) -> Any:
    return titled(project.code, project.title_fr, project.title_nl)


def _news(user: User, since: datetime.datetime) -> list[News]:
    """Return which dates of calls were published since, but for those that a member has still to read. Two queries."""
    to_read = [date.pk for dates in unread(user).values() for date in dates]
    found: list[News] = []
    for date in _latest(user, to_read):
        assert date.published_at is not None
        if date.published_at >= since:
            title = titled(date.call.number, date.call.title_fr, date.call.title_nl)
            found.append(News(WorkKind.CALL, date.published_at, title, _moved(date), date.get_absolute_url()))
    return found


def _asks_for_news(user: User, since: datetime.datetime) -> list[Ask]:
    """What a member has still to read is asked first."""
    return [_latest.of(user, [])] if user.is_coordinating else []


news = Source(_news, _asks_for_news)


@ReaderQuestion
def _latest(reader: User, to_read: list[int]) -> Any:
    dates = CallDate.objects.visible_to(reader).current().exclude(pk__among=to_read)
    return dates.select_related("call", "replaces").order_by("-published_at", "pk")[:DATES_SHOWN]
