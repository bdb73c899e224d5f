"""Projects of CPAS in a call: who leads, when, and where they stand (DOMAIN §5)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual, Language
from amif_network.core.vocabulary import known, known_or_empty
from amif_network.directory.models import Organisation, Person

from . import choices
from .call import Call
from .envelope import StoredFile

if TYPE_CHECKING:
    from decimal import Decimal


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects as pages need them."""

    def visible_to(self, user: User) -> "ProjectQuerySet":
        """Return all to coordinating users; else what one's organisations lead, and what names them as partner once submitted.

        Annotated with `is_led`: one of the organisations of a member leads it (DOMAIN §7, invariant 12).
        """
        if user.is_coordinating:
            return self.annotate(is_led=models.Value(False))
        mine = user.organisations().values("pk")
        annotated = self.annotate(is_led=models.Case(models.When(lead__in=mine, then=True), default=False))
        if user.role != "member":
            return annotated.none()
        named = PartnershipSupplement.objects.filter(project=models.OuterRef("pk"), partner__in=mine)
        shown_to_partners = Q(submitted_at__isnull=False) & Q(models.Exists(named))
        return annotated.filter(Q(lead__in=mine) | shown_to_partners)

    def with_totals(self) -> Any:
        """Annotate `asked`, `granted`, `planned` and `paid` in euros, 0 where nothing is entered, by SQL sums.

        What is asked and granted are the sources beside the own contribution, and the supplements: what the project page sets
        against decree and payments.

        (Any: type checkers do not know the fields that annotations add.)
        """
        from .money import AuthorityPayment, BudgetLine, ProjectFunding

        others = ProjectFunding.objects.of_others()
        return self.annotate(
            asked=_sum(others, "asked") + _sum(PartnershipSupplement.objects.all(), "asked"),
            granted=_sum(others, "granted") + _sum(PartnershipSupplement.objects.all(), "granted"),
            planned=_sum(BudgetLine.objects.all(), "planned"),
            paid=_sum(AuthorityPayment.objects.all(), "amount"),
        )

    def for_list(self) -> Any:
        """Load call and lead organisation with the totals; by code."""
        return self.with_totals().select_related("call__programme", "lead").order_by("call", "code", "pk")

    def for_detail(self) -> Any:
        """Load what the page of a project shows: call, lead, contact, partners, documents; the totals too."""
        return (
            self.with_totals()
            .select_related("call__programme", "lead", "contact")
            .prefetch_related("supplements__partner", "documents", "call__envelopes")
        )


def _sum(found: "models.QuerySet[Any]", column: str) -> Any:
    """Return the sum of a column over the rows of a project, as a subquery: two joins would multiply each other."""
    money: models.DecimalField[Decimal, Decimal] = models.DecimalField(max_digits=16, decimal_places=2)
    rows = found.filter(project=models.OuterRef("pk")).order_by().values("project")
    total = rows.annotate(total=Sum(column)).values("total")
    return models.functions.Coalesce(models.Subquery(total, output_field=money), 0, output_field=money)


class Project(models.Model):
    """A project that a CPAS submits to a call. The authority's platform is the record; this is the follow-up copy (DOMAIN §1)."""

    State = choices.ProjectState

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="projects")
    lead = models.ForeignKey(
        Organisation, verbose_name=_("lead organisation"), on_delete=models.PROTECT, related_name="led_projects"
    )
    contact = models.ForeignKey(
        Person, verbose_name=_("contact"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(_("code"), max_length=40)
    title_fr = models.CharField(_("title in French"), max_length=250, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=250, blank=True)
    summary_fr = models.TextField(_("summary in French"), blank=True)
    summary_nl = models.TextField(_("summary in Dutch"), blank=True)
    period_start = models.DateField(_("first day"), null=True, blank=True)
    period_end = models.DateField(_("last day"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.PREPARATION)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("entered on"))
    submitted_at = models.DateTimeField(_("submitted on"), null=True, blank=True)
    # Counts the changes, so that a second writer loses nothing.
    rev = models.PositiveIntegerField(default=1, editable=False)

    title = Bilingual()
    summary = Bilingual()
    # Annotated by `visible_to`.
    is_led: bool
    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("call", "code")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=known(state=choices.ProjectState), name="project_state_known"),
            models.UniqueConstraint(
                fields=["call", "code"],
                name="project_code_once_in_a_call",
                violation_error_message=_("The call already has a project of this code."),
            ),
            models.CheckConstraint(
                condition=~Q(title_fr="", title_nl="") & ~Q(code=""),
                name="project_has_a_title",
                violation_error_message=_("Give a code, and a title in French or in Dutch."),
            ),
            models.CheckConstraint(
                condition=Q(period_start=None) | Q(period_end=None) | Q(period_end__gte=F("period_start")),
                name="project_period_in_order",
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["preparation", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="project_submitted_on_a_day",
                violation_error_message=_("Say when the project was submitted."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} – {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address of the project."""
        return reverse("projects:project", args=[self.pk])


class PartnershipSupplement(models.Model):
    """Extra money for a partnership: only with a partner named, another than the lead (DOMAIN §7, invariant 7)."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="supplements")
    partner = models.ForeignKey(Organisation, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="supplements")
    asked = models.DecimalField(_("asked"), max_digits=14, decimal_places=2)
    granted = models.DecimalField(_("granted"), max_digits=14, decimal_places=2, null=True, blank=True)
    note_fr = models.CharField(_("note in French"), max_length=250, blank=True)
    note_nl = models.CharField(_("note in Dutch"), max_length=250, blank=True)

    note = Bilingual()

    class Meta:
        verbose_name = _("supplement for a partnership")
        verbose_name_plural = _("supplements for partnerships")
        ordering = ("project", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["project", "partner"],
                name="supplement_once_a_partner",
                violation_error_message=_("This partner already has a supplement."),
            ),
            models.CheckConstraint(
                condition=Q(asked__gte=0) & (Q(granted=None) | Q(granted__gte=0)),
                name="supplement_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.project.code}: {self.partner}"


class ProjectDocumentQuerySet(models.QuerySet["ProjectDocument"]):
    """Documents of projects, as far as a user may open them."""

    def visible_to(self, user: User) -> "ProjectDocumentQuerySet":
        """Return the documents of the projects that exist for `user`."""
        if user.is_coordinating:
            return self.all()
        return self.filter(project__in=Project.objects.visible_to(user).values("pk"))


class ProjectDocument(StoredFile):
    """A file of a project: project sheet, budget sheet, signed annex."""

    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+")

    objects = ProjectDocumentQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("document of a project")
        verbose_name_plural = _("documents of projects")
        ordering = ("project", "title", "pk")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *StoredFile.Meta.constraints,
            models.CheckConstraint(condition=known_or_empty(language=Language), name="project_document_language_known"),
            models.UniqueConstraint(
                fields=["project", "sha256"],
                name="project_document_once",
                violation_error_message=_("This file is already attached to the project."),
            ),
        )

    def get_absolute_url(self) -> str:
        """Return the address that answers with the file."""
        return reverse("projects:document", args=[self.project_id, self.pk])
