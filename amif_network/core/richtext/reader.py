"""From any HTML to the closed model: nh3 parses like a browser, this module keeps what the model knows.

Unknown elements give way to their words; only the content of script and style goes. Nothing here makes the output
safe by filtering: the writer builds it anew from the model, which has no place for anything else.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, urlsplit

import nh3

from .nodes import (
    BARE,
    LIST_TYPES,
    MAX_LIST_DEPTH,
    MAX_SPAN,
    MAX_START,
    Block,
    Break,
    Cell,
    Inline,
    Item,
    ListBlock,
    Marks,
    Note,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    clean_characters,
    tidy,
    tidy_note,
)
from .tables import finish_table

MAX_HREF = 2000
# The parser's time grows with the square of the nesting; a text nested deeper than this is no document.
MAX_NESTING = 200

HEADINGS = {"h1": 3, "h2": 3, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
STRONG, EMPHASIS, SCRIPTS = {"strong", "b"}, {"em", "i"}, {"sub", "sup"}
# Elements that end a paragraph and leave no trace.
_PLACES = {"p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address", "center", "pre", "hr"}
_GROUPS = {"figure", "figcaption", "form", "fieldset", "legend", "details", "summary", "dl", "dt", "dd", "dir", "menu"}
_STRUCTURE = {"ul", "ol", "li", "blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
BLOCKS = _PLACES | _GROUPS | {"optgroup", "option"} | _STRUCTURE | set(HEADINGS)
VOID = {"br", "hr"}
TAGS = BLOCKS | STRONG | EMPHASIS | SCRIPTS | {"a", "span", "br"}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes={
        "*": {"lang"},
        "a": {"href"},
        "span": {"data-fn"},
        "ol": {"start", "type"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan", "scope"},
    },
    link_rel=None,
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
_ANY_TAG = re.compile(r"</?(?!(?:script|style)\b)[a-zA-Z][^<>]*>?", re.IGNORECASE)
# What nh3 writes: start tags with quoted attributes, end tags, text.
_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
# Elements with rules of their own in the parser. Every other unknown one is renamed before parsing: nh3 would drop
# drawings and formulas with their words, and no text ever leaves plain HTML for another language's rules.
_RAW = {"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"}
_PARSED = TAGS | _RAW | {"html", "head", "body", "col", "colgroup", "img"}
# Elements whose end may be left out say nothing about nesting, nor do those that are always empty.
_ENDLESS = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "html", "head", "body", "colgroup"}
_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_UNCOUNTED = _ENDLESS | _EMPTY
_LANG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
_DIGITS = re.compile(r"\s*\+?(\d{1,6})\s*")


def read_html(html: str) -> list[Block]:
    """Return the blocks that the HTML says, whatever its quality."""
    html = clean_characters(html)
    if _nesting(html) > MAX_NESTING:
        html = _ANY_TAG.sub("<p>", html)
    builder = _Builder()
    builder.feed(_CLEANER.clean(_TAG.sub(_plain_name, html)))
    return builder.finish()


def _plain_name(match: re.Match[str]) -> str:
    """Rename an element that the parser has no business to know."""
    closing, name = match.groups()
    return match[0] if name.lower() in _PARSED else f"<{closing}x-{name}"


def _nesting(html: str) -> int:
    """Return how deep elements are open at most; each end tag closes only its own kind, as in browsers."""
    if html.count("<") <= MAX_NESTING:
        return 0
    open_tags: Counter[str] = Counter()
    depth = deepest = 0
    for closing, name in _TAG.findall(html.lower()):
        if name in _UNCOUNTED:
            continue
        if not closing:
            open_tags[name] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
    return deepest


def clean_href(href: str) -> str:
    """Return the address in its stored form, or "" when a link may not lead there.

    Only complete http, https and mailto addresses pass, without user names before the host (they disguise it).
    """
    href = unicodedata.normalize("NFC", href.strip())
    href = "".join(quote(char) if char in '"<>\\^`{|}[]' or char.isspace() or not char.isprintable() else char for char in href)
    if len(href) > MAX_HREF:
        return ""
    parts = urlsplit(href)
    if parts.scheme in {"http", "https"} and parts.netloc and "@" not in parts.netloc:
        return href
    if parts.scheme == "mailto" and "@" in parts.path:
        return href
    return ""


def clean_lang(lang: str) -> str:
    """Return the language code in lower case, or "" when it is none."""
    code = lang.strip().lower()
    return code if _LANG.fullmatch(code) else ""


def _number(value: str | None, default: int, highest: int) -> int:
    """Read a whole number between 1 and `highest`."""
    match = _DIGITS.fullmatch(value or "")
    return max(1, min(int(match[1]), highest)) if match else default


def _marked(marks: Marks, tag: str, values: dict[str, str]) -> Marks:
    """Return the marks inside an element."""
    if lang := clean_lang(values.get("lang", "")):
        marks = marks._replace(lang=lang)
    if tag in STRONG:
        return marks._replace(strong=True)
    if tag in EMPHASIS:
        return marks._replace(em=True)
    if tag in SCRIPTS:
        return marks._replace(script=tag)
    if tag == "a":
        return marks._replace(href=clean_href(values.get("href", "")))
    return marks


Container = Item | Quote | ListBlock | Table | Row | Cell


@dataclass(slots=True)
class _Frame:
    """An open element, and what was so before it opened."""

    tag: str
    containers: list[Container]
    marks: Marks
    level: int
    line: str = ""


class _Builder:
    """Builds the model from the well-formed output of nh3, without recursion.

    `containers` are the open blocks of the model; `lines` are what is being read as one line (a footnote, a caption).
    """

    def __init__(self) -> None:
        self.root = Item()
        self.containers: list[Container] = [self.root]
        self.frames: list[_Frame] = []
        self.inlines: list[Inline] = []
        self.lines: list[list[Inline]] = []
        self.marks = BARE
        self.level = 0

    def feed(self, html: str) -> None:
        """Read the output of nh3."""
        for closing, tag, attributes, text in _TOKEN.findall(html):
            if text:
                self.text(unescape(text))
            elif closing:
                self.end(tag)
            else:
                self.start(tag, {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)})

    def finish(self) -> list[Block]:
        """Return what was read."""
        self.flush()
        return self.root.blocks

    def start(self, tag: str, values: dict[str, str]) -> None:
        """Open an element; `br` and `hr` have no end."""
        if tag in VOID:
            self.sink.append(Break()) if tag == "br" else self.end_paragraph()
            return
        frame = _Frame(tag, list(self.containers), self.marks, self.level)
        self.frames.append(frame)
        self.marks = _marked(self.marks, tag, values)
        if "data-fn" in values and not any(other.line == "note" for other in self.frames):
            frame.line = "note"
            self.marks = BARE._replace(lang=self.marks.lang)
            self.lines.append([])
        elif tag in BLOCKS or "data-fn" in values:
            self.end_paragraph()
            if not self.lines:
                self.open_block(frame, values)

    def end(self, tag: str) -> None:
        """Close an element: what it opened is finished."""
        if not self.frames or self.frames[-1].tag != tag:
            return
        frame = self.frames[-1]
        if frame.line:
            self.close_line(frame)
        elif tag in BLOCKS:
            self.end_paragraph()
        self.frames.pop()
        while len(self.containers) > len(frame.containers):
            self.settle(self.containers.pop())
        self.marks, self.level = frame.marks, frame.level

    def text(self, data: str) -> None:
        """Keep the words; in preformatted text each line ends with a break."""
        lines = data.split("\n") if any(frame.tag == "pre" for frame in self.frames) else [data]
        for index, line in enumerate(lines):
            if index:
                self.sink.append(Break())
            self.sink.append(Run(line, self.marks))

    @property
    def sink(self) -> list[Inline]:
        """Where inline content goes now."""
        return self.lines[-1] if self.lines else self.inlines

    def end_paragraph(self) -> None:
        """Meet the edge of a block: what was read so far is a paragraph, or a word apart within a line."""
        if self.lines:
            self.sink.append(Run(" "))
        else:
            self.flush()

    def flush(self) -> None:
        """Store the inline content read so far as a paragraph, or as a heading where headings may stand."""
        if not self.inlines:
            return
        pieces, self.inlines = self.inlines, []
        heading = self.level if len(self.containers) == 1 else 0
        if heading:
            pieces = _in_one_line(pieces)
        elif self.level:
            pieces = [Run(piece.text, piece.marks._replace(strong=True)) if isinstance(piece, Run) else piece for piece in pieces]
        if inlines := tidy(pieces):
            self.target().append(Paragraph(inlines, heading))

    def target(self) -> list[Block]:
        """Return the list of blocks that the next block belongs to."""
        container = self.containers[-1]
        if isinstance(container, ListBlock):
            container = _last(container.items, Item)
        if isinstance(container, Table):
            container = _last(container.rows, Row)
        if isinstance(container, Row):
            container = _last(container.cells, Cell)
        return container.blocks

    def open_block(self, frame: _Frame, values: dict[str, str]) -> None:
        """Open the block of the model that the element stands for, if its place allows it."""
        tag, here = frame.tag, self.containers[-1]
        if tag in HEADINGS:
            self.level = HEADINGS[tag]
        elif tag in {"ul", "ol"} and self.list_depth() < MAX_LIST_DEPTH:
            kind = values.get("type", "")
            self.add(ListBlock(tag == "ol", _number(values.get("start"), 1, MAX_START), kind if kind in LIST_TYPES else "1"))
        elif tag == "li":
            self.open_item(here)
        elif tag == "blockquote" and not any(isinstance(container, Quote) for container in self.containers):
            self.add(Quote())
        elif tag == "table" and not any(isinstance(container, Table) for container in self.containers):
            self.add(Table())
        elif isinstance(here, Table):
            self.open_table_part(frame, here)
        elif isinstance(here, Row) and tag in {"td", "th"}:
            in_head = [frame.tag for frame in self.frames[-3:-1]] == ["thead", "tr"]
            colspan, rowspan = (_number(values.get(name), 1, MAX_SPAN) for name in ("colspan", "rowspan"))
            here.cells.append(Cell(tag == "th" or in_head, values.get("scope", ""), colspan, rowspan))
            self.containers.append(here.cells[-1])

    def open_item(self, here: Container) -> None:
        """Open a list item; one without a list continues or begins a list, one too deep is a paragraph."""
        if not isinstance(here, ListBlock):
            if self.list_depth() >= MAX_LIST_DEPTH:
                return
            before = self.target()[-1:]
            if before and isinstance(before[0], ListBlock):
                here = before[0]
                self.containers.append(here)
            else:
                here = self.add(ListBlock())
        here.items.append(Item())
        self.containers.append(here.items[-1])

    def open_table_part(self, frame: _Frame, table: Table) -> None:
        """Open a row or the caption of a table."""
        if frame.tag == "tr":
            table.rows.append(Row())
            self.containers.append(table.rows[-1])
        elif frame.tag == "caption":
            frame.line = "caption"
            self.lines.append([])

    def close_line(self, frame: _Frame) -> None:
        """Store a footnote or a caption that was read."""
        pieces = self.lines.pop()
        if frame.line == "note":
            if runs := tidy_note(pieces):
                self.sink.append(Note(runs))
        elif isinstance(table := self.containers[-1], Table):
            table.caption = tidy([*table.caption, Run(" "), *_in_one_line(pieces)])

    def add[B: ListBlock | Quote | Table](self, block: B) -> B:
        """Place a block that holds others, and open it."""
        self.target().append(block)
        self.containers.append(block)
        return block

    def settle(self, container: Container) -> None:
        """Settle a container; empty lists, quotations and tables vanish, a lone caption becomes a paragraph."""
        if isinstance(container, Table):
            finish_table(container)
            if not container.rows:
                self.target().pop()
                if container.caption:
                    self.target().append(Paragraph(container.caption))
        empty_list = isinstance(container, ListBlock) and not container.items
        if empty_list or container == Quote():
            self.target().pop()

    def list_depth(self) -> int:
        """Count the open lists."""
        return sum(isinstance(container, ListBlock) for container in self.containers)


def _last[T](parts: list[T], kind: type[T]) -> T:
    """Return the last part, made now when there is none."""
    if not parts:
        parts.append(kind())
    return parts[-1]


def _in_one_line(pieces: list[Inline]) -> list[Inline]:
    """Turn line breaks into spaces."""
    return [Run(" ") if isinstance(piece, Break) else piece for piece in pieces]
