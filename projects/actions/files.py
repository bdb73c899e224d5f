"""Files of templates, projects and what comes after them: stored under their hash, and forgotten with the last that has them."""

from django.apps import apps

from ..models.envelope import StoredFile


def is_used(sha256: str) -> bool:
    """Tell whether some record still has these bytes: the files of all kinds of records lie in one place."""
    kinds = [model for model in apps.get_models() if issubclass(model, StoredFile)]
    return any(model._default_manager.filter(sha256=sha256).exists() for model in kinds)
