"""Tell whether something changed since a person opened it: the optimistic check behind every save.

An editor carries the fingerprint of what it showed. A save compares it, under lock, with the fingerprint
of what stands now; where they differ somebody else saved in between, and nothing is overwritten silently.
"""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class Overtaken(Exception):
    """Somebody else changed this since the person opened it."""


def fingerprint(values: Any) -> str:
    """Return the sha256 (hex) of plain values: lists, dicts, texts, numbers, dates, times, None."""
    return hashlib.sha256(json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()
