"""What a section points at: slides of a presentation, and contributions still to come (DOMAIN §4)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual
from amif_network.directory.models import Organisation, Person

from .attachment import Attachment
from .meeting import Meeting
from .minutes import Minutes
from .section import Section


class SlideReference(models.Model):
    """Slides of a presentation: from-to, a list, or "to the end". `as_typed` keeps the words of the source."""

    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.CASCADE, related_name="slide_references")
    attachment = models.ForeignKey(
        Attachment,
        verbose_name=_("presentation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="slide_references",
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    first = models.PositiveSmallIntegerField(_("from slide"), null=True, blank=True)
    last = models.PositiveSmallIntegerField(_("to slide"), null=True, blank=True)
    numbers = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("separate slides"), default=list, blank=True)
    to_end = models.BooleanField(_("to the end"), default=False)
    topic_fr = models.CharField(_("subject in French"), max_length=250, blank=True)
    topic_nl = models.CharField(_("subject in Dutch"), max_length=250, blank=True)
    as_typed = models.CharField(_("as typed"), max_length=300, blank=True)

    topic = Bilingual()

    class Meta:
        verbose_name = _("slide reference")
        verbose_name_plural = _("slide references")
        ordering = ("section", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(last=None) | Q(first__isnull=False, last__gte=F("first")),
                name="slides_in_order",
                violation_error_message=_("The last slide cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=(Q(first=None) | Q(first__gt=0)) & ~Q(numbers__contains=[0]),
                name="slides_count_from_one",
                violation_error_message=_("Slides are counted from 1."),
            ),
        )

    def __str__(self) -> str:
        return self.as_typed or f"{self.first}–{self.last}"

    @property
    def needed_pages(self) -> int | None:
        """The highest slide number the reference speaks of; None for an empty one."""
        known = [number for number in (self.first, self.last, *self.numbers) if number]
        return max(known, default=None)

    @property
    def first_page(self) -> int | None:
        """The slide at which the presentation is opened; None for its beginning."""
        return self.first or min(self.numbers, default=None)

    def problem(self) -> str:
        """Say what is wrong with the attachment: missing or shorter than the reference; "" when nothing is."""
        if self.attachment is None:
            return str(_("The presentation is not attached."))
        pages, needed = self.attachment.page_count, self.needed_pages
        if pages and needed and needed > pages:
            return str(_("The presentation has only %(pages)d pages.")) % {"pages": pages}
        return ""


class PendingContributionQuerySet(models.QuerySet["PendingContribution"]):
    """Awaited contributions as the register needs them."""

    def visible_to(self, user: User) -> "PendingContributionQuerySet":
        """Return all to coordinating users, to members what is awaited from their organisations and from themselves."""
        if user.is_coordinating:
            return self.all()
        if user.role != "member":
            return self.none()
        own = self.filter(Q(organisations__in=user.organisations()) | Q(person__user=user))
        return self.filter(pk__in=own.values("pk"), minutes__meeting__in=Meeting.objects.visible_to(user))

    def concerning(self, organisation: int) -> "PendingContributionQuerySet":
        """Return what is awaited from the organisation with this key."""
        return self.filter(
            pk__in=self.model.organisations.through.objects.filter(organisation=organisation).values("pendingcontribution")
        )

    def open(self) -> "PendingContributionQuerySet":
        """Return what did not come in yet, and whose section still stands."""
        return self.filter(closed_at=None, section__removed_at=None)

    def for_list(self) -> "PendingContributionQuerySet":
        """Load from whom it is awaited and where it will stand, the oldest meeting first."""
        return (
            self.select_related("minutes__meeting", "section", "person")
            .prefetch_related("organisations")
            .order_by("minutes__meeting__date", "pk")
        )


class PendingContribution(models.Model):
    """ "Still to be added: comments of X": prints while open."""

    minutes = models.ForeignKey(
        Minutes, verbose_name=_("minutes"), on_delete=models.CASCADE, related_name="pending_contributions"
    )
    section = models.ForeignKey(
        Section, verbose_name=_("section"), null=True, blank=True, on_delete=models.CASCADE, related_name="pending_contributions"
    )
    organisations = models.ManyToManyField(Organisation, verbose_name=_("awaited from"), blank=True, related_name="+")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    who_as_typed = models.TextField(_("from whom, as typed"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    text_nl = models.TextField(_("text in Dutch"), blank=True)
    closed_at = models.DateTimeField(_("received on"), null=True, blank=True)

    text = Bilingual()
    objects = PendingContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("pending contribution")
        verbose_name_plural = _("pending contributions")
        ordering = ("minutes", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(text_fr="", text_nl=""),
                name="pending_contribution_says_what",
                violation_error_message=_("Say in French or in Dutch what is awaited."),
            ),
        )

    def __str__(self) -> str:
        return str(self.text)
