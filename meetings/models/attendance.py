"""Who was at a meeting, for which organisation, as of that day (DOMAIN §4)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.fingerprint import fingerprint
from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation, Person

from . import choices
from .meeting import Meeting


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Attendance as lists and documents need it."""

    def for_list(self) -> "AttendanceQuerySet":
        """Load person, organisation and replacement, in the order in which they were noted."""
        return self.select_related("person", "organisation", "replaced_by").order_by("position", "pk")

    def fingerprint(self) -> str:
        """Return the fingerprint of these rows, in their order, as the attendance editor shows them."""
        rows = self.order_by("position", "pk")
        return fingerprint(list(rows.values_list("pk", "person", "organisation", "status", "remote", "replaced_by")))


class Attendance(models.Model):
    """One person at one meeting. An unknown organisation is not "no organisation": it stays empty until known."""

    Status = choices.AttendanceStatus

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
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
