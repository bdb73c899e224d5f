"""Days, times, amounts and choices in the administration, written as everywhere in the portal (DOMAIN §2, fact 9)."""

import datetime
from decimal import Decimal
from typing import Any

from django.contrib.admin.utils import display_for_field
from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, DateTimeField, DecimalField, Field, TimeField
from django.utils import timezone
from django.utils.translation import gettext

from amif_network.core.bilingual import active_language
from amif_network.core.formats import format_date, format_time
from amif_network.core.money import format_euros

# Columns of euros hold ten digits before the comma or more; shares, days and percentages fewer (`core.money`).
DIGITS_OF_EUROS = 12


def as_the_portal_writes(value: Any, field: "Field[Any, Any]", empty_value_display: str, avoid_link: bool = False) -> str:
    """Return what Django would show of a value of `field`; days, times, euros, yes and no in the way of the page's language."""
    written = "" if value is None or field.choices else _written(value, field, active_language())
    return written or str(display_for_field(value, field, empty_value_display, avoid_link=avoid_link))


def _written(value: Any, field: "Field[Any, Any]", lang: str) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(field, ArrayField) and isinstance(value, list):
        words = dict(field.base_field.flatchoices)
        return ", ".join(str(words.get(one, one)) for one in value)
    if isinstance(field, DateTimeField) and isinstance(value, datetime.datetime):
        local = timezone.localtime(value)
        return f"{format_date(local.date(), lang)}, {format_time(local.time(), lang)}"
    if isinstance(field, DateField) and isinstance(value, datetime.date):
        return format_date(value, lang)
    if isinstance(field, TimeField) and isinstance(value, datetime.time):
        return format_time(value, lang)
    if (
        isinstance(field, DecimalField)
        and isinstance(value, Decimal)
        and field.max_digits
        and field.max_digits >= DIGITS_OF_EUROS
    ):
        return format_euros(value, lang)
    return ""
