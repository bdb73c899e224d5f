"""Answer a convocation: coming, taking part online, excused, or replaced by a colleague (DOMAIN §4)."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from amif_network.core.workflow import WrongState
from amif_network.directory.models import Affiliation, Person

from ..mails.convocation import Kind, convocation
from ..models import Attendance, Meeting
from ..models.choices import MeetingState


class Answer(TextChoices):
    """What somebody answers to a convocation."""

    COMING = "coming", pgettext_lazy("answer", "I come")
    ONLINE = "online", pgettext_lazy("answer", "I take part online")
    EXCUSED = "excused", pgettext_lazy("answer", "I cannot come")
    REPLACED = "replaced", pgettext_lazy("answer", "A colleague comes in my place")


def why_closed(meeting: Meeting, *, today: datetime.date) -> str:
    """Return the sentence that says why nobody can answer any more; "" while people can."""
    if meeting.state == MeetingState.CANCELLED:
        return _("The meeting does not take place.")
    if meeting.state != MeetingState.CONVENED or meeting.date < today:
        return _("Answers are no longer taken: the meeting has been held, or its day has passed.")
    return ""


def answer_of(attendance: Attendance) -> str:
    """Return the answer that a row stands for, "" where there is none."""
    if attendance.replied_at is None:
        return ""
    if attendance.replaced_by_id is not None:
        return Answer.REPLACED
    if attendance.status == Attendance.Status.EXCUSED:
        return Answer.EXCUSED
    return Answer.ONLINE if attendance.remote else Answer.COMING


def deputies(attendance: Attendance) -> list[Person]:
    """Return who may come instead: people who work for the same organisation on the day of the meeting."""
    if attendance.organisation_id is None:
        return []
    at_work = Affiliation.objects.valid_on(attendance.meeting.date).filter(organisation=attendance.organisation_id)
    return list(
        Person.objects.filter(pk__in=at_work.values("person")).exclude(pk=attendance.person_id).order_by("sort_key", "pk")
    )


@transaction.atomic
def reply(
    attendance: Attendance, *, answer: str, reason: str = "", deputy: Person | None = None, at: datetime.datetime, site: str
) -> Attendance:
    """Note the answer of the person on a row, who may change their mind until the day of the meeting.

    `deputy`: the colleague who comes instead, who gets the convocation. Raises WrongState when answers are not taken any
    more, Attendance.DoesNotExist when the person is no longer on the list, ValidationError for a deputy who works elsewhere.
    """
    meeting = Meeting.objects.select_for_update().prefetch_related("agenda_items").get(pk=attendance.meeting_id)
    if closed := why_closed(meeting, today=timezone.localdate(at)):
        raise WrongState(closed)
    row = meeting.attendances.select_for_update().get(pk=attendance.pk, person=attendance.person_id)
    row.meeting = meeting
    if answer == Answer.REPLACED and (deputy is None or deputy not in deputies(row)):
        raise ValidationError(_("Choose a colleague of your organisation."))
    coming = answer in (Answer.COMING, Answer.ONLINE)
    row.status = Attendance.Status.PRESENT if coming else Attendance.Status.EXCUSED
    row.remote = answer == Answer.ONLINE
    row.replaced_by = deputy if answer == Answer.REPLACED else None
    row.excuse = "" if coming else reason.strip()
    row.replied_at = at
    row.save(update_fields=["status", "remote", "replaced_by", "excuse", "replied_at"])
    if row.replaced_by is not None:
        convocation(row, Kind.DEPUTY, site=site, at=at, deputy=row.replaced_by)
    return row


@transaction.atomic
def note_opening(attendance: Attendance, *, at: datetime.datetime) -> None:
    """Note that the person has the page of the convocation open."""
    Attendance.objects.filter(pk=attendance.pk).update(opened_at=at)
