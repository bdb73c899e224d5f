"""Programmes of the fund and their calls for projects (DOMAIN §5)."""

import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation

from . import choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .dates import CallDate, Dated


class Programme(models.Model):
    """A programming period of the fund: AMIF 2014-2020, 2021-2027."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=200, blank=True)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))

    title = Bilingual()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("-start", "code")
        constraints = (
            models.CheckConstraint(
                condition=~Q(title_fr="", title_nl=""),
                name="programme_has_a_title",
                violation_error_message=_("Give a title, in French or in Dutch."),
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="programme_dates_in_order",
                violation_error_message=_("The last day cannot come before the first."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)


class CallQuerySet(models.QuerySet["Call"]):
    """Calls as pages need them."""

    def visible_to(self, user: User) -> "CallQuerySet":
        """Return all to coordinating users, to others every call that was announced."""
        return self.all() if user.is_coordinating else self.exclude(announced_at=None)

    def in_phase(self, phase: str, today: datetime.date) -> "CallQuerySet":
        """Keep the calls that stand in `phase` on the day `today`, as `Call.phase` derives it."""
        from .dates import CallDate

        current = CallDate.objects.current().filter(call=OuterRef("pk"))
        opened = Exists(current.filter(kind=choices.DateKind.OPENING, latest__lte=today))
        over = Exists(current.filter(kind=choices.DateKind.DEADLINE, latest__lt=today))
        by_dates = {
            choices.CallPhase.ANNOUNCED: ~opened & ~over,
            choices.CallPhase.OPEN: opened & ~over,
            choices.CallPhase.CLOSED: over,
        }
        if phase in by_dates:
            return self.filter(by_dates[choices.CallPhase(phase)], state=choices.CallState.ANNOUNCED)
        return self.filter(state=phase)

    def search(self, text: str) -> "CallQuerySet":
        """Keep the calls whose number or title, in either language, holds `text`."""
        return self.filter(Q(number__iexact=text) | Q(title_fr__icontains=text) | Q(title_nl__icontains=text))

    def for_list(self, user: User) -> "CallQuerySet":
        """Load programme and the dates that `user` may know, the latest call first."""
        from .dates import CallDate

        known = CallDate.objects.last_known(coordinating=user.is_coordinating)
        return (
            self.select_related("programme")
            .prefetch_related(Prefetch("dates", queryset=known, to_attr="loaded_dates"))
            .latest_first()
        )

    def latest_first(self) -> "CallQuerySet":
        """Sort as lists show calls: drafts, then the latest announced."""
        return self.order_by(F("announced_at").desc(nulls_first=True), "-pk")

    def for_detail(self, user: User) -> "CallQuerySet":
        """Load what the page of a call shows of the call itself: programme, body, current dates, envelopes, templates."""
        return self.for_list(user).for_page()

    def for_page(self) -> "CallQuerySet":
        """Load the same without dates, for the page that knows all of them."""
        return self.select_related("programme", "managing_body").prefetch_related("envelopes", "templates__files")


class Call(models.Model):
    """A call for projects. The number is text: the fund counts "42", "101", "SP2-3"."""

    State = choices.CallState
    Phase = choices.CallPhase

    programme = models.ForeignKey(Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="calls")
    number = models.CharField(_("number"), max_length=30)
    title_fr = models.CharField(_("title in French"), max_length=250, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=250, blank=True)
    summary_fr = models.TextField(_("what it is about, in French"), blank=True)
    summary_nl = models.TextField(_("what it is about, in Dutch"), blank=True)
    managing_body = models.ForeignKey(
        Organisation, verbose_name=_("managing body"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    channel_fr = models.CharField(_("how to submit, in French"), max_length=250, blank=True)
    channel_nl = models.CharField(_("how to submit, in Dutch"), max_length=250, blank=True)
    channel_address = models.URLField(_("address of the platform"), blank=True)
    # The years in which the projects run.
    period_start = models.DateField(_("projects from"), null=True, blank=True)
    period_end = models.DateField(_("projects until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.DRAFT)
    announced_at = models.DateTimeField(_("announced on"), null=True, blank=True, editable=False)
    # Counts the changes, so that a second writer loses nothing.
    rev = models.PositiveIntegerField(default=1, editable=False)

    title = Bilingual()
    summary = Bilingual()
    channel = Bilingual()
    # Prefetched by `for_list`.
    loaded_dates: "list[CallDate]"
    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ("-pk",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(state=choices.CallState), name="call_state_known"),
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="call_number_once_in_a_programme",
                violation_error_message=_("The programme already has a call of this number."),
            ),
            models.CheckConstraint(
                condition=~Q(title_fr="", title_nl="") & ~Q(number=""),
                name="call_has_a_title",
                violation_error_message=_("Give a number, and a title in French or in Dutch."),
            ),
            models.CheckConstraint(
                condition=Q(period_start=None) | Q(period_end=None) | Q(period_end__gte=F("period_start")),
                name="call_period_in_order",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(announced_at__isnull=False),
                name="call_announced_once_out",
                violation_error_message=_("Say since when the call is announced."),
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(announced_at=None),
                name="call_draft_is_not_announced",
                violation_error_message=_("A draft was never announced."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} – {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the call."""
        return reverse("projects:call", args=[self.pk])

    @cached_property
    def current_dates(self) -> "list[CallDate]":
        """The dates that hold, along the calendar, from those that `for_list` loaded."""
        return sorted(self.loaded_dates, key=lambda one: one.earliest)

    def date_of(self, kind: str) -> "CallDate | None":
        """Return the date of this kind that holds now, from those that `for_list` loaded; of several sessions the first."""
        return next((one for one in self.current_dates if one.kind == kind), None)

    def phase(self, today: datetime.date) -> choices.CallPhase:
        """Say where the call stands on the day `today` (DOMAIN §5: open and closed follow from the current dates).

        A vague date has come once its latest day is there: nobody may rely on it before. Reads the dates that `for_list` loaded.
        """
        return phase_on(today, self.state, self.current_dates)


def phase_on(today: datetime.date, state: str, dates: "Sequence[Dated]") -> choices.CallPhase:
    """Say where a call in this state stands on the day `today`; `dates`: those that hold, along the calendar."""
    if state != choices.CallState.ANNOUNCED:
        return choices.CallPhase(state)
    deadline = next((one for one in dates if one.kind == choices.DateKind.DEADLINE), None)
    if deadline is not None and deadline.is_over(today):
        return choices.CallPhase.CLOSED
    opening = next((one for one in dates if one.kind == choices.DateKind.OPENING), None)
    if opening is not None and opening.latest <= today:
        return choices.CallPhase.OPEN
    return choices.CallPhase.ANNOUNCED
