"""What pages say of signing in: where else one may, and what a browser needs to know of a passkey."""

import json
from typing import Any

from allauth.socialaccount.models import SocialApp
from django import template

from ..providers import configured

register = template.Library()


@register.simple_tag
def sign_in_providers() -> list[SocialApp]:
    """Return the other places where one may sign in; none where the environment names none."""
    return configured()


@register.filter
def as_json(value: Any) -> str:
    """Write plain values as JSON, for an attribute that a script reads."""
    return json.dumps(value)
