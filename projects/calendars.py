"""The deadlines of calls in the calendar of a person."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from amif_network.accounts.models import User
from amif_network.core.bilingual import localised
from amif_network.core.icalendar import Event

from .models import CallDate, ExpressionOfInterest
from .models.choices import CallState, DateKind, InterestAnswer
from .wording import in_words


def deadlines(user: User, lang: str) -> list[Event]:
    """Return the deadlines of announced calls that concern `user`, in `lang`, which is active; one query.

    To members of organisations that answered anything but no, and to coordinating users all. A vague deadline stands on its
    first day, with its words: whoever is ready by then is not late.
    """
    dates = CallDate.objects.current().filter(kind=DateKind.DEADLINE, call__state=CallState.ANNOUNCED)
    if not user.is_coordinating:
        answers = ExpressionOfInterest.objects.visible_to(user).in_force()
        willing = answers.exclude(answer=InterestAnswer.NOT_INTERESTED)
        dates = dates.filter(call__in=willing.values("call"))
    return [_event(date, lang) for date in dates.select_related("call").order_by("earliest", "pk")]


def _event(date: CallDate, lang: str) -> Event:
    """Return a deadline; every version has the identifier of the date, and a higher count than the one before."""
    assert date.published_at is not None
    call = date.call
    return Event(
        uid=f"call-date-{date.series}@{urlsplit(settings.PORTAL_ADDRESS).hostname}",
        sequence=date.version,
        stamp=date.published_at,
        day=date.earliest,
        starts=date.time,
        summary=_("Call %(number)s: %(kind)s") % {"number": call.number, "kind": date.get_kind_display()},
        description=f"{localised(call, 'title', lang)}\n{in_words(date, lang)}",
        url=settings.PORTAL_ADDRESS + reverse("projects:call", args=[call.pk]),
    )
