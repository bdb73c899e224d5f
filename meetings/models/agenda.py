"""The agenda: what is spoken about, in which order, and when (DOMAIN §4)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Bilingual
from amif_network.core.fingerprint import fingerprint
from amif_network.core.vocabulary import known
from amif_network.directory.models import Person

from . import choices
from .meeting import Meeting


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Agenda items as lists need them."""

    def for_list(self) -> "AgendaItemQuerySet":
        """Load presenters too, in the order of the agenda."""
        return self.prefetch_related("presenters").order_by("position", "pk")

    def fingerprint(self) -> str:
        """Return the fingerprint of these rows, in their order, as the agenda editor shows them."""
        return fingerprint(
            [
                [item.pk, item.label, item.title_fr, item.title_nl, item.kind, item.starts_at, item.ends_at,
                 sorted(person.pk for person in item.presenters.all())]
                for item in self.for_list()
            ]
        )  # fmt: skip


class AgendaItem(models.Model):
    """A row of the agenda; its slot of time is optional and need not match a section of the minutes."""

    Kind = choices.AgendaKind

    meeting = models.ForeignKey(Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = models.CharField(_("printed number"), max_length=20, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=1000, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TOPIC)
    starts_at = models.TimeField(_("start"), null=True, blank=True)
    ends_at = models.TimeField(_("end"), null=True, blank=True)
    # The minutes of an earlier meeting that are approved under this item.
    approves = models.ForeignKey(
        "meetings.Minutes",
        verbose_name=_("minutes to approve"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="approved_under",
    )
    # What earlier meetings left open and this item takes up again.
    promises = models.ManyToManyField("meetings.Promise", verbose_name=_("promises"), blank=True, related_name="agenda_items")
    signals = models.ManyToManyField("meetings.Signal", verbose_name=_("signals"), blank=True, related_name="agenda_items")
    presenters = models.ManyToManyField(Person, verbose_name=_("presented by"), blank=True, related_name="+")

    title = Bilingual()
    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("meeting", "position", "pk")
        constraints = (
            models.CheckConstraint(condition=known(kind=choices.AgendaKind), name="agenda_item_kind_known"),
            models.CheckConstraint(
                condition=~Q(title_fr="", title_nl=""),
                name="agenda_item_has_title",
                violation_error_message=_("Give the agenda item a title in French or in Dutch."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="agenda_item_ends_after_start",
                violation_error_message=_("An agenda item cannot end before it starts."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()
