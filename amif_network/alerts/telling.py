"""Tell each person once, by one mail, what newly needs their attention; part of the due work of the portal.

What is to be told follows from what stands and from what was told (`AlertTold`), so that it may run at any time, as often as
one likes, and after days in which it did not run. One round a day, on working days from FIRST_HOUR on.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import COORDINATING, Role, User
from amif_network.core.workdays import FIRST_HOUR, is_working_day
from amif_network.outbox.actions import post
from amif_network.outbox.models import OutgoingMail

from .alert import RANKS, Alert, Severity
from .gathering import gather
from .models import AlertRound, AlertTold

TOPIC = "alerts"
WHY = _("You get this mail because you look after what it names, or coordinate the network.")
# What a mail names; of the rest it says how many there are.
SHOWN = 20


def tell(*, at: datetime.datetime) -> None:
    """Send today's mails about alerts, unless that was done already."""
    today = timezone.localdate(at)
    if not is_working_day(today) or timezone.localtime(at).hour < FIRST_HOUR or AlertRound.objects.filter(day=today).exists():
        return
    readers = User.objects.with_access(today).filter(role__in=(*COORDINATING, Role.MEMBER)).order_by("pk")
    for user_id in readers.values_list("pk", flat=True):
        _tell_one(user_id, at=at, today=today)
    # Whoever does the round at the same time finds what the first did.
    AlertRound.objects.get_or_create(day=today, defaults={"done_at": at})


def concerns(alert: Alert, user: User) -> bool:
    """Tell whether a person gets a mail about an alert.

    Members: what their side must do, where they are in charge or nobody is. Coordinators: what they must do, and what is urgent.
    """
    if alert.rank < RANKS[Severity.WARN]:
        return False
    if user.is_coordinating:
        return alert.mine or alert.rank >= RANKS[Severity.HIGH]
    return alert.mine and (not alert.readers or user.person_id in alert.readers)


@transaction.atomic
def _tell_one(user_id: int, *, at: datetime.datetime, today: datetime.date) -> None:
    """Tell one person what they were not told yet. Who comes second waits, and finds what the first did."""
    user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    key = f"{TOPIC}-{user.pk}-{today:%Y%m%d}"
    if OutgoingMail.objects.filter(key=key).exists():
        return
    found = gather(user, today)
    lasting = {alert.key for alert in found.live} | {alert.key for alert, _mute in found.muted}
    # What is over may begin anew, and is told then.
    AlertTold.objects.filter(user=user).exclude(key__in=lasting).delete()
    news = untold([alert for alert in found.live if concerns(alert, user)], user)
    if news:
        _post(key, user, news, at=at)
        told = [AlertTold(user=user, key=alert.key, severity=alert.severity, told_at=at) for alert in news]
        AlertTold.objects.bulk_create(told)


def untold(alerts: Iterable[Alert], user: User) -> list[Alert]:
    """Return those of `alerts` of which the person was told nothing yet, or only when they pressed less."""
    told: dict[str, int] = defaultdict(lambda: -1)
    for key, severity in AlertTold.objects.filter(user=user).values_list("key", "severity"):
        told[key] = max(told[key], RANKS[Severity(severity)])
    return [alert for alert in alerts if alert.rank > told[alert.key]]


def _post(key: str, user: User, news: list[Alert], *, at: datetime.datetime) -> None:
    with translation.override(user.language):
        page = settings.PORTAL_ADDRESS + reverse("alerts:alerts")
    post(
        key=key,
        topic=TOPIC,
        about=f"user:{user.pk}",
        to=user.email,
        user=user,
        lang=user.language,
        template="alerts/mails/alerts",
        context={
            "alerts": news[:SHOWN],
            "number": len(news),
            "more": len(news[SHOWN:]),
            "site": settings.PORTAL_ADDRESS,
            "page": page,
        },
        why=WHY,
        at=at,
        page=page,
    )
