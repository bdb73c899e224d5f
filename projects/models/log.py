"""Who did what with a call and its projects: only ever added to."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from amif_network.core.bilingual import Bilingual
from amif_network.core.vocabulary import known

from . import choices
from .call import Call
from .project import Project


class LogQuerySet(models.QuerySet["LogEntry"]):
    """The log as pages need it."""

    def of_project(self, project: Project | int) -> "LogQuerySet":
        """Return what was done with one project, the latest first."""
        return self.filter(project=project).select_related("by__person")

    def of_call(self, call: Call | int) -> "LogQuerySet":
        """Return what was done with a call itself, its projects left out, the latest first."""
        return self.filter(call=call, project=None).select_related("by__person")


class LogEntry(models.Model):
    """One step of a call or a project, or a change of one: who, when, from, to, with which comment.

    `words` say what changed; the portal writes them in both languages, for whoever reads them. A comment is what a person wrote.
    """

    call = models.ForeignKey(Call, verbose_name=_("call"), on_delete=models.PROTECT, related_name="log")
    project = models.ForeignKey(
        Project, verbose_name=_("project"), null=True, blank=True, on_delete=models.PROTECT, related_name="log"
    )
    subject = models.CharField(_("what it concerns"), max_length=10, choices=choices.LogSubject)
    action = models.CharField(_("step"), max_length=30)
    from_state = models.CharField(_("state before"), max_length=20, blank=True)
    to_state = models.CharField(_("state after"), max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("done by"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("done on"))
    comment = models.TextField(_("comment"), blank=True)
    words_fr = models.TextField(_("what changed, in French"), blank=True)
    words_nl = models.TextField(_("what changed, in Dutch"), blank=True)
    words = Bilingual()

    objects = LogQuerySet.as_manager()

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ("-at", "-pk")
        constraints = (models.CheckConstraint(condition=known(subject=choices.LogSubject), name="projects_log_subject_known"),)
        triggers = (pgtrigger.Protect(name="projects_log_is_only_added_to", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.action}: {self.from_state} → {self.to_state}"
