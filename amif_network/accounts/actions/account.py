"""What people choose for their own account: the address of their calendar, and which mails they get."""

import datetime
import uuid

from django.db import transaction

from ..models import MailRhythm, NewsRefusal, User


def renew_calendar(user: User) -> User:
    """Give the person's calendar a new secret address; the one before leads nowhere any more."""
    user.calendar_key = uuid.uuid4()
    user.save(update_fields=["calendar_key"])
    return user


def close_calendar(user: User) -> User:
    """Withdraw the address of the person's calendar."""
    user.calendar_key = None
    user.save(update_fields=["calendar_key"])
    return user


@transaction.atomic
def choose_mails(user: User, *, rhythm: str, news: bool, at: datetime.datetime) -> User:
    """Note when a person wants the mails that can wait, and whether news of the network at all."""
    user.mail_rhythm = rhythm
    user.save(update_fields=["mail_rhythm"])
    if news:
        accept_news(user.email)
    else:
        _refuse(user.email, at)
    return user


@transaction.atomic
def refuse_news(email: str, *, at: datetime.datetime) -> None:
    """Unsubscribe an address from news, and from the daily mail that carries them: what is no news comes by itself again."""
    _refuse(email, at)
    User.objects.filter(email__iexact=email).update(mail_rhythm=MailRhythm.AT_ONCE)


def accept_news(email: str) -> None:
    """Let an address get news again."""
    NewsRefusal.objects.filter(email=email.lower()).delete()


def _refuse(email: str, at: datetime.datetime) -> None:
    NewsRefusal.objects.get_or_create(email=email.lower(), defaults={"refused_at": at})
