"""One typed text that says the same in French and in Dutch: "Verslag … – *Rapport …* AMIF"."""

import re
from dataclasses import dataclass
from itertools import pairwise

from .inline import Rich
from .language import language_of
from .result import Lang

# " – ", " / ", " | ": what people put between the two languages
SEPARATOR = re.compile(r"\s+[-–—−/|•]\s+|\s*\|\s*|\t+|\n")
# A second word for "minutes" inside a text without separator begins the other language.
DOCUMENT_WORD = re.compile(r"\b(?:verslag|notulen|rapport|compte[ -]rendu|procès-verbal|PV)\b", re.IGNORECASE)
# The name of the fund at the end belongs to both languages.
SHARED_TAIL = re.compile(r"\s+(AMIF(?:[ /-]FAMI)?|FAMI/AMIF)\Z")
FUND = re.compile(r"\b(?:AMIF|FAMI)\b")
DASH = " – "


@dataclass(frozen=True, slots=True)
class Halves:
    """A text in both languages; one of them may be empty."""

    fr: str = ""
    nl: str = ""


@dataclass(frozen=True, slots=True)
class _Segment:
    text: str
    joint: str  # what stood before it
    language: Lang | None


def halves(parts: list[Rich], fallback: Lang) -> Halves:
    """Tell the languages of a text apart. What belongs to neither ("AMIF") belongs to both; one language keeps its typed form."""
    segments = [segment for part in parts for segment in _segments(part)]
    languages = {segment.language for segment in segments if segment.language}
    if len(languages) < 2:
        whole = _tidy("".join(segment.joint + segment.text for segment in segments))
        language = languages.pop() if languages else fallback
        return Halves(fr=whole) if language == "fr" else Halves(nl=whole)
    texts: dict[str, str] = {"fr": "", "nl": ""}
    last: Lang | None = None
    for segment in segments:
        targets = [segment.language] if segment.language else ["fr", "nl"]
        for target in targets:
            # A dash between the two languages is no part of either.
            joint = segment.joint if segment.language is None or segment.language == last else " "
            texts[target] = f"{texts[target]}{joint}{segment.text}" if texts[target] else segment.text
        last = segment.language or last
    return Halves(**_with_shared_tail({language: _tidy(text) for language, text in texts.items()}))


def _segments(rich: Rich) -> list[_Segment]:
    """Cut at separators and where italics begin or end."""
    text = rich.text
    cuts = {0, len(text)}
    position = 0
    for before, after in zip(rich.spans, rich.spans[1:], strict=False):
        position += len(before.text)
        if before.italic != after.italic:
            cuts.add(position)
    joints = {hit.start(): hit for hit in SEPARATOR.finditer(text)}
    for hit in joints.values():
        cuts |= {hit.start(), hit.end()}
    cuts |= {hit.start() for hit in list(DOCUMENT_WORD.finditer(text))[1:]}
    ordered = sorted(cuts)
    segments: list[_Segment] = []
    joint = " "
    for low, high in pairwise(ordered):
        piece = text[low:high]
        if low in joints and joints[low].end() == high:
            joint = DASH if piece.strip() else " "
        elif piece.strip():
            segments.append(_Segment(piece.strip(), joint, language_of(piece)))
            joint = " "
    return segments


def _with_shared_tail(texts: dict[str, str]) -> dict[str, str]:
    """Give "AMIF" at the end of one half to the other half too."""
    for language, other in (("fr", "nl"), ("nl", "fr")):
        hit = SHARED_TAIL.search(texts[language])
        if hit and not FUND.search(texts[other]):
            texts[other] = f"{texts[other]} {hit[1]}"
    return texts


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" -–—/|,;:")
