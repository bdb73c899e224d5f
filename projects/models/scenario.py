"""What-if tables of a call: which projects with how much, under a name (issue of calls: nothing else is changed by them)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amif_network.core.vocabulary import known

from . import choices
from .call import Call
from .project import Project


class Scenario(models.Model):
    """A named choice of projects and amounts, for coordinating users only."""

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=120)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("saved by"), on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("saved on"))

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        ordering = ("call", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["call", "name"],
                name="scenario_name_once",
                violation_error_message=_("The call already has a scenario of this name."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the scenario."""
        return reverse("projects:scenario", args=[self.call_id, self.pk])


class ScenarioLine(models.Model):
    """What a scenario gives to a project from one source, in euros."""

    scenario = models.ForeignKey(Scenario, verbose_name=_("scenario"), on_delete=models.CASCADE, related_name="lines")
    project = models.ForeignKey(Project, verbose_name=_("project"), on_delete=models.CASCADE, related_name="+")
    source = models.CharField(_("source"), max_length=10, choices=choices.EnvelopeSource)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = _("line of a scenario")
        verbose_name_plural = _("lines of scenarios")
        ordering = ("scenario", "project", "source")
        constraints = (
            models.UniqueConstraint(fields=["scenario", "project", "source"], name="scenario_line_once"),
            models.CheckConstraint(
                condition=known(source=choices.EnvelopeSource) & Q(amount__gte=0), name="scenario_line_choices_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.scenario}: {self.project.code}"
