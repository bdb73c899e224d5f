"""One mail a day for whoever wants that: what was held back for them since the one before.

What is to be done follows from what stands, so that it may run at any time, as often as one likes: a mail is held until
a daily mail tells of it, and a person gets one daily mail a day, on working days from FIRST_HOUR on.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import MailRhythm, NewsRefusal, User
from amif_network.core.formats import format_date
from amif_network.core.workdays import FIRST_HOUR, is_working_day
from amif_network.core.workflow import advance

from .actions import call_back, hand_to_worker, post
from .models import OutgoingMail, OutgoingMailQuerySet
from .workflow import MAIL

TOPIC = "digest"
WHY = _("You get this mail because you chose one mail a day.")


def gather(*, at: datetime.datetime) -> None:
    """Send the daily mails that are due at the moment `at`; part of the due work of the portal.

    What is held for somebody who wants no daily mail any more goes out by itself, at any hour.
    """
    today = timezone.localdate(at)
    morning = is_working_day(today) and timezone.localtime(at).hour >= FIRST_HOUR
    waiting = OutgoingMail.objects.deferred().order_by("user").values_list("user", flat=True).distinct()
    for user_id in waiting:
        _for_one(user_id, at=at, today=today, morning=morning)


@transaction.atomic
def _for_one(user_id: int, *, at: datetime.datetime, today: datetime.date, morning: bool) -> None:
    """Do what is due with the held mails of one person. Who comes second waits, and finds what the first did."""
    user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=user_id)
    held = OutgoingMail.objects.deferred().filter(user=user)
    news = not NewsRefusal.stands_for(user.email)
    if not user.is_active:
        call_back(held)
        return
    if not news:
        call_back(held.filter(news=True))
    if user.mail_rhythm != MailRhythm.DAILY:
        _release(held, at)
    elif morning:
        _tell(user, held, today=today, news=news, at=at)


def _release(held: OutgoingMailQuerySet, at: datetime.datetime) -> None:
    for mail in held.select_for_update(of=("self",)):
        mail.due_at = at
        advance(MAIL, "release", mail, by=None, saving=["due_at"])
        hand_to_worker(mail)


def _tell(user: User, held: OutgoingMailQuerySet, *, today: datetime.date, news: bool, at: datetime.datetime) -> None:
    """Post the daily mail of a locked person, unless today's went out already: then what is held waits for the next one."""
    key = f"{TOPIC}-{user.pk}-{today:%Y%m%d}"
    mails = list(held.select_for_update(of=("self",)))
    if not mails or OutgoingMail.objects.filter(key=key).exists():
        return
    with translation.override(user.language):
        profile = settings.PORTAL_ADDRESS + reverse("accounts:profile")
    told = post(
        key=key,
        topic=TOPIC,
        about=f"user:{user.pk}",
        to=user.email,
        user=user,
        lang=user.language,
        template="outbox/mails/digest",
        context={"mails": mails, "day": format_date(today, user.language, weekday=True), "profile": f"{profile}#mails"},
        why=WHY,
        at=at,
        # Whoever refused news has chosen the daily mail all the same: there is nothing to unsubscribe from.
        news=news,
    )
    for mail in mails:
        mail.digest = told
        advance(MAIL, "gather", mail, by=None, saving=["digest"])
