"""The letterhead: slogans, sender blocks, funding statement, page numbers. Recognised, listed, never silently dropped."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from .findings import Findings
from .source import Line, Zone

# What is printed on the network's letterhead, as one reads it; text conversions break it into lines and misread letters.
PHRASES: tuple[tuple[str, str], ...] = (
    ("slogan", "Naar een geïntegreerd migratiebeleid, dankzij het AMIF"),
    ("slogan", "Vers une politique de migration plus intégrée, grâce au FAMI"),
    ("slogan", "Naar een meer geïntegreerd migratiebeleid dankzij het AMIF"),
    ("slogan", "Vers une politique migratoire plus intégrée grâce au FAMI"),
    ("slogan", "BETER SAMEN LEVEN"),
    ("slogan", "MIEUX VIVRE ENSEMBLE"),
    ("sender", "POD MAATSCHAPPELIJKE INTEGRATIE"),
    ("sender", "SPP INTÉGRATION SOCIALE"),
    ("sender", "PROGRAMMATORISCHE FEDERALE OVERHEIDSDIENST MAATSCHAPPELIJKE INTEGRATIE"),
    ("sender", "SERVICE PUBLIC FÉDÉRAL DE PROGRAMMATION INTÉGRATION SOCIALE"),
    ("funding_statement", "Cofinancé par l'Union européenne"),
    ("funding_statement", "Financé par l'Union européenne"),
    ("funding_statement", "Medegefinancierd door de Europese Unie"),
    ("funding_statement", "Gefinancierd door de Europese Unie"),
)
ALIKE = 0.82  # similarity from which a line is a misread phrase ("MIBUX VIVRE ENSEMBLE" reaches 0.90)
LONGEST_LINE = 90
MOST_LINES = 3
# "Page 2 sur 5", "Pagina 2 van 5", "p. 2/5", "- 2 -"
PAGE_NUMBER = re.compile(
    r"(?:(?:page|pagina|p\.|blz\.?)\s*\d{1,3}(?:\s*(?:/|sur|van|of|de)\s*\d{1,3})?|\d{1,3}\s*/\s*\d{1,3}|[-–—]\s*\d{1,3}\s*[-–—])\Z",
    re.IGNORECASE,
)
PARTS = re.compile(r"\s*[|•·\t]\s*|\s+[-–—/]\s+")


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return re.sub(r"[^a-z]+", " ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()


# A line that shares no word with any phrase is none, and most lines are settled so.
FOLDED = tuple((kind, phrase.isupper() and kind == "sender", _folded(phrase)) for kind, phrase in PHRASES)
WORDS = frozenset(word for _, _, phrase in FOLDED for word in phrase.split() if len(word) > 3)


def set_aside_furniture(lines: Sequence[Line], findings: Findings) -> list[Line]:
    """Return the lines without the letterhead; what was taken is in the findings. A cut across it stays a gap."""
    kept: list[Line] = []
    index, gap = 0, False
    while index < len(lines):
        likeness, count, kind = _phrase_at(lines, index)
        if count > 1 and index + 1 < len(lines) and _phrase_at(lines, index + 1)[0] > likeness:
            count = 0  # the phrase begins one line further down
        if count:
            for line in lines[index : index + count]:
                findings.set_aside(line.number, kind, line.text)
            index, gap = index + count, True
            continue
        line = lines[index]
        kept.append(replace(line, gap=True) if gap else line)
        index, gap = index + 1, False
    return kept


def _phrase_at(lines: Sequence[Line], index: int) -> tuple[float, int, str]:
    """Return how much the lines from `index` are like a phrase, how many they are, and its kind; count 0 where there is none."""
    line = lines[index]
    if line.table is not None or line.heading or len(line.text) > LONGEST_LINE * 2:
        return 0.0, 0, ""
    if line.zone is not Zone.HEADER and line.gap and PAGE_NUMBER.match(line.text):
        return 1.0, 1, "page_number"
    best = (0.0, 0, "")
    if not WORDS & set(_folded(line.text).split()):
        return best
    for count in range(1, MOST_LINES + 1):
        window = lines[index : index + count]
        if len(window) < count or any(one.table or one.heading or len(one.text) > LONGEST_LINE * 2 for one in window):
            break
        likeness, kind = _kind(" ".join(one.text for one in window), window[0].zone)
        # Two lines are one phrase only when together they are more like it than the first alone.
        if likeness > best[0]:
            best = (likeness, count, kind)
    return best


def _kind(text: str, zone: Zone) -> tuple[float, str]:
    """Return how much a text is like a phrase of the letterhead, alone or several side by side, and its kind."""
    parts = [_one_kind(part, zone) for part in PARTS.split(text) if part]
    if len(parts) > 1 and all(kind for _, kind in parts):
        return min(likeness for likeness, _ in parts), parts[0][1]
    return _one_kind(text, zone)


def _one_kind(text: str, zone: Zone) -> tuple[float, str]:
    folded = _folded(text)
    tokens = set(folded.split())
    best = (0.0, "")
    for kind, capitals, phrase in FOLDED:
        if abs(len(folded) - len(phrase)) > 0.25 * len(phrase) or not tokens & set(phrase.split()):
            continue
        # The sender's name in ordinary letters may be the heading of a section.
        if capitals and zone is Zone.BODY and not text.isupper():
            continue
        matcher = SequenceMatcher(None, folded, phrase, autojunk=False)
        if matcher.quick_ratio() >= ALIKE:
            best = max(best, (matcher.ratio(), kind))
    return best if best[0] >= ALIKE else (0.0, "")


def set_aside_margins(lines: Sequence[Line], findings: Findings) -> None:
    """List the page headers and footers that are no letterhead, and point out those that say something."""
    for line in lines:
        findings.set_aside(line.number, f"page_{line.zone}", line.text)
        if re.search(r"[^\W\d_]", line.text) and not PAGE_NUMBER.match(line.text):
            findings.warn("page_header_kept", line.number, text=line.text)
