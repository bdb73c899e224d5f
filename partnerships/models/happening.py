"""What really happens in a partnership, whatever paper says: a second axis beside its state (DOMAIN §6)."""

import datetime

from .choices import Activity, Formal


def activity(
    state: str, starts_on: datetime.date | None, ends_on: datetime.date | None, *, at_work: bool, day: datetime.date
) -> Activity:
    """Return what happens on `day`. `at_work`: by then somebody was seen at work in it (`partnerships.activity.seen_at_work`).

    Days count as they are agreed, signed or not: running while unsigned is a fact to show.
    """
    begun = starts_on is not None and starts_on <= day
    if state == Formal.ABANDONED:
        return Activity.OVER if at_work else Activity.NOT_STARTED
    if state == Formal.TERMINATED or (ends_on is not None and ends_on < day):
        return Activity.OVER
    if begun and at_work:
        return Activity.RUNNING
    return Activity.STARTING_UP if begun or at_work else Activity.NOT_STARTED
