"""What organisations said or still have to say: pending contributions, explicit "no remarks"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from .findings import Findings
from .footnotes import without_markers
from .language import language_of
from .organisations import mentions
from .paragraphs import Block, Kind
from .result import Lang, MatchedText, ParsedAttendee, ParsedNoRemarks, ParsedPending

REMARK = (
    r"(?:commentaires?|remarques?|réactions?|observations?|feedback|inputs?|contributions?|réponses?|apports?|avis|compléments?)"
)
OPMERKING = r"(?:opmerking(?:en)?|reacties?|aanvulling(?:en)?|bijdragen?|commenta(?:ar|ren)|feedback|input|antwoord(?:en)?)"
PENDING = (
    # "A ajouter : commentaires éventuels des CPAS d'Anvers et de Liège."
    re.compile(r"\A\W*(?:(?:il\s+)?restent?\s+(?:encore\s+)?à|encore\s+à|[àa])\s+(?:ajouter|compléter)\b", re.I),
    # "La réaction du CPAS de Gand sera encore ajoutée."
    re.compile(
        r"\b(?:sera|seront|doit|doivent)\s+(?:encore\s+|ultérieurement\s+|bientôt\s+)(?:être\s+)?(?:ajouté|complété|transmis|communiqué)e?s?\b",
        re.I,
    ),
    re.compile(r"\b(?:encore|reste(?:nt)?)\s+à\s+(?:ajouter|compléter|recevoir)\b|\bà\s+compléter\s+par\b", re.I),
    re.compile(rf"\ben\s+attente\s+d(?:es?\s+|u\s+|['’]\s*)(?:la\s+|l['’])?(?:éventuel\w*\s+)?{REMARK}\b", re.I),
    # "Nog toe te voegen: eventuele opmerkingen van OCMW Luik."
    re.compile(
        r"\bnog\s+(?:toe\s+te\s+voegen|aan\s+te\s+vullen|te\s+ontvangen)\b|\A\W*(?:toe\s+te\s+voegen|aan\s+te\s+vullen)\b", re.I
    ),
    # "De reactie van OCMW Gent wordt nog toegevoegd."
    re.compile(
        r"\b(?:wordt|worden|moet|moeten|zal|zullen)\s+(?:\w+\s+)?(?:nog|later)\s+(?:\w+\s+)?(?:toegevoegd|aangevuld|bezorgd)\b",
        re.I,
    ),
    re.compile(rf"\bin\s+afwachting\s+van\s+(?:de\s+|eventuele\s+)*{OPMERKING}\b", re.I),
)
NO_REMARKS = re.compile(
    rf"\b(?:n['’](?:a|ont|avai\w+)\s+(?:\w+\s+)?(?:aucune?s?|pas\s+d(?:e\s+|['’]))\s*(?:autres?\s+)?|aucune?\s+|pas\s+d(?:e\s+|['’])|sans\s+)(?:autres?\s+)?{REMARK}\b"
    rf"|\bgeen\s+(?:verdere\s+|bijkomende\s+)?{OPMERKING}\b|\brien\s+à\s+(?:signaler|ajouter)\b|\bniets\s+(?:te\s+melden|toe\s+te\s+voegen)\b|\bR\.?A\.?S\b",
    re.I,
)
ABBREVIATION = re.compile(r"(?:\b(?:M|Mme|Mr|Dr|dhr|mevr|mw|nr|p|art|cf|env|resp|max|min|ex|bv|o\.a|i\.v\.m|p\.ex)\.)\Z", re.I)
LONGEST_ABBREVIATION = 8
SENTENCE_END = re.compile(r"(?<=[.!?…])[)»”\"]?\s+(?=[\"«(]?[A-ZÀ-Þ0-9])|\n+")


@dataclass(slots=True)
class Context:
    """Whose turn it is while a section is read: its own organisation, or that of the last subheading."""

    organisation: str = ""
    people: Sequence[ParsedAttendee] = field(default_factory=tuple)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the bounds of the sentences of a text, without the white space between them."""
    bounds, start = [], 0
    for hit in SENTENCE_END.finditer(text):
        if ABBREVIATION.search(text[max(hit.start() - LONGEST_ABBREVIATION, 0) : hit.start()]) and "\n" not in hit[0]:
            continue
        end = hit.start() + len(hit[0].rstrip()) if not hit[0].startswith("\n") else hit.start()
        bounds.append((start, end))
        start = hit.end()
    bounds.append((start, len(text)))
    return [(low, high) for low, high in bounds if text[low:high].strip()]


def take_pending(
    blocks: Sequence[Block], section: int, context: Context, fallback: Lang, findings: Findings
) -> tuple[list[Block], list[ParsedPending]]:
    """Take the sentences that announce a contribution out of the blocks."""
    kept: list[Block] = []
    found: list[ParsedPending] = []
    for index, block in enumerate(blocks):
        _turn(block, context)
        remaining = block
        for low, high in reversed(sentences(block.text) if block.table is None and block.kind is not Kind.SUBHEADING else []):
            sentence = without_markers(block.text[low:high])
            if any(pattern.search(sentence) for pattern in PENDING):
                found.append(_pending(block.text[low:high], block, section, context, fallback, findings))
                remaining = replace(remaining, rich=remaining.rich.without(low, high))
        remaining = replace(remaining, rich=remaining.rich.strip()) if remaining is not block else block
        if remaining.rich or remaining.table is not None or _has_subitems(blocks, index):
            kept.append(remaining)
        elif block.marker is not None and block.marker.ordered:
            findings.set_aside(block.lines[0], "list_number", block.marker.text)
    return kept, sorted(found, key=lambda one: one.lines)


def _has_subitems(blocks: Sequence[Block], index: int) -> bool:
    block = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    return block.kind is Kind.ITEM and following is not None and following.indent > block.indent


def _turn(block: Block, context: Context) -> None:
    if block.kind is Kind.SUBHEADING and (named := mentions(block.text)):
        context.organisation = named[0][2]


def _pending(sentence: str, block: Block, section: int, context: Context, fallback: Lang, findings: Findings) -> ParsedPending:
    text = sentence.strip()
    named = mentions(text)
    who, names, person = _who(text, named), [name for _, _, name in named], ""
    if not named:
        attendee = next((attendee for attendee in context.people if attendee.name in text), None)
        person, fallback_organisation = (attendee.name, attendee.organisation) if attendee else ("", context.organisation)
        who = person or context.organisation
        names = [fallback_organisation] if fallback_organisation else []
    if not who:
        findings.warn("pending_without_author", block.lines[0], text=text)
    organisations = tuple(MatchedText(name, findings.match(name)) for name in names)
    return ParsedPending(text, who, language_of(text) or fallback, block.lines, section, organisations, person)


def _who(text: str, named: list[tuple[int, int, str]]) -> str:
    """Return the organisations as typed, from the first to the last."""
    spans = sorted({(start, end) for start, end, _ in named})
    return ", ".join(text[start:end] for start, end in spans)


def no_remarks(blocks: Iterable[Block], section: int, context: Context, findings: Findings) -> list[ParsedNoRemarks]:
    """Find the organisations that said explicitly that they have no remarks. The sentences stay in the text."""
    found: list[ParsedNoRemarks] = []
    for block in blocks:
        _turn(block, context)
        spoken = [without_markers(block.text[low:high]) for low, high in sentences(block.text)] if block.table is None else []
        silent = [sentence for sentence in spoken if NO_REMARKS.search(sentence)]
        subject = mentions(block.text)[:1] if silent else []
        for sentence in silent:
            named = mentions(sentence) or subject
            names = [name for _, _, name in named] or ([context.organisation] if context.organisation else [])
            found.extend(ParsedNoRemarks(MatchedText(name, findings.match(name)), block.lines, section) for name in names)
    return found
