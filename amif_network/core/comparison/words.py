"""Two versions of a line, word by word: what was taken out and put in, with a word for those who do not see colours."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amif_network.core.richtext.nodes import BARE, Break, Inline, Marks, Note, Run
from amif_network.core.richtext.writer import inline_text, write_inlines

from .alignment import Match, matches

_TOKEN = re.compile(r"(\s*)(\w+(?:['’.,:/-]\w+)*|[^\w\s])")
# Beyond so many words and signs on both sides together, a line counts as replaced as a whole.
MAX_WORDS = 40_000

NoteWriter = Callable[[Note], str]


@dataclass(slots=True, frozen=True)
class Change(Note):
    """Inline content that was put in or taken out; like a note it stands in a text that is written, but only for display.

    `told` says in words what one cannot see, such as the address of a link.
    """

    inserted: bool = True
    inlines: tuple[Inline, ...] = ()
    told: tuple[str, ...] = ()


class _Token(NamedTuple):
    """A word or sign, or a break or note (`other`), with the white space before it; `key` is what it is compared by."""

    key: tuple[object, ...]
    space: str
    word: str
    marks: Marks = BARE
    other: Inline | None = None

    @property
    def has_letters(self) -> bool:
        """Whether it is more than a sign."""
        return self.other is not None or any(char.isalnum() for char in self.word)


def changed_words(old: Sequence[Inline], new: Sequence[Inline]) -> list[Inline]:
    """Return the new content with the words that were taken out and put in marked as such."""
    before, after = _tokens(old), _tokens(new)
    if len(before) + len(after) > MAX_WORDS:
        return [*wholly(old, inserted=False), *wholly(new, inserted=True)]
    result: list[Inline] = []
    i = j = 0
    for match in _worth_showing(before, matches([token.key for token in before], [token.key for token in after])):
        result += _change(before[i : match.i], after[j : match.j])
        i, j = match.i + match.size, match.j + match.size
        stayed = zip(before[match.i : i], after[match.j : j], strict=True)
        result += _inlines([now if now.space else now._replace(space=was.space) for was, now in stayed])
    return result


def wholly(inlines: Sequence[Inline], *, inserted: bool) -> list[Inline]:
    """Return content that was put in, or taken out, as a whole."""
    return [Change((), inserted, tuple(inlines))] if inlines else []


def _tokens(inlines: Iterable[Inline]) -> list[_Token]:
    """Return the words, signs, breaks and notes of a line; white space before the first one counts as there."""
    result: list[_Token] = []
    before, first = "", True
    for piece in inlines:
        if not isinstance(piece, Run):
            words = " ".join(inline_text([piece]).split())
            result.append(_Token((type(piece).__name__, words), before, words, other=piece))
            before, first = "", isinstance(piece, Break)
            continue
        marks = piece.marks
        for space, word in _TOKEN.findall(piece.text):
            before += space
            result.append(_Token((word, marks, first or before != ""), before, word, marks))
            before, first = "", False
        before += piece.text[len(piece.text.rstrip()) :]
    return result


def _inlines(tokens: Iterable[_Token]) -> list[Inline]:
    """Return tokens as the runs they were; white space carries what is common to the words around it."""
    result: list[Inline] = []
    parts: list[str] = []
    marks = BARE
    for token in tokens:
        if token.other is None and token.marks == marks:
            parts += (token.space, token.word)
            continue
        result.append(Run("".join(parts), marks))
        if token.space:
            result.append(Run(token.space, marks.common(token.marks)))
        if token.other is not None:
            result.append(token.other)
        parts, marks = [token.word] if token.other is None else [], token.marks
    result.append(Run("".join(parts), marks))
    return [piece for piece in result if not isinstance(piece, Run) or piece.text]


def _worth_showing(before: Sequence[_Token], found: Sequence[Match]) -> list[Match]:
    """Leave out what stayed but is only signs between two changes: it would tear one change into two."""
    return [
        match
        for match in found
        if not match.size
        or match.i == match.j == 0
        or match.i + match.size == len(before)
        or any(token.has_letters for token in before[match.i : match.i + match.size])
    ]


def _change(old: Sequence[_Token], new: Sequence[_Token]) -> list[Inline]:
    """Return what was taken out, then what was put in; the white space before stands outside."""
    result: list[Inline] = []
    told_old, told_new = _told(old, new) if old or new else ((), ())
    for tokens, inserted, told in ((old, False, told_old), (new, True, told_new)):
        if tokens:
            result += [Run(tokens[0].space)] if tokens[0].space else []
            result.append(Change((), inserted, tuple(_inlines([tokens[0]._replace(space=""), *tokens[1:]])), told))
    return result


def _told(old: Sequence[_Token], new: Sequence[_Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say in words what one cannot see.

    Of a change in place that is what differs in the marks (everything when the words are the same, else where links
    lead); of a change that is nothing but line breaks, that it is one.
    """
    if not any(token.marks != BARE or token.other for token in (*old, *new)):
        return (), ()
    same = [token.key[0] for token in old] == [token.key[0] for token in new]
    before, after = (
        dict.fromkeys(word for token in side for word in _described(token.marks, links_only=not same)) for side in (old, new)
    )
    in_place = old and new
    one, other = (
        (_("line break"),) if side and all(isinstance(token.other, Break) for token in side) else () for side in (old, new)
    )
    return (
        (*one, *(word for word in before if in_place and word not in after)),
        (*other, *(word for word in after if in_place and word not in before)),
    )


def _described(marks: Marks, *, links_only: bool) -> list[str]:
    """Describe marks in the active language."""
    words = [_("link to %(address)s") % {"address": marks.href}] if marks.href else []
    if links_only:
        return words
    words += [_("language: %(code)s") % {"code": marks.lang}] if marks.lang else []
    words += [_("bold")] if marks.strong else []
    words += [_("italic")] if marks.em else []
    return words + ([_("superscript") if marks.script == "sup" else _("subscript")] if marks.script else [])


def note_writer() -> NoteWriter:
    """Return what writes changes and footnotes for display, in the active language.

    Only what the portal says is added to what the writer of rich text escapes.
    """
    note, added, removed = hidden(_("footnote:")), hidden(_("added:")), hidden(_("removed:"))

    def write(piece: Note) -> str:
        if not isinstance(piece, Change):
            return f'<span data-fn=""> [{note}{write_inlines(piece.runs)}]</span>'
        told = f" {aside('(' + ', '.join(piece.told) + ')')}" if piece.told else ""
        tag, word = ("ins", added) if piece.inserted else ("del", removed)
        return f"<{tag}>{word}{write_inlines(piece.inlines, write)}{told}</{tag}>"

    return write


def hidden(word: str) -> str:
    """Write a word for screen readers only, in the language of the page."""
    return f'<span class="visually-hidden" lang="{_page_language()}">{escape(word)} </span>'


def aside(words: str) -> str:
    """Write what the portal says about a change, in the language of the page."""
    return f'<span class="comparison__aside" lang="{_page_language()}">{escape(words)}</span>'


def _page_language() -> str:
    """Return the language the interface speaks now."""
    return escape(get_language() or "en")
