"""Every quarter each organisation says who of its people still needs access."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation

from .user import Role, User


class ReviewChoice(models.TextChoices):
    """What is said of one person's access."""

    STAYS = "stays", _("still needs access")
    LEAVES = "leaves", _("needs no access any more")


class AccessReviewQuerySet(models.QuerySet["AccessReview"]):
    """Which lists exist for whom."""

    def visible_to(self, user: User) -> Self:
        """Coordinating users see all, members those of their organisations today (DOMAIN §7, invariant 12)."""
        if user.is_coordinating:
            return self
        return self.filter(organisation__in=user.organisation_keys()) if user.role == Role.MEMBER else self.none()


class AccessReview(models.Model):
    """The list of one organisation for one quarter; confirmed once, by a person."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="access_reviews"
    )
    # The first day of the quarter.
    quarter = models.DateField(_("quarter"))
    opened_at = models.DateTimeField(_("asked on"))
    confirmed_by = models.ForeignKey(
        User, verbose_name=_("confirmed by"), null=True, blank=True, on_delete=models.PROTECT, related_name="access_reviews"
    )
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)

    objects = AccessReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of access")
        verbose_name_plural = _("reviews of access")
        ordering = ("-quarter", "pk")
        constraints = (
            models.UniqueConstraint(fields=["organisation", "quarter"], name="access_review_once_a_quarter"),
            models.CheckConstraint(
                condition=Q(quarter__month__in=[1, 4, 7, 10], quarter__day=1), name="access_review_of_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="access_review_confirmed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} – {self.quarter:%Y-%m}"

    def get_absolute_url(self) -> str:
        """Return the address of the list."""
        return reverse("access:review", args=[self.pk])

    @property
    def number(self) -> int:
        """Which quarter of the year it is, from 1 to 4."""
        return (self.quarter.month + 2) // 3


class AccessReviewAnswer(models.Model):
    """What the organisation said of one account; an end of access is carried out by whoever leads the network."""

    review = models.ForeignKey(AccessReview, verbose_name=_("review of access"), on_delete=models.PROTECT, related_name="answers")
    user = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="access_answers")
    choice = models.CharField(_("answer"), max_length=10, choices=ReviewChoice)
    note = models.CharField(_("remark"), max_length=300, blank=True)
    done_at = models.DateTimeField(_("carried out on"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, verbose_name=_("carried out by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("answer on access")
        verbose_name_plural = _("answers on access")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["review", "user"], name="access_answer_once_an_account"),
            models.CheckConstraint(condition=known(choice=ReviewChoice), name="access_answer_choice_known"),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.get_choice_display()}"
