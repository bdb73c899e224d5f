"""From when on something needs attention: days and shares, from the setting ALERT_THRESHOLDS over these defaults."""

from decimal import Decimal
from types import MappingProxyType

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# Days unless the name says otherwise. Sources: DOMAIN §8 where it names a number; the others are the network's habit.
DEFAULTS = MappingProxyType(
    {
        # An agreement that nobody signed: a warning from the first day on.
        "unsigned_high": 90,
        "unsigned_critical": 365,
        # No decree: so many days before the end, so many after the start.
        "decree_before_end": 14,
        "decree_after_start": 60,
        # Euros that the partner pays in advance.
        "exposure_warn_euros": 1,
        "exposure_high_euros": 25_000,
        "ending": 90,
        "ending_high": 30,
        "unclosed_high": 90,
        "committee_silent": 180,
        "minutes_late": 30,
        "seat_empty_high": 90,
        "claim_at_host": 15,
        "claim_at_host_high": 45,
        "claim_returned": 30,
        "claim_at_authority": 60,
        "cash_idle": 30,
        "balance_late": 60,
        "statement_late": 15,
        "statement_high": 60,
        "presence_off_percent": 25,
        "presence_months": 3,
        "vacant": 30,
        "document_late": 30,
        "promise_unanswered": 60,
        "deadline_near": 30,
        "deadline_high": 7,
        "edition_incomplete": 14,
    }
)


def threshold(name: str) -> int:
    """Return a threshold. Raises ImproperlyConfigured where the setting gives something that is no whole number."""
    usual, others = DEFAULTS[name], settings.ALERT_THRESHOLDS
    # Asked thousands of times in one pass.
    if name not in others:
        return usual
    value = others[name]
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ImproperlyConfigured(f"ALERT_THRESHOLDS[{name!r}] is a whole number, 0 or more.")
    return value


def euros(name: str) -> Decimal:
    """Return a threshold in euros. Raises as `threshold`."""
    return Decimal(threshold(name))
