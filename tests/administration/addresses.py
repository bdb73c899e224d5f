"""Addresses of the administration."""

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import override


def admin_address(model: type[Model], action: str = "changelist", *args: object) -> str:
    """Return the address of a list ("changelist") or of a page of it, in French."""
    with override("fr"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)
