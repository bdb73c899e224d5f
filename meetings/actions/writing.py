"""Write the text of a section: sanitised on the way in, never over somebody else's words."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core import richtext
from amif_network.core.bilingual import other
from amif_network.core.workflow import advance

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


class ChangedMeanwhile(ValueError):
    """What a person compared is no longer what stands there."""


def locked_for_writing(minutes_id: int, *, by: User) -> Minutes:
    """Lock the minutes and make sure `by` may write them now.

    Raises WrongState when they are approved or published, PermissionDenied when `by` writes no minutes.
    """
    minutes = Minutes.objects.select_for_update().get(pk=minutes_id)
    advance(MINUTES, "write", minutes, by=by)
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

    A save that changes nothing leaves the revision alone. Raises WrongState or PermissionDenied when
    the minutes are not open for writing.
    """
    locked_for_writing(section.minutes_id, by=by)
    heading, html = " ".join(heading.split()), richtext.sanitise(html)
    digest = richtext.content_hash(heading, html)
    current = SectionText.objects.select_for_update().filter(section=section, language=lang).first()
    if current is not None and current.hash == digest:
        return Written(current)
    if current is not None and current.rev != base_rev:
        return Written(current, set_aside=_set_aside(current, heading, html, digest, by=by, at=at))
    if current is None:
        current = SectionText(section=section, language=lang, rev=0)
    if current.is_empty or origin != SectionText.Origin.HUMAN:
        current.based_on_hash = _counterpart_hash(section, lang)
        current.confirmed_by = current.confirmed_at = None
    current.heading, current.html, current.hash = heading, html, digest
    current.rev, current.origin, current.updated_by, current.updated_at = current.rev + 1, origin, by, at
    current.save()
    SectionRevision.objects.create(text=current, rev=current.rev, heading=heading, html=html, hash=digest, author=by, at=at)
    return Written(current)


@transaction.atomic
def confirm_translation(
    section: Section, *, lang: str, by: User, at: datetime.datetime, seen: Mapping[str, int] | None = None
) -> SectionText:
    """Record that both languages say the same, and return the text in `lang`.

    `seen` holds the revisions the person compared, by language; without it they count as they stand.
    Raises SectionText.DoesNotExist when one of the two is missing, in whole or in part, ChangedMeanwhile when a text has
    moved on since it was compared, WrongState or PermissionDenied as `write_text`.
    """
    locked_for_writing(section.minutes_id, by=by)
    texts = {text.language: text for text in SectionText.objects.select_for_update().filter(section=section)}
    if len(texts) < 2 or any(text.is_empty or text.lacks_part_of(texts[other(text.language)]) for text in texts.values()):
        raise SectionText.DoesNotExist
    if any(texts[language].rev != rev for language, rev in (seen or {}).items()):
        raise ChangedMeanwhile
    for text in texts.values():
        text.based_on_hash = texts[other(text.language)].hash
        text.confirmed_by, text.confirmed_at = by, at
        text.save(update_fields=["based_on_hash", "confirmed_by", "confirmed_at"])
    return texts[lang]


def copy_text(section: Section, *, lang: str, by: User, at: datetime.datetime) -> SectionText:
    """Start the text in `lang` as a copy of the other language's, to be translated and confirmed.

    Raises SectionText.DoesNotExist when there is nothing to copy, ChangedMeanwhile when there are words
    already, which a copy never replaces; WrongState or PermissionDenied as `write_text`.
    """
    source = SectionText.objects.get(section=section, language=other(lang))
    target = SectionText.objects.filter(section=section, language=lang).first()
    if source.is_empty:
        raise SectionText.DoesNotExist
    if target is not None and not target.is_empty:
        raise ChangedMeanwhile
    rev = target.rev if target else 0
    written = write_text(
        section, lang=lang, heading=source.heading, html=source.html, base_rev=rev, by=by, at=at, origin=SectionText.Origin.COPY
    )
    if written.set_aside is not None:
        raise ChangedMeanwhile
    return written.text


def restore_revision(revision: SectionRevision, *, base_rev: int, by: User, at: datetime.datetime) -> Written:
    """Bring an older or set-aside version back as a new revision; what stood there stays in the history.

    Collides and raises like `write_text`.
    """
    text = revision.text
    return write_text(
        text.section, lang=text.language, heading=revision.heading, html=revision.html, base_rev=base_rev, by=by, at=at
    )


def _counterpart_hash(section: Section, lang: str) -> str:
    """Return the hash of the other language's text, on which a first translation is based."""
    counterpart = SectionText.objects.filter(section=section, language=other(lang)).first()
    return counterpart.hash if counterpart and not counterpart.is_empty else ""


def _set_aside(text: SectionText, heading: str, html: str, digest: str, *, by: User, at: datetime.datetime) -> SectionRevision:
    """Keep a version that came too late in the history; the same words sent twice are kept once."""
    revision, _created = SectionRevision.objects.get_or_create(
        text=text,
        author=by,
        hash=digest,
        set_aside=True,
        defaults={"rev": text.rev, "heading": heading, "html": html, "at": at},
    )
    return revision
