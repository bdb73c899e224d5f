"""From the plain notation to rich text: the signs inside a paragraph."""

import re
from typing import NamedTuple

from amif_network.core.richtext.nodes import BARE, Break, Inline, Marks, Note, Run, tidy_note
from amif_network.core.richtext.reader import clean_href, clean_lang

from .signs import SCRIPTS

_SCRIPT_NAMES = {sign: name for name, sign in SCRIPTS.items()}
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])+)\]\(((?:\\.|[^()\\\s])+)\)", re.DOTALL)
_BRACE = re.compile(r"\{(?:([\^_]) |([a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}): )", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~•])")
_PLAIN = re.compile(r"[^\\*{}\[\n]+")


class _Star(NamedTuple):
    """A switch of emphasis: `**` or `*`."""

    sign: str


class _Link(NamedTuple):
    """A link being read: where its text and its sign end, and what was so before it."""

    text_end: int
    end: int
    marks: Marks
    braces: int


class InlineReader:
    """Reads the signs inside a paragraph."""

    def __init__(self, text: str, *, in_note: bool = False) -> None:
        self.text = text
        self.in_note = in_note
        self.at = 0
        self.marks = BARE
        self.link: _Link | None = None
        # The marks outside each open brace.
        self.braces: list[Marks] = []
        self.pieces: list[Inline | _Star] = []
        self.last_brace = text.rfind("}")
        self.brackets = _bracket_ends(text)

    def read(self) -> list[Inline]:
        """Return the inline content."""
        while self.at < len(self.text):
            if self.link and self.at >= self.link.text_end:
                self.at, self.marks = self.link.end, self.link.marks
                del self.braces[self.link.braces :]
                self.link = None
            elif plain := _PLAIN.match(self.text, self.at, self.link.text_end if self.link else len(self.text)):
                self.add(plain[0], plain.end())
            else:
                self.sign(self.text[self.at])
        return _emphasised(self.pieces)

    def add(self, text: str, end: int) -> None:
        """Take characters as they are and go on at `end`."""
        self.pieces.append(Run(text, self.marks))
        self.at = end

    def sign(self, char: str) -> None:
        """Read a character that may be a sign; where it is none, it stands for itself."""
        if char == "\n":
            self.pieces.append(Break())
            self.at += 1
        elif char == "*":
            self.stars()
        elif escape := _ESCAPE.match(self.text, self.at):
            self.add(escape[1], escape.end())
        elif char == "}" and len(self.braces) > (self.link.braces if self.link else 0):
            self.marks = self.braces.pop()
            self.at += 1
        elif not (char == "{" and self.brace()) and not (char == "[" and (self.note() or self.open_link())):
            self.add(char, self.at + 1)

    def stars(self) -> None:
        """Read stars: switches of emphasis, except between white space or in a row of more than three."""
        end = self.at
        while end < len(self.text) and self.text[end] == "*":
            end += 1
        count = end - self.at
        around = (self.text[self.at - 1 : self.at] or " ") + (self.text[end : end + 1] or " ")
        if count > len("***") or around.isspace():
            self.add("*" * count, end)
            return
        self.pieces += [_Star(sign) for sign, present in (("**", count > 1), ("*", count != len("**"))) if present]
        self.at = end

    def brace(self) -> bool:
        """Open a passage in another language, raised or lowered; its end must exist."""
        match = _BRACE.match(self.text, self.at)
        if not match or self.last_brace < match.end():
            return False
        self.braces.append(self.marks)
        if match[1]:
            self.marks = self.marks._replace(script=_SCRIPT_NAMES[match[1]])
        else:
            self.marks = self.marks._replace(lang=clean_lang(match[2]))
        self.at = match.end()
        return True

    def note(self) -> bool:
        """Read a footnote; notes hold no notes, links hold none either."""
        end = self.brackets.get(self.at, -1)
        if end < 0 or self.in_note or self.link or not self.text.startswith("[^", self.at):
            return False
        lang = BARE._replace(lang=self.marks.lang)
        inner = InlineReader(self.text[self.at + 2 : end], in_note=True)
        inner.marks = lang
        self.pieces.append(Note(tidy_note(inner.read())))
        self.at = end + 1
        return True

    def open_link(self) -> bool:
        """Open a link when its address is one that links may lead to."""
        match = None if self.link else _LINK.match(self.text, self.at)
        href = clean_href(_ESCAPE.sub(r"\1", match[2])) if match else ""
        if not match or not href:
            return False
        self.link = _Link(match.end(1), match.end(), self.marks, len(self.braces))
        self.marks = self.marks._replace(href=href)
        self.at = match.start(1)
        return True


def _bracket_ends(text: str) -> dict[int, int]:
    """Return where each opening bracket is closed, escaped ones aside."""
    ends, waiting = {}, []
    for match in re.finditer(r"\\.|[\[\]]", text, re.DOTALL):
        if match[0] == "[":
            waiting.append(match.start())
        elif match[0] == "]" and waiting:
            ends[waiting.pop()] = match.start()
    return ends


def _emphasised(pieces: list[Inline | _Star]) -> list[Inline]:
    """Apply the switches of emphasis; one without a counterpart is a character like others."""
    for sign in ("**", "*"):
        places = [index for index, piece in enumerate(pieces) if isinstance(piece, _Star) and piece.sign == sign]
        if len(places) % 2:
            pieces[places[-1]] = Run(sign)
    strong = em = False
    result: list[Inline] = []
    for piece in pieces:
        match piece:
            case _Star("**"):
                strong = not strong
            case _Star():
                em = not em
            case Run(text, marks):
                result.append(Run(text, marks._replace(strong=strong, em=em)))
            case _:
                result.append(piece)
    return result
