"""From when to when: first and last day, both counted, an end that is not known is open."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

DISORDERED = _("The last day cannot come before the first.")


def in_order(name: str) -> models.CheckConstraint:
    """Return the constraint that `ends_on` does not come before `starts_on` (DOMAIN §7.1)."""
    condition = Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=DISORDERED)


def period() -> Func:
    """Return the days of a row as a range, to refuse overlaps; an empty end is open."""
    return Func(F("starts_on"), F("ends_on"), Value("[]"), function="DATERANGE", output_field=DateRangeField())
