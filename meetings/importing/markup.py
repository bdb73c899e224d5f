"""Inline marks typed in a text: Markdown emphasis and links, bare addresses."""

import re
from dataclasses import replace

from .inline import Rich, Span, autolinked, linked

# One alternative per notation, tried from the left; every repetition is bounded so that no line costs more than linear time.
MARKS = re.compile(
    r"""
      (?P<escape>\\[\\`*_{}\[\]()\#+\-.!|>~])                               # \* or 1\. (Markdown files only)
    | \[(?P<label>[^\[\]\n]{1,500})\]\((?P<target>[^()\s]{0,2000})\)       # [le réseau ZORA](https://…)
    | <(?P<address>(?:https?://|mailto:)[^<>\s]{1,2000})>                  # <https://www.mi-is.be>
    | (?P<url>\b(?:https?://|www\.)[^\s<>"“”«»]{1,2000})                   # kept whole: its _ and * are no emphasis
    | \*\*\*(?=\S)(?P<both>[^*\n]{1,1000}?)(?<=\S)\*\*\*                   # ***important***
    | \*\*(?=\S)(?P<strong>[^\n]{1,1000}?)(?<=[^\s*])\*\*                  # **Présents**
    | \*(?=[^\s*])(?P<em>[^*\n]{1,1000}?)(?<=\S)\*                         # *Rapport rencontre*
    | (?<!\w)__(?=\S)(?P<strong_line>[^_\n]{1,1000}?)(?<=\S)__(?!\w)       # __Excusés__
    | (?<!\w)_(?=[^\s_])(?P<em_line>[^_\n]{1,1000}?)(?<=\S)_(?!\w)         # _Verslag_
    """,
    re.VERBOSE,
)
LONGEST_LINE = 20_000  # characters; nobody types marks into a line of ten pages
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def rich_text(text: str, *, markdown: bool = False) -> Rich:
    """Read the inline marks of one line. Backslash escapes count only in Markdown files."""
    if len(text) > LONGEST_LINE:
        return Rich.plain(text)
    if markdown:
        text = BREAK.sub("\n", text)
    return autolinked(Rich(tuple(_spans(text, Span(""), markdown))))


def _spans(text: str, marks: Span, markdown: bool) -> list[Span]:
    spans: list[Span] = []
    position = 0
    for hit in MARKS.finditer(text):
        inner = _read(hit, marks, markdown)
        if inner is None:
            continue
        spans.append(replace(marks, text=text[position : hit.start()]))
        spans.extend(inner)
        position = hit.end()
    spans.append(replace(marks, text=text[position:]))
    return [span for span in spans if span.text]


def _read(hit: re.Match[str], marks: Span, markdown: bool) -> list[Span] | None:
    """Return the spans of one mark; None where the characters stand for themselves."""
    kind = hit.lastgroup or ""
    match kind:
        case "escape":
            return [replace(marks, text=hit["escape"][1])] if markdown else None
        case "target":
            label = Rich(tuple(_spans(hit["label"], marks, markdown)))
            return [linked_span for span in label.spans for linked_span in linked(span.text, hit["target"], span)]
        case "address":
            return linked(hit["address"], hit["address"], marks)
        case "url":
            return None
        case "both":
            return _spans(hit["both"], replace(marks, bold=True, italic=True), markdown)
        case "strong" | "strong_line":
            return _spans(hit[kind], replace(marks, bold=True), markdown)
        case _:
            return _spans(hit[kind], replace(marks, italic=True), markdown)
