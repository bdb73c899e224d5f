"""Agendas kept under a name, from which the agenda of a new meeting is written (UX §5, around the meeting)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import Bilingual, active_language, other
from amif_network.core.vocabulary import known
from amif_network.directory.folding import first_of

from . import choices


class AgendaTemplateQuerySet(models.QuerySet["AgendaTemplate"]):
    """Templates as pages need them."""

    def visible_to(self, user: User) -> "AgendaTemplateQuerySet":
        """Return what exists for `user`: templates are a tool of coordinating users."""
        return self.all() if user.is_coordinating else self.none()

    def in_use(self) -> "AgendaTemplateQuerySet":
        """Leave out the archived ones."""
        return self.filter(archived_at=None)

    def by_name(self) -> "AgendaTemplateQuerySet":
        """Sort on the name that is shown, whatever its accents and capitals."""
        lang = active_language()
        return self.order_by(first_of(f"name_{lang}", f"name_{other(lang)}"), "pk")


class AgendaTemplate(models.Model):
    """A named agenda: rows in a fixed order with their kind and how long they last, of no meeting. Archived, never deleted."""

    name_fr = models.CharField(_("name in French"), max_length=150, blank=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=150, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("entered on"))
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True)

    name = Bilingual()
    objects = AgendaTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda template")
        verbose_name_plural = _("agenda templates")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(name_fr="", name_nl=""),
                name="agenda_template_has_name",
                violation_error_message=_("Give the template a name in French or in Dutch."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)


class AgendaTemplateRow(models.Model):
    """A row of a template; `minutes`: how long it lasts, where that is planned."""

    Kind = choices.AgendaKind

    template = models.ForeignKey(AgendaTemplate, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField(_("position"))
    title_fr = models.CharField(_("title in French"), max_length=1000, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=1000, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.TOPIC)
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"), null=True, blank=True)

    title = Bilingual()

    class Meta:
        verbose_name = _("row of an agenda template")
        verbose_name_plural = _("rows of agenda templates")
        ordering = ("template", "position")
        constraints = (
            models.UniqueConstraint(fields=["template", "position"], name="agenda_template_row_in_its_place"),
            models.CheckConstraint(condition=~Q(title_fr="", title_nl=""), name="agenda_template_row_has_title"),
            models.CheckConstraint(condition=known(kind=choices.AgendaKind), name="agenda_template_row_kind_known"),
        )

    def __str__(self) -> str:
        return str(self.title)
