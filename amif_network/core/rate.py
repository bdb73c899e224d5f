"""How often something may be done: counted in the cache that all processes share, per span of time."""

import datetime
from hashlib import sha256

from django.core.cache import cache


def counted(what: str, who: str, *, most: int, seconds: int, at: datetime.datetime) -> bool:
    """Count one more `what` of `who` in the span of `seconds` around `at`; False when there were `most` before it.

    Two at the same moment may count as one: this keeps machines from trying for hours, it is no ledger.
    """
    span = int(at.timestamp() // seconds)
    key = f"rate:{what}:{sha256(who.encode()).hexdigest()[:32]}:{span}"
    if cache.add(key, 1, timeout=seconds):
        return True
    before = int(cache.get(key, 0))
    cache.set(key, before + 1, timeout=seconds)
    return before < most
