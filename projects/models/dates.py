"""Dates of calls: exact or vague, never overwritten once published, and who was told of a change (DOMAIN §5, §7.7)."""

import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation
from meetings.models import Meeting, Section

from . import choices
from .call import Call


class CallDateQuerySet(models.QuerySet["CallDate"]):
    """Dates as pages need them."""

    def visible_to(self, user: User) -> "CallDateQuerySet":
        """Return all to coordinating users, to others what was published of the calls that exist for them."""
        if user.is_coordinating:
            return self.all()
        return self.published().filter(call__in=Call.objects.visible_to(user))

    def published(self) -> "CallDateQuerySet":
        """Return the dates that everybody may know."""
        return self.exclude(published_at=None)

    def current(self) -> "CallDateQuerySet":
        """Return the published dates that no later published version replaces."""
        return self.published().exclude(_replaced_by(CallDate.objects.published()))

    def newest(self) -> "CallDateQuerySet":
        """Return the last version of each date, published or not."""
        return self.exclude(_replaced_by(CallDate.objects.all()))

    def current_for(self, user: User) -> "CallDateQuerySet":
        """Return what holds now; to coordinating users of a call still in draft also the dates that are not published yet."""
        return self.filter(pk__in=self.model.objects.last_known(coordinating=user.is_coordinating).values("pk"))

    def last_known(self, *, coordinating: bool) -> "CallDateQuerySet":
        """Return the same for a coordinating user or another one; the order must stay (DISTINCT ON). Cheap: for lists."""
        known = self.published()
        if coordinating:
            known = self.filter(Q(published_at__isnull=False) | Q(call__announced_at=None))
        return known.order_by("series", "-version").distinct("series")

    def for_history(self) -> "CallDateQuerySet":
        """Load where each date was said and what it replaces; grouped by kind and series, the newest version first."""
        return self.select_related("section__minutes", "meeting", "replaces", "recorded_by__person").order_by(
            "kind", "series", "-version"
        )


def _replaced_by(versions: CallDateQuerySet) -> models.Exists:
    """Return the condition that a later one of `versions` stands in place of a date."""
    return models.Exists(versions.filter(series=models.OuterRef("series"), version__gt=models.OuterRef("version")))


class Dated:
    """What follows from the days of a date, wherever they were read from."""

    kind: Any
    earliest: Any
    latest: Any
    time: Any
    words = Bilingual()

    @property
    def is_exact(self) -> bool:
        """True for a day, False for a range with its words."""
        return bool(self.earliest == self.latest)

    def is_over(self, today: datetime.date) -> bool:
        """True once the date has certainly passed."""
        return bool(self.latest < today)


class CallDate(Dated, models.Model):
    """One version of one date of a call.

    An exact date has `earliest` = `latest` and no words; a vague one has a range and the words that were used
    ("mid-October"). Versions of the same date share a `series`: a call may have several information sessions.
    """

    Kind = choices.DateKind

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="dates")
    kind = models.CharField(_("what happens"), max_length=20, choices=Kind)
    series = models.UUIDField(editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    replaces = models.OneToOneField(
        "self", verbose_name=_("replaces"), null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    earliest = models.DateField(_("on, or not before"))
    latest = models.DateField(_("not after"))
    time = models.TimeField(_("time"), null=True, blank=True)
    words_fr = models.CharField(_("in words, in French"), max_length=150, blank=True)
    words_nl = models.CharField(_("in words, in Dutch"), max_length=150, blank=True)
    reason_fr = models.TextField(_("reason, in French"), blank=True)
    reason_nl = models.TextField(_("reason, in Dutch"), blank=True)
    # Where it was said: a section of the minutes, or a meeting of which there are none yet.
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("said at the meeting"), null=True, blank=True, on_delete=models.PROTECT, related_name="call_dates"
    )
    section = models.ForeignKey(
        Section,
        verbose_name=_("section of the minutes"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="call_dates",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded on"))
    # Until then only coordinators know it, and may still change it.
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)

    reason = Bilingual()
    objects = CallDateQuerySet.as_manager()

    class Meta:
        verbose_name = _("date of a call")
        verbose_name_plural = _("dates of calls")
        ordering = ("call", "earliest", "version")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(kind=choices.DateKind), name="call_date_kind_known"),
            models.CheckConstraint(
                condition=Q(latest__gte=F("earliest")),
                name="call_date_range_in_order",
                violation_error_message=_("The latest date cannot come before the earliest."),
            ),
            models.CheckConstraint(
                condition=Q(earliest=F("latest"), words_fr="", words_nl="")
                | Q(latest__gt=F("earliest")) & ~Q(words_fr="", words_nl=""),
                name="call_date_vague_in_words",
                violation_error_message=_("A vague date needs its words, in French or in Dutch; an exact one has none."),
            ),
            models.CheckConstraint(
                condition=Q(time=None) | Q(earliest=F("latest")),
                name="call_date_time_of_an_exact_day",
                violation_error_message=_("Only an exact day has a time."),
            ),
            models.CheckConstraint(
                condition=Q(version=1, replaces=None) | Q(version__gt=1, replaces__isnull=False) & ~Q(reason_fr="", reason_nl=""),
                name="call_date_moved_with_a_reason",
                violation_error_message=_("Say why the date moves, in French or in Dutch."),
            ),
            models.UniqueConstraint(fields=["series", "version"], name="call_date_version_once"),
            models.UniqueConstraint(
                fields=["call", "kind"],
                condition=Q(version=1) & ~Q(kind="info_session"),
                name="call_date_of_a_kind_once",
                violation_error_message=_("The call already has such a date: move that one."),
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="published_call_date_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.earliest}"

    def get_absolute_url(self) -> str:
        """Return the place of the date on the page of its call."""
        return reverse("projects:call", args=[self.call_id]) + f"#date-{self.pk}"


class CallDateNoticeQuerySet(models.QuerySet["CallDateNotice"]):
    """Notices as home and call pages need them."""

    def visible_to(self, user: User) -> "CallDateNoticeQuerySet":
        """Return all to coordinating users, to members those to their organisations."""
        if user.is_coordinating:
            return self.all()
        return self.filter(organisation__in=user.organisations()) if user.role == "member" else self.none()

    def unread(self) -> "CallDateNoticeQuerySet":
        """Return what the organisation has not opened yet."""
        return self.filter(opened_at=None)


class CallDateNotice(models.Model):
    """An organisation was told of a date that moved: once, and it stays unread until somebody of it opens the call."""

    date = models.ForeignKey(CallDate, verbose_name=_("date"), on_delete=models.PROTECT, related_name="notices")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="call_date_notices"
    )
    told_at = models.DateTimeField(_("told on"))
    opened_at = models.DateTimeField(_("opened on"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("opened by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CallDateNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a date")
        verbose_name_plural = _("notices of dates")
        ordering = ("date", "organisation")
        constraints = (
            models.UniqueConstraint(fields=["date", "organisation"], name="call_date_told_once"),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None) | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="call_date_notice_opened_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.date} → {self.organisation}"
