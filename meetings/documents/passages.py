"""The sections of minutes as a record prints them: heading, text, slides."""

import re
from dataclasses import replace

from django.utils import translation

from amif_network.core import richtext
from amif_network.core.bilingual import Localised, localised, other
from amif_network.core.formats import format_slides

from ..models import Section, SlideReference, TranslationState
from ..outline import Node
from ..printed import PrintedPassage, PrintedSection, PrintedSlides
from .awaiting import pending, still_open


def says_something(node: Node) -> bool:
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


def section(node: Node, spoken: tuple[str, ...]) -> PrintedSection:
    """Return a section with its passage in each language that is printed."""
    return PrintedSection(
        anchor=f"s-{node.section.uuid}",
        depth=node.depth + 1,
        label=node.number,
        anonymous=node.section.anonymous,
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
        slides=tuple(
            slides(reference, lang) for reference in section.slide_references.all() if not _stands_in(text.text, reference, lang)
        ),
        pending=pending(section.pending_contributions.all(), lang),
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


def _stands_in(html: str, reference: SlideReference, lang: str) -> bool:
    """True when the text still says everything that became `reference`, and there is no file to name: once is enough."""
    words, topic = " ".join(reference.as_typed.split()), localised(reference, "topic", lang).text
    numbers = {reference.first, reference.last, *reference.numbers} - {None}
    if not words or reference.attachment is not None or not numbers <= {int(found) for found in re.findall(r"\d+", words)}:
        return False
    text = " ".join(richtext.plain_text(html).split())
    return topic in text and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def slides(reference: SlideReference, lang: str) -> PrintedSlides:
    """Return a slide reference as it is printed: its numbers in words, its subject, the file."""
    written = format_slides(reference.first, reference.last, reference.numbers, reference.to_end, lang)
    return PrintedSlides(
        text=written or reference.as_typed,
        topic=localised(reference, "topic", lang),
        presentation=reference.attachment.title if reference.attachment else "",
    )
