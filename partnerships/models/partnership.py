"""Partnerships and their parties: one host, one or more partners (DOMAIN §6)."""

import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Exists, F, Max, Min, OuterRef, Prefetch, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known
from amif_network.directory.models import Organisation, Person
from projects.models import Call, Project

from . import choices, guards
from .happening import activity
from .periods import in_order


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Partnerships as lists and pages need them."""

    def visible_to(self, user: User) -> "PartnershipQuerySet":
        """Return all to coordinating users, to members those of which one of their organisations is a party or leads the project.

        Annotated with `is_host` and `is_partner`: one of the organisations of the user stands on that side (DOMAIN §7, invariant
        12). Who leads the project of a partnership reads it, and acts as the host does where no host is named yet.
        """
        mine = user.organisations().values("pk") if user.role == "member" else Organisation.objects.none().values("pk")
        annotated = self.annotate(is_host=_on_side(mine, choices.Role.HOST), is_partner=_on_side(mine, choices.Role.PARTNER))
        if user.is_coordinating:
            return annotated
        if user.role != "member":
            return annotated.none()
        return annotated.filter(Q(is_host=True) | Q(is_partner=True) | Q(project__lead__in=mine))

    def search(self, text: str) -> "PartnershipQuerySet":
        """Keep the partnerships whose code or title, in either language, holds `text`."""
        return self.filter(Q(code__icontains=text) | Q(title_fr__icontains=text) | Q(title_nl__icontains=text))

    def spanned(self) -> Any:
        """Return one row: the first and the last day on which one begins, the last on which one ends; no row of none."""
        days = {"first": Min("starts_on"), "begun": Max("starts_on"), "last": Max("ends_on")}
        # Grouped by what is the same everywhere.
        return self.order_by().annotate(everything=Value(1)).values("everything").annotate(**days).values_list(*days)

    def for_list(self) -> "PartnershipQuerySet":
        """Load the call and the parties with their organisations; by code."""
        return (
            self.select_related("call__programme", "project")
            .prefetch_related(Prefetch("parties", queryset=Party.objects.select_related("organisation")))
            .in_order()
        )

    def in_order(self) -> "PartnershipQuerySet":
        """Sort as lists show partnerships: those that begin last first."""
        return self.order_by("-starts_on", "code")

    def for_head(self) -> "PartnershipQuerySet":
        """Load the parties with their organisations, for a page below the page of a partnership."""
        return self.prefetch_related(Prefetch("parties", queryset=Party.objects.select_related("organisation")))

    def for_detail(self) -> "PartnershipQuerySet":
        """Load what the page of a partnership shows at its head: project, call, parties with their people."""
        people = Party.objects.select_related("organisation", "contact", "owner")
        return self.select_related("call__programme", "project__lead").prefetch_related(Prefetch("parties", queryset=people))

    def on(self, day: Any) -> "PartnershipQuerySet":
        """Keep the partnerships whose period holds `day`; an unknown end is open."""
        return self.filter(Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day)))


def _on_side(organisations: Any, role: str) -> Case:
    """Tell of a partnership whether one of `organisations` is a party of that side."""
    parties = Party.objects.filter(partnership=OuterRef("pk"), role=role, organisation__in=organisations)
    return Case(When(Exists(parties), then=True), default=False)


def years_of(spanned: list[tuple[Any, Any, Any]]) -> list[int]:
    """Return the years in which one of the partnerships runs that `spanned` tells of, the last first."""
    known = [(first, begun, last or begun) for first, begun, last in spanned if first is not None]
    return [year for first, begun, last in known for year in range(max(begun, last).year, first.year - 1, -1)]


class Partnership(models.Model):
    """Two or more CPAS that work together for a time.

    What is agreed on paper (`state`) and what happens (`activity.py`) are two axes: running while unsigned is a fact to show.
    """

    Form = choices.Form
    State = choices.Formal

    code = models.CharField(_("code"), max_length=40, unique=True)
    title_fr = models.CharField(_("title in French"), max_length=250, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=250, blank=True)
    objective_fr = models.TextField(_("objective in French"), blank=True)
    objective_nl = models.TextField(_("objective in Dutch"), blank=True)
    call = models.ForeignKey(
        Call, verbose_name=_("call"), null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships"
    )
    project = models.ForeignKey(
        Project, verbose_name=_("project"), null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships"
    )
    forms = ArrayField(models.CharField(max_length=20, choices=choices.Form), verbose_name=_("forms"), default=list)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    predecessor = models.OneToOneField(
        "self", verbose_name=_("renewal of"), null=True, blank=True, on_delete=models.PROTECT, related_name="successor"
    )
    # The project asked extra money for it (DOMAIN §5, PartnershipSupplement).
    with_supplement = models.BooleanField(_("with a supplement for partnerships"), default=False)
    state = models.CharField(_("state on paper"), max_length=15, choices=choices.Formal, default=choices.Formal.IDEA)
    end_reason = models.TextField(_("why it ended"), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("entered on"))
    # Counts the changes, so that a second writer loses nothing.
    rev = models.PositiveIntegerField(default=1, editable=False)

    title = Bilingual()
    objective = Bilingual()
    # Annotated by `visible_to`.
    is_host: bool
    is_partner: bool
    # Annotated by `portfolio.with_activity`: somebody was seen at work in it by that day.
    at_work: bool
    as_of: datetime.date
    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ("code",)
        # The order of lists.
        indexes: ClassVar[tuple[models.Index, ...]] = (models.Index(fields=["-starts_on", "code"], name="partnership_in_order"),)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(state=choices.Formal), name="partnership_state_known"),
            models.CheckConstraint(
                condition=Q(forms__len__gt=0, forms__contained_by=choices.Form.values),
                name="partnership_has_a_form",
                violation_error_message=_("Choose at least one form of working together."),
            ),
            models.CheckConstraint(
                condition=~Q(title_fr="", title_nl="") & ~Q(code=""),
                name="partnership_has_a_title",
                violation_error_message=_("Give a code, and a title in French or in Dutch."),
            ),
            in_order("partnership_period_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=["idea", "negotiating", "abandoned"]) | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="partnership_agreed_with_a_period",
                violation_error_message=_("Give the first and the last day before the text is agreed."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_renewed", "terminated", "abandoned"]) | ~Q(end_reason=""),
                name="partnership_given_up_for_a_reason",
                violation_error_message=_("Please give a reason."),
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("pk")), name="partnership_renews_another"),
        )
        triggers = (
            pgtrigger.Protect(name="partnership_is_kept", operation=pgtrigger.Delete),
            guards.AGREED_BY_ALL,
            guards.AFTER_ITS_PREDECESSOR,
        )

    def __str__(self) -> str:
        return f"{self.code} – {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the partnership."""
        return reverse("partnerships:partnership", args=[self.pk])

    @property
    def activity(self) -> choices.Activity:
        """What really happens, as annotated by `portfolio.with_activity`."""
        return activity(self.state, self.starts_on, self.ends_on, at_work=self.at_work, day=self.as_of)

    def forms_in_words(self) -> str:
        """Return how the parties work together, in the active language."""
        labels = dict(choices.Form.choices)
        return ", ".join(str(labels[form]) for form in self.forms)

    def host(self) -> "Party | None":
        """Return the host among the loaded parties; None where it is not named yet."""
        return next((party for party in self.parties.all() if party.role == choices.Role.HOST), None)

    def partners(self) -> "list[Party]":
        """Return the partners among the loaded parties."""
        return [party for party in self.parties.all() if party.role == choices.Role.PARTNER]


class Party(models.Model):
    """An organisation in a partnership: the host, or a partner; no organisation is both."""

    Role = choices.Role

    partnership = models.ForeignKey(Partnership, verbose_name=_("partnership"), on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="parties"
    )
    role = models.CharField(_("side"), max_length=10, choices=choices.Role)
    contact = models.ForeignKey(
        Person, verbose_name=_("contact"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Who answers for it: the one to whom alerts go.
    owner = models.ForeignKey(
        Person, verbose_name=_("person in charge"), null=True, blank=True, on_delete=models.PROTECT, related_name="owned_parties"
    )

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("partnership", "role", "pk")
        constraints = (
            models.CheckConstraint(condition=known(role=choices.Role), name="party_role_known"),
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(role="host"),
                name="party_one_host",
                violation_error_message=_("A partnership has one host."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                name="party_once",
                violation_error_message=_("An organisation is a party once: the host is no partner."),
            ),
        )
        triggers = (guards.AGREED_WITH_A_NEW_PARTY, guards.AGREED_WITHOUT_A_PARTY)

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"
