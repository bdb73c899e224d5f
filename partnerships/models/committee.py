"""Committees that follow a partnership: seats, who holds them, and their meetings (DOMAIN §6)."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known
from amif_network.directory.models import Person
from meetings.models import Meeting

from . import choices, guards
from .partnership import Partnership, Party
from .periods import in_order, period
from .rows import PartnershipRows


class Committee(models.Model):
    """The people who follow the work (accompaniment), or decide on it (steering: the agent has no seat in it)."""

    Kind = choices.CommitteeKind

    partnership = models.ForeignKey(
        Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="committees"
    )
    kind = models.CharField(_("kind"), max_length=15, choices=choices.CommitteeKind)
    convened_by = models.ForeignKey(Party, verbose_name=_("convened by"), on_delete=models.PROTECT, related_name="committees")
    least_meetings = models.PositiveSmallIntegerField(_("meetings a year, at least"), default=2)
    rev = models.PositiveIntegerField(default=1, editable=False)

    objects = PartnershipRows.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        ordering = ("partnership", "kind")
        constraints = (
            models.CheckConstraint(condition=known(kind=choices.CommitteeKind), name="committee_kind_known"),
            models.CheckConstraint(
                condition=Q(least_meetings__lte=12),
                name="committee_meets_within_reason",
                violation_error_message=_("At most 12 meetings a year."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "kind"],
                name="committee_once_of_a_kind",
                violation_error_message=_("The partnership already has such a committee."),
            ),
        )
        triggers = (guards.party_of_it("committee_convened_by_a_party", "convened_by_id"),)

    def __str__(self) -> str:
        return f"{self.partnership.code}: {self.get_kind_display()}"


class CommitteeRows(PartnershipRows):
    """Rows of committees."""

    path = "committee__partnership"


class Seat(models.Model):
    """A place in a committee: who must sit there, how many at least, and whether somebody else may come instead."""

    Side = choices.SeatSide

    committee = models.ForeignKey(Committee, verbose_name=_("committee"), on_delete=models.CASCADE, related_name="seats")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label_fr = models.CharField(_("label in French"), max_length=200, blank=True)
    label_nl = models.CharField(_("label in Dutch"), max_length=200, blank=True)
    side = models.CharField(_("side"), max_length=10, choices=choices.SeatSide)
    least = models.PositiveSmallIntegerField(_("people, at least"), default=1)
    alternates_allowed = models.BooleanField(_("somebody else of the service may come instead"), default=False)

    label = Bilingual()
    objects = CommitteeRows.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ("committee", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=known(side=choices.SeatSide), name="seat_side_known"),
            models.CheckConstraint(
                condition=~Q(label_fr="", label_nl=""),
                name="seat_has_a_label",
                violation_error_message=_("Name the seat in French or in Dutch."),
            ),
            models.CheckConstraint(
                condition=Q(least__lte=20), name="seat_within_reason", violation_error_message=_("At most 20 people.")
            ),
        )

    def __str__(self) -> str:
        return str(self.label)


class SeatHolder(models.Model):
    """A person who holds a seat, from a day on, until a day."""

    seat = models.ForeignKey(Seat, verbose_name=_("seat"), on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="seats")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("holder of a seat")
        verbose_name_plural = _("holders of seats")
        ordering = ("seat", "starts_on", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            in_order("seat_holder_period_in_order"),
            ExclusionConstraint(
                name="seat_holder_once_at_a_time",
                expressions=[
                    ("seat", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (period(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already holds the seat on some of these days."),
            ),
        )
        triggers = (guards.STEERING_WITHOUT_THE_AGENT,)

    def __str__(self) -> str:
        return f"{self.person} ({self.seat})"


class CommitteeMeeting(models.Model):
    """A meeting of a committee: a meeting like all others, with agenda, attendance and minutes."""

    committee = models.ForeignKey(Committee, verbose_name=_("committee"), on_delete=models.PROTECT, related_name="meetings")
    meeting = models.OneToOneField(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="committee_meeting")

    objects = CommitteeRows.as_manager()

    class Meta:
        verbose_name = _("meeting of a committee")
        verbose_name_plural = _("meetings of committees")
        ordering = ("committee", "meeting")

    def __str__(self) -> str:
        return f"{self.committee}: {self.meeting}"
