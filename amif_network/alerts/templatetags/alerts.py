"""How alerts look: a severity is always an icon, a word and a colour."""

from django import template
from django.utils.safestring import SafeString

from amif_network.accounts.models import User
from amif_network.core.templatetags.portal import Look, chip

from ..actions import may_mute
from ..alert import Alert, Severity

register = template.Library()

LOOKS = {
    Severity.INFO: Look("info", "info"),
    Severity.WARN: Look("warning", "clock"),
    Severity.HIGH: Look("warning", "warning"),
    Severity.CRITICAL: Look("danger", "error"),
}


@register.simple_tag
def severity_chip(severity: str) -> SafeString:
    """Draw the chip of a severity."""
    known = Severity(severity)
    return chip(known.label, LOOKS[known].tone, LOOKS[known].icon)


@register.filter
def may_be_muted_by(alert: Alert, user: User) -> bool:
    """Tell whether `user` may put `alert` aside."""
    return may_mute(user, alert)
