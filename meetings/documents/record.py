"""The whole record: what stands outside the sections, and the hash of what the minutes say."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from django.conf import settings
from django.utils import timezone, translation

from amif_network.core.bilingual import LANGUAGES, Localised, localised, other
from amif_network.core.formats import format_date, format_time_range

from ..models import Minutes
from ..models.choices import EditionAudience, EditionLanguage, MinutesState
from ..outline import outline, reading_order
from ..printed import EMPTY, Layout, PrintedApproval, PrintedHead, PrintedMinutes, State
from ..public import PublicVersion
from .agenda import agenda
from .awaiting import pending
from .passages import says_something, section
from .people import attendance
from .publicity import published

BOTH = "both"
# In every other state nobody stands for the text yet, and it prints as a draft.
ENDORSED = (MinutesState.APPROVED, MinutesState.PUBLISHED)


def load(minutes_id: int) -> Minutes:
    """Read minutes with everything that is printed. Raises Minutes.DoesNotExist."""
    return Minutes.objects.for_document().get(pk=minutes_id)


def languages(lang: str) -> tuple[str, ...]:
    """Return the printed languages of "fr", "nl" or "both", in the order of the settings. Raises ValueError for another."""
    if lang == BOTH:
        return tuple(settings.DOCUMENT_LANGUAGES)
    if lang not in LANGUAGES:
        raise ValueError(f"No documents in {lang!r}.")
    return (lang,)


def record(
    minutes: Minutes, lang: str, *, reasons: Mapping[str, str] | None = None, audience: str = EditionAudience.INTERNAL
) -> PrintedMinutes:
    """Return the printed record of loaded `minutes` in `lang` ("fr", "nl" or "both").

    `reasons`: by language, why an edition with gaps is published all the same.
    """
    whole = _whole(minutes, reasons or {})
    if audience == EditionAudience.PUBLIC:
        whole = published(minutes, whole).minutes
    return whole.only(*languages(lang))


def all_editions(minutes: Minutes, reasons: Mapping[str, str]) -> Iterator[tuple[str, str, PrintedMinutes]]:
    """Yield audience, language and record of everything that is frozen when loaded `minutes` are published."""
    internal = _whole(minutes, reasons)
    for audience, whole in (
        (EditionAudience.INTERNAL, internal),
        (EditionAudience.PUBLIC, published(minutes, internal).minutes),
    ):
        for lang in EditionLanguage.values:
            yield audience, lang, whole.only(*languages(lang))


def public_version_of(minutes: Minutes) -> PublicVersion:
    """Return the public version of loaded `minutes` in both languages, and what it replaces."""
    return published(minutes, _whole(minutes, {}))


def _whole(minutes: Minutes, reasons: Mapping[str, str]) -> PrintedMinutes:
    """Return the internal record in both languages."""
    spoken = languages(BOTH)
    nodes = reading_order(outline(minutes.sections.all()))
    return PrintedMinutes(
        languages=spoken,
        state=cast(State, minutes.state if minutes.state in ENDORSED else "draft"),
        version=minutes.version,
        round=minutes.round_of_draft,
        date=minutes.meeting.date.isoformat(),
        heads=tuple(_head(minutes, code, reasons) for code in spoken),
        sections=tuple(section(node, spoken) for node in nodes if says_something(node)),
        layout=cast(Layout, settings.DOCUMENT_BILINGUAL_LAYOUT),
        french_spacing=settings.DOCUMENT_FRENCH_SPACING,
    )


def content_hash(minutes: Minutes) -> str:
    """Return the sha256 of what loaded `minutes` say in both languages, whatever their state and the print settings."""
    printed = record(minutes, BOTH).only(*LANGUAGES)
    heads = tuple(replace(head, approval=None) for head in printed.heads)
    return replace(printed, state="draft", round=0, heads=heads, layout="columns", french_spacing=True).content_hash


def _head(minutes: Minutes, lang: str, reasons: Mapping[str, str]) -> PrintedHead:
    meeting = minutes.meeting
    with translation.override(lang):
        mode = meeting.get_mode_display() if meeting.mode else ""
    return PrintedHead(
        lang=lang,
        title=localised(meeting, "title", lang),
        date=format_date(meeting.date, lang, weekday=True),
        time=format_time_range(meeting.starts_at, meeting.ends_at, lang),
        mode=mode,
        place=localised(meeting, "place", lang),
        chair=str(meeting.chair or ""),
        minute_taker=str(meeting.minute_taker or ""),
        attendance=attendance(meeting, lang),
        agenda_title=getattr(meeting, f"agenda_title_{lang}"),
        agenda=agenda(meeting, lang),
        pending=pending([one for one in minutes.pending_contributions.all() if one.section_id is None], lang),
        approval=_approval(minutes, lang),
        erratum=localised(minutes, "erratum", lang),
        reason=_reason(reasons, lang),
    )


def _reason(reasons: Mapping[str, str], lang: str) -> Localised:
    for code in (lang, other(lang)):
        if reasons.get(code):
            return Localised(reasons[code], code, fallback=code != lang)
    return EMPTY


def _approval(minutes: Minutes, lang: str) -> PrintedApproval | None:
    if minutes.approved_by is None or minutes.approved_at is None:
        return None
    return PrintedApproval(by=str(minutes.approved_by), on=format_date(timezone.localdate(minutes.approved_at), lang))
