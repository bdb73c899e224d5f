"""Files of templates and projects: stored under their hash, and forgotten with the last record that has them."""

from ..models import ProjectDocument, TemplateFile


def is_used(sha256: str) -> bool:
    """Tell whether a template or a project still has these bytes: both lie in one place."""
    return TemplateFile.objects.filter(sha256=sha256).exists() or ProjectDocument.objects.filter(sha256=sha256).exists()
