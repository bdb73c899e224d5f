"""Meetings of the network and of its committees (DOMAIN §4)."""

import datetime
import uuid
from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual, other
from amif_network.core.fingerprint import fingerprint
from amif_network.core.vocabulary import known, known_or_empty
from amif_network.directory.folding import first_of
from amif_network.directory.models import Person

from . import choices

if TYPE_CHECKING:
    from .minutes import Minutes

# What the form of the meeting edits; the state moves by the steps of the workflow.
EDITED_FIELDS = (
    "title_fr", "title_nl", "series", "date", "starts_at", "ends_at", "mode", "place_fr", "place_nl", "link",
    "chair_id", "minute_taker_id", "previous_id", "agenda_title_fr", "agenda_title_nl", "agenda_numbered",
)  # fmt: skip
# What people who were convened must be told when it changes.
ANNOUNCED_FIELDS = ("date", "starts_at", "ends_at", "mode", "place_fr", "place_nl", "link")
TITLE_MISSING = _("Give the meeting a title in French or in Dutch.")


def _count(rows: models.QuerySet, per: str, what: str) -> Coalesce:
    """Count the different values of `what` among `rows`, which refer to the outer query by `per`."""
    counted = rows.order_by().values(per).annotate(number=Count(what, distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


def _invited(user: User) -> Exists:
    """Tell of a meeting whether an organisation that `user` acts for is or was invited to it."""
    from .attendance import Attendance

    return Exists(Attendance.objects.filter(meeting=OuterRef("pk"), organisation__in=user.organisation_keys()))


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings as lists and pages need them."""

    def visible_to(self, user: User) -> "MeetingQuerySet":
        """Return the meetings that exist for `user` (DOMAIN §7, invariant 12).

        Coordinating users see all. A member sees meetings to which one of their organisations is or was invited, once
        they are convened; everybody sees a network meeting once its minutes are published.
        """
        from .edition import Edition

        if user.is_coordinating:
            return self.all()
        editions = Edition.objects.filter(minutes__meeting=OuterRef("pk"))
        published = Q(Exists(editions), series=Meeting.Series.NETWORK)
        if user.role != "member":
            return self.filter(published)
        # A plan that was cancelled before anybody was convened stays among those who made it.
        convened = MeetingLogEntry.objects.filter(
            meeting=OuterRef("pk"), subject=choices.LogSubject.MEETING, to_state=Meeting.State.CONVENED
        )
        dropped = Q(state=Meeting.State.CANCELLED) & ~Q(Exists(convened))
        return self.filter(published | Q(_invited(user)) & ~Q(state=Meeting.State.PLANNED) & ~dropped)

    def involving(self, user: User) -> "MeetingQuerySet":
        """Return the meetings to which an organisation that `user` acts for is or was invited; none for an observer."""
        return self.filter(_invited(user)) if user.role == "member" else self.none()

    def for_list(self) -> "MeetingQuerySet":
        """Load what one line of the meeting list shows, but for the editions, latest first.

        The count is a subquery: the database works it out for the lines of one page, not for all meetings.
        """
        from .attendance import Attendance

        present = Attendance.objects.filter(meeting=OuterRef("pk"), status="present")
        counted = self.select_related("minutes").annotate(present_count=_count(present, "meeting", "pk"))
        return counted.order_by("-date", "-pk")

    def for_detail(self) -> "MeetingQuerySet":
        """Load what the meeting page shows."""
        from .agenda import AgendaItem
        from .attendance import Attendance

        return self.select_related("minutes", "chair", "minute_taker").prefetch_related(
            Prefetch("attendances", queryset=Attendance.objects.for_list()),
            "attendances__person__affiliations",
            Prefetch("agenda_items", queryset=AgendaItem.objects.for_list()),
        )

    def in_year(self, year: int) -> "MeetingQuerySet":
        """Keep the meetings of one calendar year."""
        return self.filter(date__range=(datetime.date(year, 1, 1), datetime.date(year, 12, 31)))

    def by_title(self, lang: str) -> "MeetingQuerySet":
        """Sort on the title shown in `lang`, whatever its accents and capitals."""
        return self.order_by(first_of(f"title_{lang}", f"title_{other(lang)}"), "-date", "-pk")

    def search(self, text: str) -> "MeetingQuerySet":
        """Keep the meetings whose title or place holds `text`, in either language."""
        return self.filter(
            Q(title_fr__icontains=text) | Q(title_nl__icontains=text) | Q(place_fr__icontains=text) | Q(place_nl__icontains=text)
        )


class Meeting(models.Model):
    """One meeting: when, where, in which form, who leads it and where it stands."""

    Mode = choices.MeetingMode
    Series = choices.MeetingSeries
    State = choices.MeetingState

    title_fr = models.CharField(_("title in French"), max_length=250, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=250, blank=True)
    date = models.DateField(_("date"))
    starts_at = models.TimeField(_("start"), null=True, blank=True)
    ends_at = models.TimeField(_("end"), null=True, blank=True)
    mode = models.CharField(_("form"), max_length=10, choices=Mode, blank=True)
    place_fr = models.CharField(_("place in French"), max_length=250, blank=True)
    place_nl = models.CharField(_("place in Dutch"), max_length=250, blank=True)
    link = models.URLField(_("link to take part"), blank=True)
    chair = models.ForeignKey(Person, verbose_name=_("chair"), null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minute_taker = models.ForeignKey(
        Person, verbose_name=_("minute-taker"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    series = models.CharField(_("series"), max_length=10, choices=Series, default=Series.NETWORK)
    previous = models.ForeignKey(
        "self", verbose_name=_("previous meeting"), null=True, blank=True, on_delete=models.PROTECT, related_name="following"
    )
    agenda_title_fr = models.CharField(_("heading of the agenda in French"), max_length=150, blank=True)
    agenda_title_nl = models.CharField(_("heading of the agenda in Dutch"), max_length=150, blank=True)
    agenda_numbered = models.BooleanField(_("number the topics without a printed number automatically"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    created_at = models.DateTimeField(_("entered on"), auto_now_add=True)
    # How calendars know the meeting again: one identifier for ever, and the count of what was sent about it.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # The fingerprint of when and where, as the mails of the convocation said it last.
    announced = models.CharField(max_length=64, blank=True, default="", editable=False)

    title = Bilingual()
    place = Bilingual()
    agenda_title = Bilingual()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-date", "-pk")
        indexes = (models.Index(fields=["-date", "-id"], name="meeting_by_date"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(title_fr="", title_nl=""), name="meeting_has_title", violation_error_message=TITLE_MISSING
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("The meeting cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(previous=F("id")),
                name="meeting_not_its_own_previous",
                violation_error_message=_("A meeting cannot follow itself."),
            ),
            models.CheckConstraint(
                condition=known(state=choices.MeetingState, series=choices.MeetingSeries), name="meeting_choices_known"
            ),
            models.CheckConstraint(condition=known_or_empty(mode=choices.MeetingMode), name="meeting_mode_known"),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.date:%d/%m/%Y})"

    def get_absolute_url(self) -> str:
        """Return the address of the meeting page."""
        return reverse("meetings:meeting", args=[self.pk])

    def involves(self, user: User) -> bool:
        """Tell whether an organisation that `user` acts for is or was invited: only these learn who was there. One query."""
        return Meeting.objects.involving(user).filter(pk=self.pk).exists()

    @property
    def fingerprint(self) -> str:
        """The fingerprint of what the form of the meeting edits; see `core.fingerprint`."""
        return fingerprint({name: getattr(self, name) for name in EDITED_FIELDS})

    @property
    def when_and_where(self) -> str:
        """The fingerprint of what the convocation says about time and place."""
        return fingerprint({name: getattr(self, name) for name in ANNOUNCED_FIELDS})

    @property
    def is_announced_otherwise(self) -> bool:
        """True when time or place are no longer what the people who were convened were told."""
        return self.is_ahead and bool(self.announced) and self.announced != self.when_and_where

    @property
    def record(self) -> "Minutes | None":
        """The minutes, or None while there are none."""
        return getattr(self, "minutes", None)

    @property
    def is_ahead(self) -> bool:
        """True while the meeting is still to come."""
        return self.state in choices.AHEAD

    @property
    def moment_of_decisions(self) -> datetime.datetime:
        """The moment from which what the meeting decided counts: its end as far as that is known, else noon of its day."""
        hour = self.ends_at or self.starts_at or datetime.time(12)
        return timezone.make_aware(datetime.datetime.combine(self.date, hour))

    @property
    def duration(self) -> datetime.timedelta | None:
        """How long the meeting is planned to last; None while a time is missing."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return datetime.datetime.combine(self.date, self.ends_at) - datetime.datetime.combine(self.date, self.starts_at)


class MeetingLogQuerySet(models.QuerySet["MeetingLogEntry"]):
    """The log as pages need it."""

    def steps(self) -> "MeetingLogQuerySet":
        """Leave out the changes that moved no state."""
        return self.exclude(action__in=choices.Edit)

    def of(self, subject: str, about: int) -> "MeetingLogQuerySet":
        """Return what was done with one remark, promise, signal …, the latest first."""
        return self.filter(subject=subject, about=about).select_related("by__person")


class MeetingLogEntry(models.Model):
    """One step of a meeting or of its minutes, or a change of one: who, when, from, to, with which comment.

    Only ever added to: the database refuses to change or delete a row.
    """

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="log")
    subject = models.CharField(_("what it concerns"), max_length=10, choices=choices.LogSubject)
    action = models.CharField(_("step"), max_length=30)
    from_state = models.CharField(_("state before"), max_length=20)
    to_state = models.CharField(_("state after"), max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("done by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who it was by their own word, where nobody had signed in: the holder of a link.
    by_name = models.CharField(_("by their own word"), max_length=200, blank=True)
    at = models.DateTimeField(_("done on"))
    comment = models.TextField(_("comment"), blank=True)
    # Which remark, promise, signal … of the meeting the row is about; None for the meeting and its minutes themselves.
    about = models.PositiveBigIntegerField(null=True, blank=True, editable=False)

    objects = MeetingLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=known(subject=choices.LogSubject), name="log_subject_known"),
            models.CheckConstraint(condition=Q(by__isnull=False) | ~Q(by_name=""), name="log_names_somebody"),
        )
        triggers = (pgtrigger.Protect(name="log_is_only_added_to", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.action}: {self.from_state} → {self.to_state}"
