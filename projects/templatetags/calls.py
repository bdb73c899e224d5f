"""Calls and their dates on pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from amif_network.core.bilingual import active_language
from amif_network.core.templatetags.portal import PLAIN, Look, chip, in_its_language

from ..models import CallDate, CallTemplate
from ..models.choices import CallPhase, Readiness
from ..wording.dates import days_in_words

register = template.Library()

PHASES = {
    CallPhase.DRAFT: Look("neutral", "pencil"),
    CallPhase.ANNOUNCED: Look("info", "calendar"),
    CallPhase.OPEN: Look("success", "check-circle"),
    CallPhase.CLOSED: Look("neutral", "lock"),
    CallPhase.IN_SELECTION: Look("info", "filter"),
    CallPhase.DECIDED: Look("info", "seal"),
    CallPhase.ARCHIVED: Look("neutral", "minus"),
    CallPhase.CANCELLED: Look("danger", "cancel"),
}


READINESS = {
    Readiness.USABLE: Look("success", "check"),
    Readiness.CONTENT_ONLY: Look("info", "pencil"),
    Readiness.BEING_REPLACED: Look("warning", "clock"),
    Readiness.OBSOLETE: Look("neutral", "cancel"),
}


@register.simple_tag
def readiness_chip(template: CallTemplate) -> SafeString:
    """Draw the chip that says what a template can be used for."""
    look = READINESS[Readiness(template.readiness)]
    return chip(template.get_readiness_display(), look.tone, look.icon)


@register.simple_tag
def phase_chip(phase: CallPhase) -> SafeString:
    """Draw the chip of the phase a call is in."""
    look = PHASES.get(phase, PLAIN)
    return chip(phase.label, look.tone, look.icon)


@register.simple_tag
def date_words(date: CallDate) -> SafeString:
    """Write a date of a call: the day, or the words that were used with their range of days."""
    days = days_in_words(date, active_language())
    return format_html("{}", days) if date.is_exact else format_html("{} ({})", in_its_language(date.words), days)


@register.filter
def days_in(date: CallDate) -> str:
    """Write the day or the range of days of a date alone."""
    return days_in_words(date, active_language())
