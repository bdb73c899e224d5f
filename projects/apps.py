"""Calls and projects."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """Programmes, calls, interest, projects, decrees and payments."""

    name = "projects"
    verbose_name = _("Calls and projects")
