"""What `manage.py check` says about the settings of signing in."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, register

from .models import Role


@register()
def roles_known(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[Error]:
    """Refuse a role that does not exist: a slip in MFA_REQUIRED_ROLES would demand a second step of nobody."""
    unknown = [name for name in settings.MFA_REQUIRED_ROLES if name not in Role.values]
    said = "MFA_REQUIRED_ROLES names %s; the roles are %s."
    return [Error(said % (name, ", ".join(Role.values)), id="accounts.E001") for name in unknown]
