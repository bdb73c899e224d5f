"""A run of text with its inline marks, which can be cut and joined like a string.

The recognisers look at `Rich.text`; what they cut out by offset keeps its bold, links and notes.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

SAFE_LINK = re.compile(r"(?:https?://|mailto:)\S+\Z", re.IGNORECASE)
# https://www.mi-is.be/fr?x=1, www.mi-is.be: up to 2 000 characters, so that no line costs more than linear time.
BARE_LINK = re.compile(r"(?:\bhttps?://|\bwww\.(?=\w))[^\s<>\"“”«»]{1,2000}", re.IGNORECASE)
# lisa.asselman@example.org
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?!\w)")
BLANKS = re.compile(r"[ \t\r\f\v]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text with one set of marks; `note` is a footnote anchored after it."""

    text: str
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    raised: str = ""
    href: str = ""
    note: "Rich | None" = None

    def html(self) -> str:
        """Render the span without its link."""
        text = html.escape(BLANKS.sub(" ", self.text), quote=False).replace("\n", "<br>")
        if self.raised:
            text = f"<{self.raised}>{text}</{self.raised}>"
        if self.italic and text.strip():
            text = f"<em>{text}</em>"
        if self.bold and text.strip():
            text = f"<strong>{text}</strong>"
        if self.note is not None:
            text += f'<span data-fn="">{self.note.html()}</span>'
        return text


@dataclass(frozen=True)
class Rich:
    """An immutable sequence of spans."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def plain(cls, text: str) -> "Rich":
        """Wrap a text without marks."""
        return cls((Span(text),) if text else ())

    @classmethod
    def joined(cls, parts: Iterable["Rich"], separator: str = "") -> "Rich":
        """Concatenate, with `separator` between the parts."""
        spans: list[Span] = []
        for index, part in enumerate(parts):
            if index and separator:
                spans.append(Span(separator))
            spans.extend(part.spans)
        return cls(tuple(spans))

    @cached_property
    def text(self) -> str:
        """The characters alone."""
        return "".join(span.text for span in self.spans)

    def __bool__(self) -> bool:
        return bool(self.text) or any(span.note for span in self.spans)

    def __add__(self, other: "Rich") -> "Rich":
        return Rich(self.spans + other.spans)

    def cut(self, start: int, end: int | None = None) -> "Rich":
        """Return the characters from `start` to `end` (offsets into `text`) with their marks."""
        end = len(self.text) if end is None else end
        kept, position = [], 0
        for span in self.spans:
            low, high = max(start - position, 0), min(end - position, len(span.text))
            if low < high or (not span.text and start <= position <= end):
                kept.append(replace(span, text=span.text[low:high], note=span.note if high == len(span.text) else None))
            position += len(span.text)
        return Rich(tuple(kept))

    def without(self, start: int, end: int) -> "Rich":
        """Return the text with the characters from `start` to `end` taken out."""
        return self.cut(0, start) + self.cut(end)

    def strip(self) -> "Rich":
        """Trim white space at both ends."""
        text = self.text
        left = len(text) - len(text.lstrip())
        return self.cut(left, len(text.rstrip())) if text.strip() else Rich(tuple(s for s in self.spans if s.note))

    def split_lines(self) -> list["Rich"]:
        """Cut at the line breaks."""
        parts, start = [], 0
        for index, character in enumerate(self.text):
            if character == "\n":
                parts.append(self.cut(start, index))
                start = index + 1
        return [*parts, self.cut(start)]

    @property
    def emphatic(self) -> bool:
        """Whether every word is bold or underlined, as in a heading without a heading style."""
        words = [span for span in self.spans if re.search(r"\w", span.text)]
        return bool(words) and all(span.bold or span.underlined for span in words)

    def unmarked(self) -> "Rich":
        """Return the same text without bold, for use where the place already says it (a heading)."""
        return Rich(tuple(replace(span, bold=False, underlined=False) for span in self.spans))

    def html(self) -> str:
        """Render in the stored subset: strong, em, sup, sub, a, br and footnotes."""
        pieces = []
        for href, group in groupby(_merged(self.spans), key=lambda span: span.href):
            inner = "".join(span.html() for span in group)
            pieces.append(f'<a href="{html.escape(href)}">{inner}</a>' if href else inner)
        return "".join(pieces)


def _merged(spans: tuple[Span, ...]) -> list[Span]:
    """Join neighbours with the same marks, so that one bold word is not three."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last is not None and last.note is None and replace(last, text="", note=None) == replace(span, text="", note=None):
            merged[-1] = replace(last, text=last.text + span.text, note=span.note)
        elif span.text or span.note is not None:
            merged.append(span)
    return merged


def linked(text: str, href: str, marks: Span) -> list[Span]:
    """Return `text` as a link; where the target cannot be stored it stays readable behind the text."""
    if SAFE_LINK.match(href):
        return [replace(marks, text=text, href=href)]
    shown = text if not href.strip("#") or href in text else f"{text} ({href})"
    return [replace(marks, text=shown)]


def autolinked(rich: Rich) -> Rich:
    """Turn bare web and mail addresses into links."""
    if not any(sign in rich.text for sign in ("://", "www.", "@")):
        return rich
    spans: list[Span] = []
    for span in rich.spans:
        spans.extend([span] if span.href else _addresses(span))
    return Rich(tuple(spans))


def _addresses(span: Span) -> list[Span]:
    found, position = [], 0
    hits = sorted([*BARE_LINK.finditer(span.text), *MAIL.finditer(span.text)], key=lambda hit: hit.start())
    for hit in hits:
        if hit.start() < position:
            continue
        address = _without_closing_punctuation(hit[0])
        found.append(replace(span, text=span.text[position : hit.start()], note=None))
        scheme = "mailto:" if hit.re is MAIL else "https://" if address.lower().startswith("www.") else ""
        found.append(replace(span, text=address, href=scheme + address, note=None))
        position = hit.start() + len(address)
    found.append(replace(span, text=span.text[position:]))
    return found


def _without_closing_punctuation(address: str) -> str:
    """Leave the full stop or the bracket of the sentence outside the address."""
    while address and (address[-1] in ".,;:!?'’" or (address[-1] in ")]" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address
