"""The deadlines of calls in the calendar of a person."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.accounts.questions import ReaderQuestion
from amif_network.core.bilingual import localised
from amif_network.core.icalendar import Event, entry

from .models import Call, CallDate, ExpressionOfInterest
from .models.choices import CallState, DateKind, InterestAnswer
from .wording.dates import in_words

# What the event of a deadline is made of: columns of the date, then of its call.
OF_DATE = ("series", "version", "kind", "published_at", "earliest", "latest", "time", "words_fr", "words_nl")
OF_CALL = ("pk", "number", "title_fr", "title_nl")
# Written events that a process keeps at hand.
KEPT = 500


def deadlines(user: User, lang: str) -> list[str]:
    """Return the deadlines of announced calls that concern `user`, as written events in `lang`, which is active; one query.

    To members of organisations that answered anything but no, and to coordinating users all. A vague deadline stands on its
    first day, with its words: whoever is ready by then is not late.
    """
    return [_entry(columns, lang, settings.PORTAL_ADDRESS) for columns in _deadlines(user)]


@ReaderQuestion
def _deadlines(reader: User) -> QuerySet[CallDate, tuple[Any, ...]]:
    """Return the columns of the deadlines that concern a reader."""
    dates = CallDate.objects.current().filter(kind=DateKind.DEADLINE, call__state=CallState.ANNOUNCED)
    if not reader.is_coordinating:
        answers = ExpressionOfInterest.objects.visible_to(reader).in_force()
        willing = answers.exclude(answer=InterestAnswer.NOT_INTERESTED)
        dates = dates.filter(call__in=willing.values("call"))
    return dates.order_by("earliest", "pk").values_list(*OF_DATE, *(f"call__{name}" for name in OF_CALL))


@lru_cache(maxsize=KEPT)
def _entry(columns: tuple[Any, ...], lang: str, site: str) -> str:
    """Write the deadline that has these columns; `site` is the address of the portal. Feeds are asked for all day.

    Every version has the identifier of the date, and a higher count than the one before.
    """
    split = len(OF_DATE)
    call = Call(**dict(zip(OF_CALL, columns[split:], strict=True)))
    date = CallDate(call=call, **dict(zip(OF_DATE, columns[:split], strict=True)))
    assert date.published_at is not None
    return entry(
        Event(
            uid=f"call-date-{date.series}@{urlsplit(site).hostname}",
            sequence=date.version,
            stamp=date.published_at,
            day=date.earliest,
            starts=date.time,
            summary=_("Call %(number)s: %(kind)s") % {"number": call.number, "kind": date.get_kind_display()},
            description=f"{localised(call, 'title', lang)}\n{in_words(date, lang)}",
            url=site + reverse("projects:call", args=[call.pk]),
        )
    )
