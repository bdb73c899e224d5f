"""Note which tabs of the workspace are open; nothing is locked by it (UX §4)."""

import datetime
import uuid as uuids

from amif_network.accounts.models import User
from amif_network.core.bilingual import LANGUAGES

from ..models import Minutes, Presence, Section

# Tabs that were closed without a word are forgotten after a day.
FORGOTTEN_AFTER = datetime.timedelta(days=1)


def ping(
    minutes: Minutes, *, session: uuids.UUID, user: User, section: uuids.UUID | None, lang: str, at: datetime.datetime
) -> None:
    """Note that the tab `session` of `user` is open, and in which text it writes, if any. Another person's tab stays theirs."""
    written = Section.objects.filter(minutes=minutes, uuid=section).first() if section else None
    values = {
        "minutes": minutes,
        "section": written,
        "language": lang if written is not None and lang in LANGUAGES else "",
        "seen_at": at,
    }
    if not Presence.objects.filter(session=session, user=user).update(**values):
        Presence.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()
        Presence.objects.get_or_create(session=session, defaults={**values, "user": user})


def leave(session: uuids.UUID, *, user: User) -> None:
    """Note that a tab was closed."""
    Presence.objects.filter(session=session, user=user).delete()
