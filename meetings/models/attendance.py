"""Who was at a meeting, for which organisation, as of that day (DOMAIN §4)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.fingerprint import fingerprint
from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation, Person

from . import choices
from .agenda import AgendaItem
from .meeting import Meeting


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Attendance as lists and documents need it."""

    def for_list(self) -> "AttendanceQuerySet":
        """Load person, organisation and replacement, in the order in which they were noted."""
        return self.select_related("person", "organisation", "replaced_by", "arrived_for", "left_after").order_by(
            "position", "pk"
        )

    def to_convene(self) -> "AttendanceQuerySet":
        """Return the rows of those who get the convocation: nothing is known of them, and none went out to them yet."""
        return self.filter(status=choices.AttendanceStatus.UNKNOWN, convened_at=None)

    def convened(self) -> "AttendanceQuerySet":
        """Return the rows of those to whom a convocation went out."""
        return self.filter(convened_at__isnull=False)

    def with_address(self) -> "AttendanceQuerySet":
        """Load person, account and organisation, as `meetings.mails.convocation` reads them."""
        return self.select_related("person__user", "organisation", "replaced_by__user").order_by("position", "pk")

    def fingerprint(self) -> str:
        """Return the fingerprint of these rows, in their order, as the attendance editor shows them."""
        rows = self.order_by("position", "pk")
        return fingerprint(list(rows.values_list("pk", "person", "organisation", "status", "remote", "replaced_by")))


class Attendance(models.Model):
    """One person at one meeting. An unknown organisation is not "no organisation": it stays empty until known."""

    Status = choices.AttendanceStatus

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="attendances")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="attendances")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation on that day"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attendances",
    )
    status = models.CharField(_("presence"), max_length=10, choices=Status, default=Status.UNKNOWN)
    remote = models.BooleanField(_("took part online"), default=False)
    replaced_by = models.ForeignKey(
        Person, verbose_name=_("replaced by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The convocation: when it went out, when its page was last opened, and what the person answered to it.
    convened_at = models.DateTimeField(_("convened on"), null=True, blank=True, editable=False)
    # What the link of the convocation holds beside the row and its person; None once a coordinator withdrew it.
    link_key = models.UUIDField(null=True, blank=True, default=uuid.uuid4, editable=False)
    opened_at = models.DateTimeField(_("convocation opened on"), null=True, blank=True, editable=False)
    replied_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    excuse = models.CharField(_("reason of the excuse"), max_length=300, blank=True)
    # Who came late or left early: from and until which item of the agenda they were there.
    arrived_for = models.ForeignKey(
        AgendaItem, verbose_name=_("arrived for"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    left_after = models.ForeignKey(
        AgendaItem, verbose_name=_("left after"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The person's own word, between the meeting and the approval, that they were there.
    attested_at = models.DateTimeField(_("presence attested on"), null=True, blank=True, editable=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("meeting", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=known(status=choices.AttendanceStatus), name="attendance_status_known"),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                # Checked after each statement, not after each row of it: two rows may swap their people.
                deferrable=models.Deferrable.IMMEDIATE,
                name="attendance_once_per_person",
                violation_error_message=_("This person is already on the list."),
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("person")),
                name="attendance_not_replaced_by_self",
                violation_error_message=_("A person cannot be replaced by themselves."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} ({self.organisation})" if self.organisation else str(self.person)
