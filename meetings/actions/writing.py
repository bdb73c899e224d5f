"""Write the text of a section: sanitised on the way in, never over somebody else's words."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core import richtext
from amif_network.core.bilingual import other
from amif_network.core.workflow import allowed

from ..models import Minutes, Section, SectionRevision, SectionText
from ..workflow import MINUTES


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a save: the text as it stands now, and the writer's version if it collided.

    `set_aside` is filled when somebody else saved in between: then `text` holds their words, and
    the writer's own are kept in the history, to be put together on the conflict page.
    """

    text: SectionText
    set_aside: SectionRevision | None = None


def locked_for_writing(minutes_id: int, *, by: User) -> Minutes:
    """Lock the minutes and make sure `by` may write them now. Raises PermissionDenied."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes_id)
    if "write" not in allowed(MINUTES, by, minutes):
        raise PermissionDenied
    return minutes


@transaction.atomic
def write_text(
    section: Section,
    *,
    lang: str,
    heading: str,
    html: str,
    base_rev: int,
    by: User,
    at: datetime.datetime,
    origin: str = SectionText.Origin.HUMAN,
) -> Written:
    """Save heading and text of `section` in `lang`, if nobody saved since revision `base_rev` (0: no text yet).

    A save that changes nothing leaves the revision alone. Raises PermissionDenied when the minutes
    are not open for writing.
    """
    locked_for_writing(section.minutes_id, by=by)
    heading, html = " ".join(heading.split()), richtext.sanitise(html)
    digest = richtext.content_hash(heading, html)
    current = SectionText.objects.select_for_update().filter(section=section, language=lang).first()
    if current is not None and current.hash == digest:
        return Written(current)
    if current is not None and current.rev != base_rev:
        return Written(current, set_aside=_keep(current, heading, html, digest, by=by, at=at, set_aside=True))
    if current is None:
        current = SectionText(section=section, language=lang, rev=0)
    if current.is_empty:
        current.based_on_hash = _counterpart_hash(section, lang)
    current.heading, current.html, current.hash = heading, html, digest
    current.rev, current.origin, current.updated_by, current.updated_at = current.rev + 1, origin, by, at
    current.save()
    _keep(current, heading, html, digest, by=by, at=at)
    return Written(current)


@transaction.atomic
def confirm_translation(section: Section, *, lang: str, by: User, at: datetime.datetime) -> SectionText:
    """Record that the text in `lang` says the same as the other language, as both stand now.

    Raises SectionText.DoesNotExist when one of the two is missing.
    """
    locked_for_writing(section.minutes_id, by=by)
    texts = {text.language: text for text in SectionText.objects.select_for_update().filter(section=section)}
    if len(texts) < 2:
        raise SectionText.DoesNotExist
    mine, theirs = texts[lang], texts[other(lang)]
    mine.based_on_hash, theirs.based_on_hash = theirs.hash, mine.hash
    mine.confirmed_by, mine.confirmed_at = by, at
    mine.save(update_fields=["based_on_hash", "confirmed_by", "confirmed_at"])
    theirs.save(update_fields=["based_on_hash"])
    return mine


def _counterpart_hash(section: Section, lang: str) -> str:
    """Return the hash of the other language's text, on which a first translation is based."""
    counterpart = SectionText.objects.filter(section=section, language=other(lang)).first()
    return counterpart.hash if counterpart and not counterpart.is_empty else ""


def _keep(
    text: SectionText, heading: str, html: str, digest: str, *, by: User, at: datetime.datetime, set_aside: bool = False
) -> SectionRevision:
    """Add a version to the history."""
    return SectionRevision.objects.create(
        text=text, rev=text.rev, heading=heading, html=html, hash=digest, author=by, at=at, set_aside=set_aside
    )
