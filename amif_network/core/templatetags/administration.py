"""From a page of the portal to the same record in the administration, for those who may go there."""

from django import template
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag(takes_context=True)
def in_administration(context: template.RequestContext, record: Model) -> SafeString | str:
    """Draw the link to `record` in the administration; nothing for whoever is not let in there."""
    if not admin.site.has_permission(context["request"]):
        return ""
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    return format_html('<p class="small"><a href="{}">{}</a></p>', address, gettext("This record in the administration"))
