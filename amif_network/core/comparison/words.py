"""Two versions of a line, word by word: what was taken out and put in, with a word for those who do not see colours."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from amif_network.core.richtext.nodes import BARE, Break, Inline, Marks, Note, Run
from amif_network.core.richtext.writer import inline_text, write_inlines

from .alignment import matches

_TOKEN = re.compile(r"\s+|\w+(?:['’.,:/-]\w+)*|[^\w\s]")


@dataclass(slots=True, frozen=True)
class Change(Note):
    """Inline content that was put in or taken out; like a note it stands in a text that is written, but only for display.

    `told` says in words what one cannot see, such as the address of a link.
    """

    inserted: bool = True
    inlines: tuple[Inline, ...] = ()
    told: tuple[str, ...] = ()


class _Token(NamedTuple):
    """A word, a sign, a break or a note, with the white space before it; `key` is what it is compared by."""

    key: tuple[object, ...]
    space: Run | None
    piece: Inline

    @property
    def has_letters(self) -> bool:
        """Whether it is more than a sign."""
        return not isinstance(self.piece, Run) or any(char.isalnum() for char in self.piece.text)

    @property
    def marks(self) -> Marks:
        """What is said about it."""
        return self.piece.marks if isinstance(self.piece, Run) else BARE


def changed_words(old: Sequence[Inline], new: Sequence[Inline]) -> list[Inline]:
    """Return the new content with the words that were taken out and put in marked as such."""
    before, after = _tokens(old), _tokens(new)
    result: list[Inline] = []
    i = j = 0
    for match in _worth_showing(before, matches([token.key for token in before], [token.key for token in after])):
        result += _change(before[i : match[0]], after[j : match[1]])
        i, j = match[0] + match[2], match[1] + match[2]
        for was, now in zip(before[match[0] : i], after[match[1] : j], strict=True):
            space = now.space or was.space
            result += [space, now.piece] if space else [now.piece]
    return result


def wholly(inlines: Sequence[Inline], *, inserted: bool) -> list[Inline]:
    """Return content that was put in, or taken out, as a whole."""
    return [Change((), inserted, tuple(inlines))] if inlines else []


def _tokens(inlines: Iterable[Inline]) -> list[_Token]:
    """Return the words, signs, breaks and notes of a line; white space before the first one counts as there."""
    result: list[_Token] = []
    space: Run | None = None
    first = True
    for piece in inlines:
        if not isinstance(piece, Run):
            result.append(_Token((type(piece).__name__, " ".join(inline_text([piece]).split())), space, piece))
            space, first = None, isinstance(piece, Break)
            continue
        for found in _TOKEN.findall(piece.text):
            if found.isspace():
                space = Run(found, piece.marks)
            else:
                result.append(_Token((found, piece.marks, first or space is not None), space, Run(found, piece.marks)))
                space, first = None, False
    return result


def _worth_showing(before: Sequence[_Token], found: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Leave out what stayed but is only signs between two changes: it would tear one change into two."""
    return [
        match
        for match in found
        if not match[2]
        or match[0] == match[1] == 0
        or match[0] + match[2] == len(before)
        or any(token.has_letters for token in before[match[0] : match[0] + match[2]])
    ]


def _change(old: Sequence[_Token], new: Sequence[_Token]) -> list[Inline]:
    """Return what was taken out, then what was put in."""
    result: list[Inline] = []
    told_old, told_new = _told(old, new)
    for tokens, inserted, told in ((old, False, told_old), (new, True, told_new)):
        if tokens:
            pieces = [piece for token in tokens for piece in (token.space, token.piece) if piece]
            space = [pieces.pop(0)] if tokens[0].space else []
            result += [*space, Change((), inserted, tuple(pieces), told)]
    return result


def _told(old: Sequence[_Token], new: Sequence[_Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say in words what one cannot see.

    Of a change in place that is what differs in the marks (everything when the words are the same, else where links
    lead); of a change that is nothing but line breaks, that it is one.
    """
    same = [token.key[0] for token in old] == [token.key[0] for token in new]
    before, after = (
        dict.fromkeys(word for token in side for word in _described(token.marks, links_only=not same)) for side in (old, new)
    )
    in_place = old and new
    one, other = (
        (_("line break"),) if side and all(isinstance(token.piece, Break) for token in side) else () for side in (old, new)
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


def shown(note: Note) -> str:
    """Write a change or a footnote for display; only what the portal says is added to what was escaped."""
    if not isinstance(note, Change):
        return f'<span data-fn=""> [{hidden(_("footnote:"))}{write_inlines(note.runs)}]</span>'
    told = f" {aside('(' + ', '.join(note.told) + ')')}" if note.told else ""
    tag, word = ("ins", _("added:")) if note.inserted else ("del", _("removed:"))
    return f"<{tag}>{hidden(word)}{write_inlines(note.inlines, shown)}{told}</{tag}>"


def hidden(word: str) -> str:
    """Write a word for screen readers only, in the language of the page."""
    return f'<span class="visually-hidden" lang="{_page_language()}">{escape(word)} </span>'


def aside(words: str) -> str:
    """Write what the portal says about a change, in the language of the page."""
    return f'<span class="comparison__aside" lang="{_page_language()}">{escape(words)}</span>'


def _page_language() -> str:
    """Return the language the interface speaks now."""
    return escape(get_language() or "en")
