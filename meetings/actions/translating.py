"""Say how the two languages of a section stand towards each other (UX §2)."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.bilingual import other

from ..models import Section, SectionRevision, SectionText, TranslationLogEntry
from .writing import ChangedMeanwhile, count_change, locked_for_writing, write_text

Kind = TranslationLogEntry.Kind


@transaction.atomic
def confirm_translation(
    section: Section,
    *,
    lang: str,
    by: User,
    at: datetime.datetime,
    seen: Mapping[str, int] | None = None,
    kind: str = TranslationLogEntry.Kind.CONFIRMED,
) -> SectionText:
    """Record that both languages say the same, and return the text in `lang`.

    `seen` holds the revisions the person compared, by language; without it they count as they stand. `kind` says
    how: compared ("confirmed"), or the change was only a slip of the pen ("typo"). Open requests for either text are
    done with it. Raises SectionText.DoesNotExist when one of the two is missing, in whole or in part,
    ChangedMeanwhile when a text has moved on since it was compared, WrongState or PermissionDenied as `write_text`.
    """
    minutes = locked_for_writing(section.minutes_id, by=by)
    texts = {text.language: text for text in SectionText.objects.select_for_update().filter(section=section)}
    if len(texts) < 2 or any(text.is_empty or text.lacks_part_of(texts[other(text.language)]) for text in texts.values()):
        raise SectionText.DoesNotExist
    if any(texts[language].rev != rev for language, rev in (seen or {}).items()):
        raise ChangedMeanwhile
    for text in texts.values():
        text.based_on_hash = texts[other(text.language)].hash
        text.confirmed_by, text.confirmed_at = by, at
        text.save(update_fields=["based_on_hash", "confirmed_by", "confirmed_at"])
        # Kept, so that what changes from now on can be shown.
        text.revisions.that_stood().filter(rev=text.rev).update(checkpoint=True)
    section.translation_requests.filter(done_at=None).update(done_at=at)
    TranslationLogEntry.objects.create(
        section=section, language=lang, kind=kind, by=by, at=at, rev=texts[lang].rev, other_rev=texts[other(lang)].rev
    )
    count_change(minutes, section)
    return texts[lang]


def copy_text(section: Section, *, lang: str, by: User, at: datetime.datetime) -> SectionText:
    """Start the text in `lang` as a copy of the other language's, to be translated and confirmed.

    Raises SectionText.DoesNotExist when there is nothing to copy, ChangedMeanwhile when there are words
    already, which a copy never replaces; Closed or PermissionDenied as `write_text`.
    """
    source = SectionText.objects.get(section=section, language=other(lang))
    target = SectionText.objects.filter(section=section, language=lang).first()
    if source.is_empty:
        raise SectionText.DoesNotExist
    if target is not None and not target.is_empty:
        raise ChangedMeanwhile
    written = write_text(
        section, lang=lang, heading=source.heading, html=source.html, base=0, by=by, at=at, origin=SectionText.Origin.COPY
    )
    if written.set_aside is not None:
        raise ChangedMeanwhile
    TranslationLogEntry.objects.create(
        section=section, language=lang, kind=Kind.COPIED, by=by, at=at, rev=written.text.rev, other_rev=source.rev
    )
    return written.text


def version_compared(text: SectionText, counterpart: SectionText) -> SectionRevision | None:
    """Return the version of `counterpart` on which `text` was last confirmed or begun; None when there never was one."""
    if not text.based_on_hash:
        return None
    return counterpart.revisions.that_stood().filter(hash=text.based_on_hash).first()
