"""From the models to a printed record: every query of a document is asked here, every word put in its language.

`load()` reads what a record needs, `record()` turns it into the plain values of `printed.py` for one
language or both, `pdf()` and `typesetting.minutes_html()` turn those into the document.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple, cast

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amif_network.core import richtext
from amif_network.core.bilingual import LANGUAGES, Localised, localised, other
from amif_network.core.formats import format_date, format_list, format_slides, format_time_range
from amif_network.core.pdf import html_to_pdf
from amif_network.directory.folding import fold
from amif_network.directory.models import Organisation

from .models import Attendance, Meeting, Minutes, PendingContribution, Section, SlideReference, TranslationState
from .outline import Node, outline, reading_order
from .printed import (
    EMPTY,
    Layout,
    PrintedAgendaRow,
    PrintedApproval,
    PrintedAttendance,
    PrintedAttendee,
    PrintedHead,
    PrintedMinutes,
    PrintedOrganisation,
    PrintedPassage,
    PrintedPending,
    PrintedSection,
    PrintedSlides,
    State,
    Status,
)
from .timetable import timetable
from .typesetting import minutes_html

BOTH = "both"
# The order in which the attendance list names who was there and who was not.
STATUSES = (
    Attendance.Status.PRESENT,
    Attendance.Status.GUEST,
    Attendance.Status.EXCUSED,
    Attendance.Status.ABSENT,
    Attendance.Status.UNKNOWN,
)

# What writers of either language put before a contribution that is still to come ("A ajouter : avis du CPAS de …",
# "Nog toe te voegen: …"). Without a colon or an end after it, it belongs to their sentence.
TYPED_LABEL = re.compile(
    r"\A\W*(?:(?:(?:il\s+)?reste(?:nt)?\s+)?(?:encore\s+)?[àa]\s+(?:ajouter|compléter)"
    r"|(?:nog\s+)?(?:toe\s+te\s+voegen|aan\s+te\s+vullen))\s*(?::\s*|\W*\Z)",
    re.IGNORECASE,
)


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


def record(minutes: Minutes, lang: str, *, reasons: dict[str, str] | None = None) -> PrintedMinutes:
    """Return the printed record of loaded `minutes` in `lang` ("fr", "nl" or "both").

    `reasons`: by language, why an edition with gaps is published all the same.
    """
    spoken = languages(lang)
    nodes = reading_order(outline(minutes.sections.all()))
    return PrintedMinutes(
        languages=spoken,
        state=cast(State, minutes.state),
        version=minutes.version,
        date=minutes.meeting.date.isoformat(),
        heads=tuple(_head(minutes, code, reasons or {}) for code in spoken),
        sections=tuple(_section(node, spoken) for node in nodes if _says_something(node)),
        layout=cast(Layout, settings.DOCUMENT_BILINGUAL_LAYOUT),
        french_spacing=settings.DOCUMENT_FRENCH_SPACING,
    )


def pdf(printed: PrintedMinutes) -> bytes:
    """Return the record as a PDF."""
    return html_to_pdf(minutes_html(printed))


def file_name(minutes: Minutes, version: int, lang: str, *, draft: bool = False) -> str:
    """Return the name of a PDF in the words of its language: "2021-09-14-compte-rendu-v1-fr.pdf"."""
    words = []
    for code in languages(lang):
        with translation.override(code):
            # Translators: part of a file name; FR: projet-de-compte-rendu, NL: ontwerpverslag
            words.append(slugify(pgettext("file name", "draft-minutes") if draft else pgettext("file name", "minutes")))
    return "-".join([minutes.meeting.date.isoformat(), *dict.fromkeys(words), f"v{version}", *languages(lang)]) + ".pdf"


def content_hash(minutes: Minutes) -> str:
    """Return the sha256 of what loaded `minutes` say in both languages, whatever their state and the print settings."""
    printed = record(minutes, BOTH)
    by_language = sorted(printed.heads, key=lambda head: head.lang)
    return replace(
        printed,
        languages=tuple(head.lang for head in by_language),
        state="draft",
        heads=tuple(replace(head, approval=None) for head in by_language),
        sections=tuple(
            replace(section, passages=tuple(sorted(section.passages, key=lambda one: one.lang))) for section in printed.sections
        ),
        layout="columns",
        french_spacing=True,
    ).content_hash


def _head(minutes: Minutes, lang: str, reasons: dict[str, str]) -> PrintedHead:
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
        agenda=tuple(
            PrintedAgendaRow(
                title=localised(slot.item, "title", lang),
                label=slot.number,
                time=format_time_range(slot.item.starts_at, slot.item.ends_at, lang),
                presenters=format_list([str(person) for person in slot.item.presenters.all()], lang),
            )
            for slot in timetable(meeting, list(meeting.agenda_items.all())).slots
        ),
        pending=_pending([one for one in minutes.pending_contributions.all() if one.section_id is None], lang),
        approval=_approval(minutes, lang),
        reason=_reason(reasons, lang),
    )


def _reason(reasons: dict[str, str], lang: str) -> Localised:
    for code in (lang, other(lang)):
        if reasons.get(code):
            return Localised(reasons[code], code, fallback=code != lang)
    return EMPTY


def _approval(minutes: Minutes, lang: str) -> PrintedApproval | None:
    if minutes.approved_by is None or minutes.approved_at is None:
        return None
    return PrintedApproval(by=str(minutes.approved_by), on=format_date(timezone.localdate(minutes.approved_at), lang))


def attendance(meeting: Meeting, lang: str) -> tuple[PrintedAttendance, ...]:
    """Return who was there and who was not, by organisation and name in `lang`; for meetings loaded by `for_detail`."""
    by_status: dict[str, dict[Organisation | None, list[Attendance]]] = defaultdict(lambda: defaultdict(list))
    for one in meeting.attendances.all():
        by_status[one.status][one.organisation].append(one)
    return tuple(
        PrintedAttendance(
            status=cast(Status, status.value),
            organisations=tuple(
                PrintedOrganisation(
                    name=organisation.name_in(lang) if organisation else "",
                    people=tuple(_attendee(one, lang) for one in sorted(people, key=lambda one: (one.person.sort_key, one.pk))),
                )
                for organisation, people in sorted(by_status[status].items(), key=lambda pair: _place_in_list(pair[0], lang))
            ),
        )
        for status in STATUSES
        if status in by_status
    )


def _place_in_list(organisation: Organisation | None, lang: str) -> tuple[bool, str, int]:
    """Sort on the name shown in `lang` (by place, as the directory does); who belongs to nobody known comes last."""
    return (True, "", 0) if organisation is None else (False, getattr(organisation, f"sort_{lang}"), organisation.pk)


def _attendee(attendance: Attendance, lang: str) -> PrintedAttendee:
    """Name a person, with their function where they agreed to it (DOMAIN §2, fact 11) and how they took part."""
    day = attendance.meeting.date
    functions = [
        getattr(affiliation, f"function_{lang}")
        for affiliation in attendance.person.affiliations.all()
        if attendance.person.show_role
        and affiliation.organisation_id == attendance.organisation_id
        and affiliation.is_valid_on(day)
    ]
    with translation.override(lang):
        # Translators: beside a name in the attendance list; FR: à distance, NL: online
        remote = _("took part online") if attendance.remote else ""
        # Translators: beside the name of somebody excused; FR: remplacé(e) par X, NL: vervangen door X
        replaced = _("replaced by %(name)s") % {"name": attendance.replaced_by} if attendance.replaced_by else ""
    return PrintedAttendee(
        name=str(attendance.person), note=", ".join(note for note in (*functions[:1], remote, replaced) if note)
    )


def _says_something(node: Node) -> bool:
    """False for a section without a word, a reference or anything below it."""
    section = node.section
    return bool(
        node.children
        or any(not text.is_empty for text in section.texts.all())
        or section.organisation_id
        or section.no_comment
        or section.slide_references.all()
        or still_open(section.pending_contributions.all())
    )


def _section(node: Node, spoken: tuple[str, ...]) -> PrintedSection:
    return PrintedSection(
        anchor=f"s-{node.section.uuid}",
        depth=node.depth + 1,
        label=node.number,
        passages=tuple(_passage(node.section, lang) for lang in spoken),
    )


def _passage(section: Section, lang: str) -> PrintedPassage:
    state = section.translation_state(lang)
    text = body(section, lang)
    return PrintedPassage(
        lang=lang,
        heading=heading(section, lang),
        html=replace(text, text=richtext.sanitise(text.text)),
        outdated=state in (TranslationState.OUTDATED, TranslationState.DIVERGED),
        unconfirmed=state == TranslationState.UNCONFIRMED,
        no_comment=section.no_comment,
        slides=tuple(slides(reference, lang) for reference in section.slide_references.all()),
        pending=_pending(section.pending_contributions.all(), lang),
    )


def heading(section: Section, lang: str) -> Localised:
    """Return the heading as printed: as typed, else the organisation that answers and what its answer is about."""
    typed = section.heading(lang)
    if typed.text or section.organisation is None:
        return typed
    name = section.organisation.localised_name(lang)
    if not section.answer_type:
        return name
    with translation.override(name.lang):
        return replace(name, text=f"{name.text} – {section.get_answer_type_display()}")


def name_of(section: Section, lang: str) -> str:
    """Return how a section is called in a sentence: its typed number, its heading, else what it is."""
    return f"{section.label} {heading(section, lang).text or section.get_kind_display()}".strip()


def body(section: Section, lang: str) -> Localised:
    """Return the stored text in `lang`, or in the other language where it is missing."""
    for code in (lang, other(lang)):
        text = section.text_in(code)
        if text is not None and text.has_body:
            return Localised(text.html, code, fallback=code != lang)
    return Localised("", lang)


def slides(reference: SlideReference, lang: str) -> PrintedSlides:
    """Return a slide reference as it is printed: its numbers in words, its subject, the file."""
    written = format_slides(reference.first, reference.last, reference.numbers, reference.to_end, lang)
    return PrintedSlides(
        text=written or reference.as_typed,
        topic=localised(reference, "topic", lang),
        presentation=reference.attachment.title if reference.attachment else "",
    )


def still_open(contributions: Iterable[PendingContribution]) -> list[PendingContribution]:
    """Keep the contributions that have not come in yet."""
    return [contribution for contribution in contributions if contribution.closed_at is None]


class Awaited(NamedTuple):
    """What is awaited, in one language, and who owes it."""

    contribution: PendingContribution
    text: Localised
    who: str


def awaited(contributions: Iterable[PendingContribution], lang: str) -> list[Awaited]:
    """Return `contributions`, open or not, as `lang` says them."""
    return [Awaited(one, awaited_text(one, lang), awaited_from(one, lang)) for one in contributions]


def _pending(contributions: Iterable[PendingContribution], lang: str) -> tuple[PrintedPending, ...]:
    return tuple(PrintedPending(text=one.text, who=one.who) for one in awaited(still_open(contributions), lang))


def awaited_text(contribution: PendingContribution, lang: str) -> Localised:
    """Say what is still to come, without a "to be added:" that the writer began with: the label says so already."""
    text = localised(contribution, "text", lang)
    return replace(text, text=TYPED_LABEL.sub("", text.text))


def awaited_from(contribution: PendingContribution, lang: str) -> str:
    """Name those who still owe a contribution; "" when its text names them all already."""
    organisations = sorted(contribution.organisations.all(), key=lambda organisation: _place_in_list(organisation, lang))
    names = [organisation.name_in(lang) for organisation in organisations]
    if contribution.person:
        names.append(str(contribution.person))
    said = f" {fold(awaited_text(contribution, lang).text)} "
    places = [getattr(organisation, f"city_{lang}") or organisation.name_in(lang) for organisation in organisations]
    places += [str(contribution.person)] if contribution.person else []
    if not names:
        return "" if fold(contribution.who_as_typed) in said else contribution.who_as_typed
    return "" if all(f" {fold(place)} " in said for place in places) else format_list(names, lang)
