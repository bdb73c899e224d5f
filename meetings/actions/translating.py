"""Say how the two languages of a section stand towards each other (UX §2)."""

import datetime
from collections.abc import Callable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from amif_network.accounts.models import User
from amif_network.core.bilingual import other
from amif_network.core.richtext.skeleton import skeleton

from ..mails import translation as translation_mails
from ..models import Minutes, Section, SectionRevision, SectionText, TranslationLogEntry, TranslationRequest, TranslationState
from .writing import ChangedMeanwhile, count_change, locked_for_writing, write_text

Kind = TranslationLogEntry.Kind
Seen = Mapping[str, int]


class NothingToTranslate(ValueError):
    """The text is up to date, or there is nothing in the other language to translate."""


class AskedMeanwhile(ValueError):
    """The translation was asked of somebody since the person looked."""


@transaction.atomic
def confirm_translation(section: Section, *, lang: str, by: User, at: datetime.datetime, seen: Seen | None = None) -> SectionText:
    """Record that both languages say the same, and return the text in `lang`.

    `seen` holds the revisions the person compared, by language; without it they count as they stand. Open requests
    for either text are done with it. Raises SectionText.DoesNotExist when one of the two is missing, in whole or in
    part, ChangedMeanwhile when a text has moved on since it was compared, WrongState or PermissionDenied as
    `write_text`.
    """
    minutes = locked_for_writing(section.minutes_id, by=by)
    texts = _compared(section, seen)
    for text in texts.values():
        text.based_on_hash = texts[other(text.language)].hash
        text.confirmed_by, text.confirmed_at = by, at
        text.save(update_fields=["based_on_hash", "confirmed_by", "confirmed_at"])
        _keep_for_comparing(text)
    section.translation_requests.open().update(done_at=at)
    _log(Kind.CONFIRMED, texts[lang], texts[other(lang)], by=by, at=at)
    count_change(minutes, section)
    return texts[lang]


@transaction.atomic
def accept_slip(section: Section, *, lang: str, by: User, at: datetime.datetime, seen: Seen | None = None) -> SectionText:
    """Record that the other language changed by a slip of the pen only: the text in `lang` stays as valid as it was.

    What changed in `lang` itself is not touched by it: where both changed, the other language still waits. Raises as
    `confirm_translation`; nothing happens when the other language has not changed.
    """
    minutes = locked_for_writing(section.minutes_id, by=by)
    texts = _compared(section, seen)
    text, counterpart = texts[lang], texts[other(lang)]
    if not text.state_towards(counterpart).is_behind:
        return text
    text.based_on_hash = counterpart.hash
    text.save(update_fields=["based_on_hash"])
    _keep_for_comparing(counterpart)
    if text.state_towards(counterpart) == TranslationState.OK:
        section.translation_requests.open().filter(language=lang).update(done_at=at)
    _log(Kind.TYPO, text, counterpart, by=by, at=at)
    count_change(minutes, section)
    return text


@transaction.atomic
def ask_for_translation(
    section: Section,
    *,
    lang: str,
    assignee: User,
    note: str,
    by: User,
    at: datetime.datetime,
    site: str,
    instead_of: int = 0,
) -> TranslationRequest:
    """Ask `assignee` to bring the text in `lang` up to date; who asks somebody else gets no mail about themselves.

    `instead_of`: the open request that this one replaces, as the person saw it; 0 for none. `site`: the portal's
    address, for the link. Raises NothingToTranslate, AskedMeanwhile, WrongState or PermissionDenied; PermissionDenied
    too when the assignee writes no minutes.
    """
    minutes = locked_for_writing(section.minutes_id, by=by)
    if not assignee.is_coordinating:
        raise PermissionDenied
    current = Section.objects.prefetch_related("texts").get(pk=section.pk)
    if current.removed_at is not None or not current.translation_state(lang).needs_work:
        raise NothingToTranslate
    _close_request(section, lang, instead_of, at)
    request = TranslationRequest.objects.create(
        section=section, language=lang, assignee=assignee, note=note, asked_by=by, asked_at=at
    )
    _log_asked(current, lang, by=by, at=at)
    count_change(minutes, section)
    if assignee != by:
        translation_mails.asked(request, site=site, at=at)
    return request


def _close_request(section: Section, lang: str, instead_of: int, at: datetime.datetime) -> None:
    """Close the open request `instead_of` for a text. Raises AskedMeanwhile when another one is open, or none any more."""
    asked = section.translation_requests.open().filter(language=lang).first()
    if (asked.pk if asked else 0) != instead_of:
        raise AskedMeanwhile
    if asked is not None:
        asked.done_at = at
        asked.save(update_fields=["done_at"])


def _log_asked(section: Section, lang: str, *, by: User, at: datetime.datetime) -> None:
    """Log which versions of the pair stood when a translation into `lang` was asked for."""
    mine, theirs = section.text_in(lang), section.text_in(other(lang))
    assert theirs is not None
    TranslationLogEntry.objects.create(
        section=section, language=lang, kind=Kind.ASKED, by=by, at=at, rev=mine.rev if mine else 0, other_rev=theirs.rev
    )


def copy_text(section: Section, *, lang: str, by: User, at: datetime.datetime) -> SectionText:
    """Start the text in `lang` as a copy of the other language's, to be translated and confirmed.

    Raises SectionText.DoesNotExist when there is nothing to copy, ChangedMeanwhile when there are words
    already, which a copy never replaces; Closed or PermissionDenied as `write_text`.
    """
    return _start(section, lang, str, by=by, at=at)


def copy_skeleton(section: Section, *, lang: str, by: User, at: datetime.datetime) -> SectionText:
    """Start the text in `lang` from the heading and the structure of the other language's, without its sentences.

    Raises as `copy_text`; SectionText.DoesNotExist too when that text has no structure.
    """
    return _start(section, lang, skeleton, by=by, at=at)


@transaction.atomic
def copy_skeletons(minutes: Minutes, *, lang: str, by: User, at: datetime.datetime) -> int:
    """Start every text in `lang` that is missing as a whole from the structure of the other language's; return how many."""
    locked_for_writing(minutes.pk, by=by)
    started = 0
    for section in Section.objects.standing().filter(minutes=minutes).prefetch_related("texts").order_by("pk"):
        mine, theirs = section.text_in(lang), section.text_in(other(lang))
        if mine is not None or theirs is None or not _has_structure(theirs):
            continue
        copy_skeleton(section, lang=lang, by=by, at=at)
        started += 1
    return started


def _has_structure(text: SectionText) -> bool:
    return bool(text.heading or skeleton(text.html))


def _start(section: Section, lang: str, shaped: Callable[[str], str], *, by: User, at: datetime.datetime) -> SectionText:
    """Start the text in `lang` from the other language's, its body `shaped`."""
    source = SectionText.objects.get(section=section, language=other(lang))
    target = SectionText.objects.filter(section=section, language=lang).first()
    html = shaped(source.html)
    if source.is_empty or not (source.heading or html):
        raise SectionText.DoesNotExist
    if target is not None and not target.is_empty:
        raise ChangedMeanwhile
    written = write_text(
        section, lang=lang, heading=source.heading, html=html, base=0, by=by, at=at, origin=SectionText.Origin.COPY
    )
    if written.set_aside is not None:
        raise ChangedMeanwhile
    _log(Kind.COPIED, written.text, source, by=by, at=at)
    return written.text


def version_compared(text: SectionText, counterpart: SectionText) -> SectionRevision | None:
    """Return the version of `counterpart` on which `text` was last confirmed or begun; None when there never was one."""
    if not text.based_on_hash:
        return None
    return counterpart.revisions.that_stood().filter(hash=text.based_on_hash).first()


def _compared(section: Section, seen: Seen | None) -> dict[str, SectionText]:
    """Lock and return the two texts of a section, by language, as somebody has `seen` them."""
    texts = {text.language: text for text in SectionText.objects.select_for_update().filter(section=section)}
    if len(texts) < 2 or any(text.is_empty or text.lacks_part_of(texts[other(text.language)]) for text in texts.values()):
        raise SectionText.DoesNotExist
    if any(texts[language].rev != rev for language, rev in (seen or {}).items()):
        raise ChangedMeanwhile
    return texts


def _keep_for_comparing(text: SectionText) -> None:
    """Keep the version that stands, so that what changes from now on can be shown."""
    text.revisions.that_stood().filter(rev=text.rev).update(checkpoint=True)


def _log(kind: str, text: SectionText, counterpart: SectionText, *, by: User, at: datetime.datetime) -> None:
    """Note what was said about a text, and about which versions of the two."""
    TranslationLogEntry.objects.create(
        section=text.section, language=text.language, kind=kind, by=by, at=at, rev=text.rev, other_rev=counterpart.rev
    )
