"""Texts and their versions for the property tests of comparing and merging."""

import re
from collections import Counter

from hypothesis import strategies as st

from amif_network.core.comparison import pieces
from amif_network.core.richtext import plain_text
from tests.core.richtext_strategies import any_html

_words = st.lists(st.sampled_from(["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"]), min_size=1, max_size=5)
_line = _words.map(" ".join)
_marked = st.builds(
    lambda line, form: form.format(line),
    _line,
    st.sampled_from(
        [
            "{}",
            "{}",
            "<strong>{}</strong>",
            "{}\u00a0: <em>oui</em>",
            "{}<span data-fn>note</span>",
            "<a href='https://x.be'>{}</a>",
        ]
    ),
)
_paragraph = _marked.map("<p>{}</p>".format)
_list = st.builds(
    lambda kind, items: f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind[:2]}>",
    st.sampled_from(["ul", "ol", "ol start=3"]),
    st.lists(_marked, min_size=1, max_size=3),
)
_table = st.builds(
    lambda caption, rows: (
        f"<table><caption>{caption}</caption><tr><th>a<th>b</tr>"
        + "".join(f"<tr><td>{row[0]}<td>{row[1]}</tr>" for row in rows)
        + "</table>"
    ),
    st.sampled_from(["", "Titre"]),
    st.lists(st.tuples(_line, _line), max_size=3),
)
_block = st.one_of(_paragraph, _paragraph, _list, _table, _marked.map("<h3>{}</h3>".format))


@st.composite
def _edited(draw: st.DrawFn, parts: list[str]) -> list[str]:
    """Return the blocks after a few changes: deleted, inserted, replaced, a word put in, spaces of another kind."""
    parts = list(parts)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(parts)))
        change = draw(st.sampled_from(["delete", "insert", "replace", "word", "space"]))
        if change == "insert" or place == len(parts):
            parts.insert(place, draw(_block))
        elif change == "delete":
            del parts[place]
        elif change == "replace":
            parts[place] = draw(_block)
        elif change == "word":
            parts[place] = re.sub(r"(un|deux|trois)\b", rf"\1 {draw(_line)}", parts[place], count=1)
        else:
            parts[place] = re.sub(r"(?<=\w) (?=\w+ ?\w*<)", "\u00a0", parts[place], count=1)
    return parts


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw a text and two versions that go back to it, or three texts that have nothing to do with each other."""
    if draw(st.integers(0, 4)) == 0:
        return draw(any_html), draw(any_html), draw(any_html)
    base = draw(st.lists(_block, max_size=6))
    return "".join(base), "".join(draw(_edited(base))), "".join(draw(_edited(base)))


def words_of(html: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(re.findall(r"\w+", plain_text(html)))


def paragraphs(*lines: str) -> str:
    """Return paragraphs."""
    return "".join(f"<p>{line}</p>" for line in lines)


def said(html: str) -> list[str]:
    """Return what the pieces of a text say, white space aside."""
    return [piece.key for piece in pieces(html)]
