"""A record as a Word document: a working copy for people who live in Word, in the order of the printed one."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from amif_network.core.bilingual import Localised
from amif_network.core.typography import spaced
from amif_network.core.word import WordDocument

from ..printed import PrintedAttendance, PrintedHead, PrintedMinutes, PrintedPassage, PrintedSection
from ..typesetting import running_titles

# What the statuses are called at the head of their lines.
_STATUSES = {
    "present": lambda: pgettext("attendance list", "Present"),
    "excused": lambda: pgettext("attendance list", "Excused"),
    "absent": lambda: pgettext("attendance list", "Absent"),
    "guest": lambda: pgettext("attendance list", "Guests"),
    "unknown": lambda: pgettext("attendance list", "Attendance not yet known"),
}


def word(printed: PrintedMinutes) -> bytes:
    """Return the record as a .docx file; of two languages, one follows the other in every part."""
    first = printed.heads[0]
    document = WordDocument(lang=first.lang, title=first.title.text, running_title=" – ".join(running_titles(printed)))
    for head in printed.heads:
        with translation.override(head.lang):
            _title(document, head)
    for head in printed.heads:
        with translation.override(head.lang):
            _meeting(document, head)
    for section in printed.sections:
        for passage in section.passages:
            with translation.override(passage.lang):
                _passage(document, section, passage)
    for head in printed.heads:
        with translation.override(head.lang):
            for pending in head.pending:
                _pending(document, pending.text, pending.who)
    return document.to_bytes()


def _title(document: WordDocument, head: PrintedHead) -> None:
    document.line(head.title.text, style="Title", lang=head.title.lang)
    document.line(", ".join(part for part in (head.date, head.time) if part), style="Subtitle", lang=head.lang)
    document.line(
        _("Working copy. What is changed here does not reach the portal; the official text is the published PDF."),
        style="Notice",
        lang=head.lang,
    )
    if head.erratum.text:
        document.line(head.erratum.text, bold_start=_("Erratum:"), lang=head.erratum.lang)


def _meeting(document: WordDocument, head: PrintedHead) -> None:
    """Write when, where, who and what was planned."""
    for label, text, lang in (
        (_("Form of the meeting"), head.mode, head.lang),
        (_("Place"), head.place.text, head.place.lang),
        (_("Chair"), head.chair, head.lang),
        (_("Minute-taker"), head.minute_taker, head.lang),
    ):
        if text:
            document.line(text, bold_start=spaced(f"{label}:", head.lang), lang=lang)
    for group in head.attendance:
        document.line(_people(group), bold_start=spaced(f"{_STATUSES[group.status]()}:", head.lang), lang=head.lang)
    if head.agenda:
        document.heading(head.agenda_title or pgettext("minutes", "Agenda"), 1, lang=head.lang)
    for row in head.agenda:
        parts = (f"{row.time}:" if row.time else "", row.label, row.title.text, f"({row.presenters})" if row.presenters else "")
        document.line(" ".join(part for part in parts if part), lang=row.title.lang)
        for one in row.left_open:
            document.line(f"– {one.text.text} ({one.who})" if one.who else f"– {one.text.text}", lang=one.text.lang)


def _people(group: PrintedAttendance) -> str:
    """Return the people of one status as the network writes them: name, and organisation in brackets."""
    named = []
    for organisation in group.organisations:
        if organisation.number:
            named.append(f"{organisation.name} ({organisation.number})")
        for person in organisation.people:
            about = ", ".join(part for part in (organisation.name, person.remark) if part)
            named.append(f"{person.name} ({about})" if about and not organisation.number else person.name)
    return ", ".join(named)


def _passage(document: WordDocument, section: PrintedSection, passage: PrintedPassage) -> None:
    heading = f"{section.label} {passage.heading.text}".strip()
    if heading:
        document.heading(heading, section.depth, lang=passage.heading.lang)
    for slides in passage.slides:
        text = _("Presentation: %(slides)s") % {"slides": slides.text}
        document.line(" – ".join(part for part in (text, slides.topic.text, slides.presentation) if part), lang=passage.lang)
    document.rich_text(passage.html.text, level=section.depth, lang=passage.html.lang)
    if passage.no_comment:
        document.line(_("No comment."), lang=passage.lang)
    for pending in passage.pending:
        _pending(document, pending.text, pending.who)


def _pending(document: WordDocument, text: Localised, who: str) -> None:
    said = f"{text.text} ({who})" if text.text and who else text.text or who
    document.line(said, bold_start=_("Still to be added:"), lang=text.lang)
