"""From headings and lines to sections with their text, and what the text refers to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from amif_network.core import richtext

from .contributions import Context, no_remarks, take_pending
from .findings import Findings
from .footnotes import MARKER, Footnote, note_marker, place_footnotes
from .headings import Heading
from .inline import Rich
from .language import language_of
from .markup_writing import write_blocks
from .organisations import looks_like_organisation, mentions
from .paragraphs import Block, Kind, read_blocks, wrap_width
from .result import Lang, MatchedText, ParsedAttendee, ParsedNoRemarks, ParsedPending, ParsedSection, ParsedSlides
from .slides import slides_in
from .source import Line

MOST_WORDS_OF_NAME = 5
BEHIND_NAME = re.compile(r"\s*(?:[:(–—-]|\Z)")


@dataclass(slots=True)
class _Draft:
    """A section under way."""

    heading: Heading | None
    line: Line | None
    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """The minutes proper: the sections and what was found in them."""

    sections: list[ParsedSection] = field(default_factory=list)
    pending: list[ParsedPending] = field(default_factory=list)
    slides: list[ParsedSlides] = field(default_factory=list)
    no_remarks: list[ParsedNoRemarks] = field(default_factory=list)
    intro: list[tuple[int, str]] = field(default_factory=list)


def read_sections(
    lines: Sequence[Line],
    headings: Mapping[int, Heading],
    taken: set[int],
    notes: list[Footnote],
    people: Sequence[ParsedAttendee],
    fallback: Lang,
    findings: Findings,
) -> Body:
    """Build the sections from the lines that are not in `taken`; notes without a place stay where they stood."""
    drafts = _drafts(lines, headings, taken)
    width = wrap_width(lines)
    for draft in drafts:
        draft.blocks = read_blocks(draft.lines, width, findings)
    drafts = [draft for draft in drafts if draft.heading is not None or draft.blocks]
    body = Body(intro=_intro(drafts))
    for index, draft in enumerate(drafts):
        organisation = _organisation(draft, findings)
        context = Context(organisation.text if organisation else "", people)
        body.slides.extend(_slides(draft, index, findings))
        draft.blocks, pending = take_pending(draft.blocks, index, context, fallback, findings)
        body.pending.extend(pending)
        context.organisation = organisation.text if organisation else ""
        body.no_remarks.extend(no_remarks(draft.blocks, index, context, findings))
        draft.blocks = _notes_of_heading(draft, notes, findings) + place_footnotes(draft.blocks, notes, findings)
    _keep_loose_notes(drafts, notes, findings)
    for draft in drafts:
        body.sections.append(_section(draft, body.sections, fallback, findings))
    return body


def _drafts(lines: Sequence[Line], headings: Mapping[int, Heading], taken: set[int]) -> list[_Draft]:
    """Give each line to the heading above it; the lines before the first heading form the preamble."""
    drafts = [_Draft(None, None)]
    for index, line in enumerate(lines):
        if index in taken:
            continue
        if index in headings:
            drafts.append(_Draft(headings[index], line))
        else:
            drafts[-1].lines.append(line)
    return drafts


def _intro(drafts: Sequence[_Draft]) -> list[tuple[int, str]]:
    """Return the text of the preamble and of the first section, where one says how the meeting was held."""
    first = 2 if drafts and drafts[0].heading is None else 1
    return [(block.lines[0], block.text) for draft in drafts[:first] for block in draft.blocks]


def _organisation(draft: _Draft, findings: Findings) -> MatchedText | None:
    """Return the organisation that a heading names: "I.1 CPAS Charleroi" is its turn in a round table."""
    text = draft.heading.text.text.strip(" :") if draft.heading else ""
    if not text:
        return None
    named = mentions(text)
    if len(named) == 1 and named[0][0] == 0 and BEHIND_NAME.match(text, named[0][1]):
        name = text[: named[0][1]]
        match = findings.match(name)
        if match.name is None and draft.line is not None:
            findings.warn("unknown_organisation", draft.line.number, text=name)
        return MatchedText(name, match)
    if len(text.split()) <= MOST_WORDS_OF_NAME and (looks_like_organisation(text) or text[:1].isupper()) and findings.known(text):
        return MatchedText(text, findings.match(text))
    return None


def _slides(draft: _Draft, section: int, findings: Findings) -> list[ParsedSlides]:
    found = []
    for lines, text in _texts(draft.blocks):
        for mention in slides_in(text):
            if mention.last is not None and mention.last < mention.first:
                findings.warn("slides_reversed", lines[0], text=mention.as_typed)
            found.append(
                ParsedSlides(
                    mention.first,
                    mention.last,
                    lines,
                    section,
                    mention.as_typed,
                    mention.numbers,
                    mention.last is None,
                    mention.topic,
                )
            )
    return found


def _texts(blocks: Sequence[Block]) -> list[tuple[tuple[int, ...], str]]:
    texts: list[tuple[tuple[int, ...], str]] = []
    for block in blocks:
        if block.table is None:
            texts.append((block.lines, block.text))
        else:
            texts.extend(((row.number,), cell.text) for row in block.table.rows for cell in row.cells)
    return texts


def _notes_of_heading(draft: _Draft, notes: list[Footnote], findings: Findings) -> list[Block]:
    """Take footnotes off a heading, which cannot hold them: they become the first paragraphs of its section."""
    if draft.heading is None or draft.line is None:
        return []
    findings.set_aside_links(draft.line.number, draft.line.rich)
    blocks: list[Block] = []
    rich = draft.heading.text
    for hit in reversed(list(MARKER.finditer(rich.text))):
        key = hit["raised"] or hit["markdown"] or hit["bracket"]
        note = next((note for note in notes if note.key == key and not note.used), None)
        if note is not None:
            note.used = True
            note_marker(rich.text, hit, draft.line.number, findings)
            blocks.insert(0, _loose(note, findings))
            rich = rich.without(hit.start(), hit.end())
    draft.heading = replace(draft.heading, text=rich)
    return blocks


def _loose(note: Footnote, findings: Findings) -> Block:
    """Return a note without a place as a paragraph."""
    findings.warn("unmatched_footnote", note.lines[0], marker=note.marker)
    rich = Rich.joined([Rich.plain(note.marker.rstrip(":")), note.rich], " ")
    return Block(Kind.PARAGRAPH, rich, note.lines)


def _keep_loose_notes(drafts: list[_Draft], notes: Sequence[Footnote], findings: Findings) -> None:
    """Put notes that no marker announces back as paragraphs, into the section they stood below."""
    for note in notes:
        if note.used:
            continue
        if not drafts:
            drafts.append(_Draft(None, None))
        above = [draft for draft in drafts if (first := _first_line(draft)) is not None and first < note.lines[0]]
        (above or drafts)[-1 if above else 0].blocks.append(_loose(note, findings))


def _first_line(draft: _Draft) -> int | None:
    if draft.line is not None:
        return draft.line.number
    return draft.blocks[0].lines[0] if draft.blocks else None


def parent_of(before: Sequence[ParsedSection], level: int) -> int | None:
    """Return the place of the section that one of `level`, which follows on `before`, belongs to; None at the top."""
    if before and before[-1].level == level:
        return before[-1].parent
    above = range(len(before) - 1, -1, -1)
    return next((place for place in above if before[place].level < level and before[place].heading), None)


def _section(draft: _Draft, before: Sequence[ParsedSection], fallback: Lang, findings: Findings) -> ParsedSection:
    for block in draft.blocks:
        # "1.", "a)", but also Word's "o": what a marker says in letters or figures is listed.
        if block.marker is not None and any(character.isalnum() for character in block.marker.text):
            findings.set_aside(block.lines[0], "list_number", block.marker.text)
    html = richtext.sanitise(write_blocks(draft.blocks))
    heading, label, level = "", "", 1
    if draft.heading is not None:
        heading, label, level = draft.heading.text.text.strip(), draft.heading.label, draft.heading.level
    parent = parent_of(before, level)
    language = language_of(". ".join([heading, *(text for _, text in _texts(draft.blocks))])) or fallback
    numbers = [draft.line.number] if draft.line is not None else []
    numbers.extend(number for block in draft.blocks for number in block.lines)
    return ParsedSection(
        label, heading, level, html, language, tuple(dict.fromkeys(numbers)), parent, _organisation(draft, findings)
    )
