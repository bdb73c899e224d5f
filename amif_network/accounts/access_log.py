"""The log of the doors: who came in, what went out, what came in, and whose access changed."""

import datetime
from collections.abc import Mapping

from django.utils import timezone

from .models import AccessEntry, AccessKind, User


def note(
    kind: AccessKind,
    *,
    by: User | None,
    about: User | None = None,
    subject: Mapping[str, str] | None = None,
    rows: int | None = None,
    address: str | None = None,
    at: datetime.datetime | None = None,
) -> AccessEntry:
    """Write one row of the log; `subject` says in both languages ("fr", "nl") what it was about, `rows` how many rows.

    An address typed at a refused sign-in belongs into no subject: it may be a password.
    """
    words = {lang: text[:300] for lang, text in (subject or {}).items()}
    return AccessEntry.objects.create(
        kind=kind,
        at=at or timezone.now(),
        user=by,
        about=about,
        subject_fr=words.get("fr", ""),
        subject_nl=words.get("nl", ""),
        rows=rows,
        address=address,
    )
