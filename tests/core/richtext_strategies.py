"""Texts for the property tests: tag soup as the web holds it, and well-formed texts of every shape."""

from hypothesis import strategies as st

INLINE = [
    "b",
    "strong",
    "i",
    "em",
    "sub",
    "sup",
    "u",
    "font",
    "a href='https://example.org/a?b=1&amp;c=2'",
    "span lang=nl",
    "span data-fn",
]
BLOCK = [
    *[
        "p",
        "div",
        "h1",
        "h3",
        "h4",
        "h6",
        "blockquote",
        "ul",
        "ol",
        "ol start=4 type=a",
        "li",
        "pre",
        "section",
        "dl",
        "dt",
        "dd",
    ],
    *["table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "td colspan=2", "th scope=row rowspan=2"],
]
FOREIGN = ["svg", "math", "template", "select", "option", "textarea", "title", "iframe", "noscript", "object", "form", "button"]
EMPTY = ["<br>", "<hr>", "<!-- c -->", "<img src=x onerror=y>", "</p>", "</table>", "</li>", "</b>", "&nbsp;", " ", "\n", "\t"]


@st.composite
def _tag(draw: st.DrawFn, names: list[str]) -> str:
    name = draw(st.sampled_from(names))
    closed = draw(st.booleans())
    return f"</{name.split(maxsplit=1)[0]}>" if closed else f"<{name}>"


def soup(texts: st.SearchStrategy[str], *, foreign: bool = True) -> st.SearchStrategy[str]:
    """Return tag soup whose characters come from `texts`."""
    names = INLINE + BLOCK + (FOREIGN if foreign else [])
    return st.lists(st.one_of(_tag(names), _tag(BLOCK), texts, st.sampled_from(EMPTY)), max_size=30).map("".join)


# Characters that mean something in HTML, in the plain notation or in Unicode, among ordinary words.
SIGNS = [*"*_{}[]()|\\#->+=^:&<>.•\"'`~!", "](", "[^", "{nl: ", "1. ", "- ", "## ", "| a |", "**"]
UNICODE = ["\u00a0", "\u202f", "é", "e\u0301", "\u0338", "\u200b"]
any_text = st.lists(
    st.one_of(st.sampled_from(SIGNS + UNICODE), st.sampled_from(["mot", "woord", " ", "  ", "\n"]), st.text(max_size=3)),
    max_size=8,
).map(lambda parts: "".join(parts).replace("&", "&amp;").replace("<", "&lt;"))


def _wrap(tag: str, content: str) -> str:
    return f"<{tag}>{content}</{tag.split(maxsplit=1)[0]}>"


_inline = st.recursive(
    st.one_of(any_text, any_text, st.just("<br>")),
    lambda inner: st.builds(_wrap, st.sampled_from(INLINE), st.lists(inner, min_size=1, max_size=3).map("".join)),
    max_leaves=6,
)
inline_html = st.lists(_inline, max_size=4).map("".join)
_leaf = st.builds(_wrap, st.sampled_from(["p", "h3", "h4", "pre"]), inline_html)


def _list(kind: str, items: list[str]) -> str:
    return _wrap(kind, "".join(_wrap("li", item) for item in items))


def _table(rows: list[list[tuple[str, str]]], caption: str) -> str:
    body = "".join(_wrap("tr", "".join(_wrap(tag, content) for tag, content in row)) for row in rows)
    return f"<table><caption>{caption}</caption>{body}</table>"


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    contents = st.lists(inner, max_size=3).map("".join)
    cells = st.tuples(
        st.sampled_from(["td", "th", "td colspan=2", "th scope=row", "th scope=col rowspan=2"]), contents | inline_html
    )
    return st.one_of(
        st.builds(
            _list,
            st.sampled_from(["ul", "ol", "ol start=7", "ol type=i", "ol start=999 type=A"]),
            st.lists(contents | inline_html, max_size=3),
        ),
        st.builds(_wrap, st.just("blockquote"), contents),
        st.builds(_table, st.lists(st.lists(cells, max_size=3), max_size=3), inline_html),
    )


blocks_html = st.lists(st.recursive(_leaf | inline_html, _blocks, max_leaves=8), max_size=4).map("".join)
any_html = st.one_of(blocks_html, soup(any_text))
