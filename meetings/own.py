"""What a person must do and waits for over all meetings, and what is new there: for the first page (UX §1, screen 1)."""

import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amif_network.accounts.models import Role, User
from amif_network.alerts.thresholds import threshold
from amif_network.core.bilingual import Localised, active_language
from amif_network.core.formats import format_date
from amif_network.core.work import News, Task, Work, WorkKind, titled

from . import documents
from .editions import latest_by_meeting
from .models import Attendance, Edition, Minutes, PendingContribution, Promise, Remark, ReviewRequest, Signal, TranslationRequest
from .models.choices import TOOK_PLACE, AttendanceStatus, MeetingState, RemarkState
from .review_points import counted_reviews

DAY = datetime.timedelta(days=1)
# The editions of a version: two languages and both together, for the network and for the public; some were corrected once.
EDITIONS_OF_ONE = 12
# How many meetings whose minutes were published are named as new.
PUBLISHED_SHOWN = 10


def own_promises(user: User) -> dict[str, list[tuple[Promise, bool]]]:
    """Return what a member must do and what they wait for, each open promise with whether it is overdue. Two queries."""
    if user.role != Role.MEMBER:
        return {"must": [], "waits": []}
    today, visible = timezone.localdate(), Promise.objects.visible_to(user).open().for_list()
    return {
        "must": [(one, one.is_overdue(today)) for one in visible.owed_by_reader()],
        "waits": [(one, one.is_overdue(today)) for one in visible.asked_by_reader()],
    }


def work(user: User, day: datetime.date) -> Work:
    """Return what `user` must do and waits for in meetings; as many queries for any number of them."""
    found = Work(_convocations(user, day), [])
    if user.role == Role.MEMBER:
        found.must.extend([*_reviews(user, day), *_contributions(user)])
        found.waits.extend(_decisions(user))
        _add_promises(found, user)
    if user.is_coordinating:
        found.must.extend(_translations(user))
        _add_minutes(found, day)
        _add_registers(found, user, day)
    return found


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
    asked = TranslationRequest.objects.open().filter(assignee=user, section__removed_at=None).order_by("asked_at", "pk")
    rows = asked.select_related("section__minutes__meeting", "asked_by__person").prefetch_related("section__texts")
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


def _add_minutes(found: Work, day: datetime.date) -> None:
    """The minutes that are not published yet: to write, to settle, to publish, or waiting for answers of organisations."""
    awaited = ReviewRequest.objects.awaited().filter(circulation__minutes=OuterRef("pk"), deadline__gte=day)
    held = Q(meeting__state__in=TOOK_PLACE) & ~Q(state=Minutes.State.PUBLISHED)
    rows: Any = counted_reviews(day).filter(held | Q(unsettled__gt=0) | Q(late__gt=0)).annotate(in_time=Exists(awaited))
    for one in rows.select_related("meeting").order_by("meeting__date", "pk"):
        due = one.meeting.date + threshold("minutes_late") * DAY
        sentence, view = _about(one)
        task = Task(WorkKind.MINUTES, one.meeting.title, sentence, reverse(view, args=[one.meeting_id]), due, due < day)
        if one.state == Minutes.State.IN_REVIEW and one.in_time and not one.unsettled and not one.late:
            found.waits.append(task._replace(sentence=_("Answers to the review."), who=_("the organisations that read along")))
        else:
            found.must.append(task)


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
    signals = Signal.objects.visible_to(user).open().count()
    if signals:
        said = ngettext("%(count)d signal is open.", "%(count)d signals are open.", signals) % {"count": signals}
        title = Localised(_("Signals"), active_language())
        found.must.append(Task(WorkKind.PROMISE, title, said, reverse("meetings:registers", args=["signals"])))
    promises = Promise.objects.visible_to(user).overdue(day).count()
    if promises:
        said = ngettext("%(count)d promise is overdue.", "%(count)d promises are overdue.", promises) % {"count": promises}
        title = Localised(_("Promises"), active_language())
        address = reverse("meetings:registers") + "?overdue=on"
        found.waits.append(Task(WorkKind.PROMISE, title, said, address, late=True, who=_("those who promised")))


def news(user: User, since: datetime.datetime) -> list[News]:
    """Return which minutes were published since, and which remarks of a member's organisations got their outcome. Two queries."""
    return [*_published(user, since), *_outcomes(user, since)]


def _published(user: User, since: datetime.datetime) -> list[News]:
    visible = Edition.objects.visible_to(user).for_list().filter(published_at__gte=since).order_by("-published_at", "pk")
    editions = latest_by_meeting(visible[: PUBLISHED_SHOWN * EDITIONS_OF_ONE], active_language())
    return [
        News(
            WorkKind.MINUTES, one.published_at, one.minutes.meeting.title,
            _("The minutes are published, version %(version)s.") % {"version": one.version_name},
            reverse("meetings:read", args=[one.minutes.meeting_id, one.pk]),
        )
        for one in editions[:PUBLISHED_SHOWN]
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
