"""What a person must do and waits for over all meetings, and what is new there: for the first page (UX §1, screen 1)."""

import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Value, When, Window, prefetch_related_objects
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.accounts.models import Role, User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.alerts.thresholds import threshold
from amif_network.core.bilingual import Localised, active_language
from amif_network.core.formats import format_date
from amif_network.core.questions import Ask, Question
from amif_network.core.work import News, Rest, Source, Task, Work, WorkKind, titled

from . import documents, latest
from .models import Attendance, Minutes, PendingContribution, Promise, Remark, ReviewRequest, Signal, TranslationRequest
from .models.choices import TOOK_PLACE, AttendanceStatus, MeetingState, RemarkState
from .models.registers import UNANSWERED_DAYS
from .review_points import counted_reviews

DAY = datetime.timedelta(days=1)
# More than there will ever be of anything.
ALL = 10**9


def own_promises(user: User) -> dict[str, list[tuple[Promise, bool]]]:
    """Return what a member must do and what they wait for, each open promise with whether it is overdue. Two queries."""
    if user.role != Role.MEMBER:
        return {"must": [], "waits": []}
    today, visible = timezone.localdate(), Promise.objects.visible_to(user).open().for_list()
    return {
        "must": [(one, one.is_overdue(today)) for one in visible.owed_by_reader()],
        "waits": [(one, one.is_overdue(today)) for one in visible.asked_by_reader()],
    }


def _work(user: User, day: datetime.date, most: int | None = None) -> Work:
    """Return what `user` must do and waits for in meetings; as many queries for any number of them."""
    found = Work(_convocations(user, day), [])
    if user.role == Role.MEMBER:
        found.must.extend([*_reviews(user, day), *_contributions(user)])
        found.waits.extend(_decisions(user))
        _add_promises(found, user)
    if user.is_coordinating:
        found.must.extend(_translations(user))
        rest = _add_minutes(found, day, most or ALL)
        _add_registers(found, user, day)
        return found._replace(rest=rest)
    return found


def _asks(user: User, day: datetime.date, most: int | None = None) -> list[Ask]:
    if not user.is_coordinating:
        return []
    registers = (_open_signals.of(user), _overdue.of(day, day - UNANSWERED_DAYS * DAY))
    return [_to_translate.of(user), _unpublished.of(day, _last_in_time(day), most or ALL), *registers]


work = Source(_work, _asks)


def _convocations(user: User, day: datetime.date) -> list[Task]:
    """The convocations that the person has not answered yet."""
    rows: Any = Attendance.objects.filter(
        person=user.person_id, status=AttendanceStatus.UNKNOWN, convened_at__isnull=False,
        meeting__state=MeetingState.CONVENED, meeting__date__gte=day,
    ).select_related("meeting")  # fmt: skip
    if user.person_id is None:
        return []
    return [
        Task(
            WorkKind.MEETING, one.meeting.title, _("Say whether you come to the meeting."),
            reverse("meetings:reply", args=[one.meeting_id]), one.meeting.date,
        )
        for one in rows.order_by("meeting__date", "pk")
    ]  # fmt: skip


def _reviews(user: User, day: datetime.date) -> list[Task]:
    """The minutes that organisations of a member are asked to read."""
    asked = ReviewRequest.objects.visible_to(user).to_answer().select_related("organisation", "circulation__minutes__meeting")
    return [
        Task(
            WorkKind.REVIEW, one.circulation.minutes.meeting.title,
            _("Read the minutes for %(organisation)s, and answer: remarks or no remarks.") % {"organisation": one.organisation},
            reverse("meetings:review", args=[one.pk]), one.deadline, one.is_late(day),
        )
        for one in asked.defer("circulation__content").order_by("deadline", "pk")
    ]  # fmt: skip


def _contributions(user: User) -> list[Task]:
    """What is still awaited from organisations of a member, or from the person, for minutes."""
    found = PendingContribution.objects.visible_to(user).open().select_related("minutes__meeting").order_by("minutes", "pk")
    return [
        Task(
            WorkKind.MINUTES, one.minutes.meeting.title,
            _("Send what is still awaited for the minutes: %(what)s") % {"what": one.text},
            one.minutes.meeting.get_absolute_url(),
        )
        for one in found
    ]  # fmt: skip


def _decisions(user: User) -> list[Task]:
    """The reviews in which remarks of a member's organisations have no outcome yet."""
    open_remarks = Count("remarks", filter=Q(remarks__state=RemarkState.SENT))
    asked: Any = ReviewRequest.objects.visible_to(user).annotate(number=open_remarks).filter(number__gt=0)
    rows = asked.select_related("circulation__minutes__meeting").defer("circulation__content").order_by("pk")
    return [
        Task(
            WorkKind.REVIEW, one.circulation.minutes.meeting.title,
            ngettext("An outcome for %(count)d remark of yours.", "An outcome for %(count)d remarks of yours.", one.number)
            % {"count": one.number},
            reverse("meetings:review", args=[one.pk]), who=_("the coordination of the network"),
        )
        for one in rows
    ]  # fmt: skip


def _add_promises(found: Work, user: User) -> None:
    """What was promised to somebody at a meeting, and what others promised."""
    own = own_promises(user)
    for one, late in own["must"]:
        sentence = _("Do or answer what was promised on %(day)s.") % {"day": _on(one.meeting.date)}
        found.must.append(Task(WorkKind.PROMISE, one.text, sentence, one.get_absolute_url(), one.due, late))
    for one, late in own["waits"]:
        sentence = _("Promised to you on %(day)s.") % {"day": _on(one.meeting.date)}
        who = str(one.owed_by or one.owed_by_person)
        found.waits.append(Task(WorkKind.PROMISE, one.text, sentence, one.get_absolute_url(), one.due, late, who))


def _translations(user: User) -> list[Task]:
    """The texts of which the person was asked to bring one language up to date."""
    rows = _to_translate(user)
    prefetch_related_objects(rows, "section__texts")
    return [
        Task(
            WorkKind.TRANSLATION, documents.heading(one.section, active_language()),
            _("Bring the text up to date in %(language)s; asked by %(who)s for the meeting of %(day)s.")
            % {
                "language": one.get_language_display(), "who": one.asked_by,
                "day": _on(one.section.minutes.meeting.date),
            },
            reverse("meetings:section-edit", args=[one.section.minutes.meeting_id, one.section.uuid, one.language]),
        )
        for one in rows
    ]  # fmt: skip


@ReaderQuestion
def _to_translate(reader: User) -> Any:
    asked = TranslationRequest.objects.open().filter(assignee=reader, section__removed_at=None).order_by("asked_at", "pk")
    return asked.select_related("section__minutes__meeting", "asked_by__person")


def _last_in_time(day: datetime.date) -> datetime.date:
    """Return the day of the meetings of which minutes would be late tomorrow."""
    return day - threshold("minutes_late") * DAY


def _add_minutes(found: Work, day: datetime.date, most: int) -> Rest:
    """The minutes that are not published yet: to write, to settle, to publish, or waiting for answers of organisations.

    Adds `most` of each side, those of the earliest meetings, and returns how many others there are.
    """
    listed, whole = Rest(), Rest()
    for one in _unpublished(day, _last_in_time(day), most):
        due = one.meeting__date + threshold("minutes_late") * DAY
        sentence, view = _about(one)
        title = titled("", one.meeting__title_fr, one.meeting__title_nl)
        task = Task(WorkKind.MINUTES, title, sentence, reverse(view, args=[one.meeting_id]), due, due < day)
        if one.answers_come:
            found.waits.append(task._replace(sentence=_("Answers to the review."), who=_("the organisations that read along")))
            listed, whole = listed._replace(waits=listed.waits + 1), whole._replace(waits=one.number)
        else:
            found.must.append(task)
            listed = listed._replace(must=listed.must + 1, late=listed.late + task.late)
            whole = whole._replace(must=one.number, late=one.late_number)
    return Rest(*(there - shown for there, shown in zip(whole, listed, strict=True)))


@Question
def _unpublished(day: datetime.date, in_time: datetime.date, most: int) -> Any:
    """Select the minutes that wait for somebody, the first `most` of each side; of meetings before `in_time` they are late."""
    awaited = ReviewRequest.objects.awaited().filter(circulation__minutes=OuterRef("pk"), deadline__gte=day)
    answers_come = When(Exists(awaited), state=Minutes.State.IN_REVIEW, unsettled=0, late=0, then=Value(True))
    side: dict[str, Any] = {"partition_by": [F("answers_come")]}
    late = Count("pk", filter=Q(meeting__date__lt=in_time))
    # What has remarks to settle, or waits for answers, is not published.
    waiting = counted_reviews(day).filter(
        ~Q(state="published"), Q(meeting__state__in=TOOK_PLACE) | Q(unsettled__gt=0) | Q(late__gt=0)
    )
    numbered = waiting.annotate(answers_come=Case(answers_come, default=Value(False))).annotate(
        place=Window(RowNumber(), order_by=["meeting__date", "pk"], **side),
        number=Window(Count("pk"), **side), late_number=Window(late, **side),
    )  # fmt: skip
    return numbered.filter(place__lte=most).order_by("meeting__date", "pk").values_list(
        "state", "meeting_id", "meeting__title_fr", "meeting__title_nl", "meeting__date", "unsettled", "late", "answers_come",
        "number", "late_number", named=True,
    )  # fmt: skip


def _about(minutes: Any) -> tuple[str, str]:
    """Return what comes next with minutes, and the page that does it."""
    said = []
    if minutes.unsettled:
        text = ngettext("Give %(n)d remark its outcome.", "Give %(n)d remarks their outcome.", minutes.unsettled)
        said.append(text % {"n": minutes.unsettled})
    if minutes.late:
        text = ngettext("%(n)d organisation did not answer in time.", "%(n)d organisations did not answer in time.", minutes.late)
        said.append(text % {"n": minutes.late})
    if said:
        return " ".join(said), "meetings:review-board"
    states = Minutes.State
    return {
        states.DRAFT: (_("Finish the minutes and send them round for review."), "meetings:workspace"),
        states.IN_REVIEW: (_("Everybody has answered: bring the minutes to their end."), "meetings:review-board"),
        states.INCORPORATING: (_("Put the answers into the minutes, then have them approved."), "meetings:workspace"),
        states.APPROVED: (_("Publish the approved minutes."), "meetings:meeting"),
    }[states(minutes.state)]


def _add_registers(found: Work, user: User, day: datetime.date) -> None:
    """Signals to pass on, and promises whose day has passed, as one line each: their lists say which."""
    signals = sum(_open_signals(user))
    if signals:
        said = ngettext("%(count)d signal is open.", "%(count)d signals are open.", signals) % {"count": signals}
        title = Localised(_("Signals"), active_language())
        found.must.append(Task(WorkKind.PROMISE, title, said, reverse("meetings:registers", args=["signals"])))
    promises = sum(_overdue(day, day - UNANSWERED_DAYS * DAY))
    if promises:
        said = ngettext("%(count)d promise is overdue.", "%(count)d promises are overdue.", promises) % {"count": promises}
        title = Localised(_("Promises"), active_language())
        address = reverse("meetings:registers") + "?overdue=on"
        found.waits.append(Task(WorkKind.PROMISE, title, said, address, late=True, who=_("those who promised")))


@ReaderQuestion
def _open_signals(reader: User) -> Any:
    return _number(Signal.objects.visible_to(reader).open())


@Question
def _overdue(due: datetime.date, held: datetime.date) -> Any:
    """Count for whoever leads the network, who sees every promise."""
    return _number(Promise.objects.past(due, held))


def _number(rows: Any) -> Any:
    """Return one row with the number of `rows`, or none."""
    return rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values_list("number", flat=True)


def _news(user: User, since: datetime.datetime) -> list[News]:
    """Return which minutes were published since, and which remarks of a member's organisations got their outcome. Two queries."""
    return [*_published(user, since), *_outcomes(user, since)]


news = Source(_news, lambda user, since: latest.asks(user))


def _published(user: User, since: datetime.datetime) -> list[News]:
    return [
        News(
            WorkKind.MINUTES, one.published_at, one.title,
            _("The minutes are published, version %(version)s.") % {"version": one.version_name}, one.page,
        )
        for one in latest.latest(user, latest.MEETINGS, since)
    ]  # fmt: skip


def _outcomes(user: User, since: datetime.datetime) -> list[News]:
    if user.role != Role.MEMBER:
        return []
    own = ReviewRequest.objects.visible_to(user).values("pk")
    told = Remark.objects.filter(request__in=own, told_at__gte=since).order_by().values(
        "request", "request__circulation__minutes__meeting__title_fr", "request__circulation__minutes__meeting__title_nl"
    )  # fmt: skip
    return [
        News(
            WorkKind.REVIEW, at, titled("", title_fr, title_nl),
            ngettext("Your remark has its outcome.", "%(count)d remarks of yours have their outcome.", number)
            % {"count": number},
            reverse("meetings:review", args=[request]),
        )
        for request, title_fr, title_nl, number, at in told.annotate(number=Count("pk"), at=Max("told_at")).values_list(
            *told.query.values_select, "number", "at"
        )
    ]  # fmt: skip


def _on(day: datetime.date) -> str:
    return format_date(day, active_language())
