"""Print once: what was laid out is kept, and whoever asks for the same while it is being laid out waits for it."""

import datetime
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from amif_network.core.pdf.apart import print_apart
from amif_network.core.pdf.identity import key_of

from .models import Print


@dataclass(frozen=True, slots=True)
class Kept:
    """A PDF and its fingerprint."""

    pdf: bytes
    sha256: str


def kept_pdf(html: str, *, about: str = "", stamp: str = "") -> Kept:
    """Return the PDF of a whole HTML page, from the store or laid out now. Raises PdfError.

    `about` names the document of which only the last print is kept, `stamp` what it says of its last change.
    Call it only for who may read what the HTML says.
    """
    key = key_of(html)
    return found(key, stamp=stamp) or _made(key, html, about, stamp)


def peek(key: str) -> bytes | None:
    """Return the bytes of this key, if they are kept, writing nothing: for processes that may only read."""
    held = Print.objects.filter(key=key).exclude(pdf=b"").values_list("pdf", flat=True).first()
    return None if held is None else bytes(held)


def keep(key: str, pdf: bytes, *, at: datetime.datetime) -> None:
    """Keep what was laid out elsewhere under its key, or note that it was used."""
    row = Print(key=key, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest(), made_at=at, used_on=timezone.localdate(at))
    Print.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=["used_on"])


def found(key: str, *, stamp: str = "") -> Kept | None:
    """Return the print of this key, if it is kept; note that it is used, and shows its document as of `stamp` too."""
    row = Print.objects.filter(key=key).values_list("pdf", "sha256", "used_on", "stamp").first()
    if row is None:
        return None
    pdf, sha256, used_on, known = row
    today, stamp = timezone.localdate(), stamp or known
    if used_on < today or stamp != known:
        Print.objects.filter(key=key).update(used_on=today, stamp=stamp)
    return Kept(bytes(pdf), sha256)


@transaction.atomic
def _made(key: str, html: str, about: str, stamp: str) -> Kept:
    """Lay out a page, unless somebody did so while we waited for the key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"print {key}"])
    if (kept := found(key, stamp=stamp)) is not None:
        return kept
    pdf = print_apart(html)
    made = Kept(pdf, hashlib.sha256(pdf).hexdigest())
    now = timezone.now()
    _make_room(about)
    Print.objects.create(
        key=key, about=about, stamp=stamp, pdf=pdf, sha256=made.sha256, made_at=now, used_on=timezone.localdate(now)
    )
    return made


@transaction.atomic
def note_unprintable(about: str, stamp: str, *, at: datetime.datetime) -> None:
    """Note that a document cannot be laid out as it stands: unless somebody asks for it, nobody tries again before it changes."""
    _make_room(about)
    key, nothing = (hashlib.sha256(text).hexdigest() for text in (f"none of {about}".encode(), b""))
    Print.objects.create(key=key, about=about, stamp=stamp, pdf=b"", sha256=nothing, made_at=at, used_on=timezone.localdate(at))


def _make_room(about: str) -> None:
    """Delete the print of this document that a later one takes the place of; whoever makes another one waits."""
    if about:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"print about {about}"])
        Print.objects.filter(about=about).delete()


def forget_all() -> None:
    """Delete every print: each can be laid out again from what the portal holds by then."""
    Print.objects.all().delete()


def forget_old(*, at: datetime.datetime) -> None:
    """Delete what nobody opened for `settings.PRINTS_KEPT_DAYS` days; may be called as often as one likes."""
    before = timezone.localdate(at) - datetime.timedelta(days=settings.PRINTS_KEPT_DAYS)
    Print.objects.filter(used_on__lt=before).delete()
