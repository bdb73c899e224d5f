"""HTML (pasted from a browser or an e-mail, or made from Word by mammoth) to numbered lines."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

from .errors import MAX_ELEMENTS, UnreadableDocument
from .inline import Rich, Span, autolinked, linked
from .source import Cell, Line, Row, Table
from .text_reading import CONTROL

VOID = {"br", "hr", "img", "meta", "link", "input", "col", "wbr"}
HIDDEN = {"script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg"}
BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "blockquote", "pre", "section", "article",
          "header", "footer", "main", "body", "html", "dl", "dt", "dd", "figure", "figcaption", "address", "center"}  # fmt: skip
# Elements that HTML lets authors leave open: a new one ends the old one.
IMPLIED_END = {"li": {"li"}, "p": {"p"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"tr", "td", "th"}, "dd": {"dt", "dd"}}
MAX_DEPTH = 60
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
PLAIN_STYLE = re.compile(r"font-weight\s*:\s*(normal|[1-4]00)", re.IGNORECASE)
# Prefixed by word_reading to what Word knows and HTML does not: role (Heading, Title, List) and level
WORD_ROLE = re.compile("\ue000([HTL])(\\d)\ue001")
NOTE_LINK = re.compile(r"#(?:.*-)?(foot|end)note-\d+\Z")
INDENT_PER_LEVEL = 2


@dataclass
class Node:
    """An element with its children; text is a child too."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node | str]" = field(default_factory=list)


class _Builder(HTMLParser):
    """Builds the tree. Deeper than MAX_DEPTH it becomes flat, so that no document exhausts the stack.

    Raises UnreadableDocument for more than MAX_ELEMENTS.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements = 0
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise UnreadableDocument("too_long")
        if self.open[-1].tag in IMPLIED_END.get(tag, set()):
            self.open.pop()
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < MAX_DEPTH:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.open[-1].tag == tag and tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag == tag:
                del self.open[index:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


class HtmlLines:
    """Walks the tree and writes lines. `from_word`: tabs count, and roles are marked in the text."""

    def __init__(self, *, from_word: bool = False, first_number: int = 1) -> None:
        self.from_word = from_word
        self.first_number = first_number
        self.lines: list[Line] = []
        self.raw: list[str] = []
        self._spans: list[Span] = []
        self._marker = ""

    def read(self, markup: str) -> tuple[list[Line], list[str]]:
        """Return the lines and the raw source lines of a document."""
        builder = _Builder()
        builder.feed(markup)
        builder.close()
        self._blocks(builder.root, indent=0)
        self._end_paragraph(gap=True, indent=0)
        return self.lines, self.raw

    def _number(self, text: str) -> int:
        self.raw.append(text)
        return self.first_number + len(self.raw) - 1

    # Blocks

    def _blocks(self, node: Node, indent: int, *, gap: bool = True) -> None:
        """Write the children of a block element; inline children gather into paragraphs between blocks."""
        for child in node.children:
            if isinstance(child, str) or (child.tag not in BLOCKS and child.tag not in HIDDEN and not _holds_block(child)):
                self._inline(child, Span(""))
                continue
            self._end_paragraph(gap=gap, indent=indent)
            if child.tag not in HIDDEN:
                self._block(child, indent)
        self._end_paragraph(gap=gap, indent=indent)

    def _block(self, node: Node, indent: int) -> None:
        if node.tag in {"ul", "ol"}:
            self._list(node, indent)
        elif node.tag == "table":
            self._table(node)
        elif re.fullmatch(r"h[1-6]", node.tag):
            self._inline_children(node, Span(""))
            self._end_paragraph(gap=True, indent=0, heading=int(node.tag[1]))
        elif node.tag == "pre":
            for piece in re.split(r"\r\n|\r|\n", _text_of(node)):
                self._spans.append(Span(piece))
                self._end_paragraph(gap=False, indent=0)
        else:
            self._blocks(node, indent)

    def _list(self, node: Node, indent: int) -> None:
        number = int(node.attributes["start"]) if node.attributes.get("start", "").isdigit() else 1
        first = True
        for child in node.children:
            if isinstance(child, str) or child.tag != "li":
                self._blocks(Node("div", children=[child]), indent + INDENT_PER_LEVEL, gap=False)
                continue
            if notes := self._footnote(child):
                self._spans = [*notes]
                self._end_paragraph(gap=True, indent=0)
                continue
            before = len(self.lines)
            self._marker = f"{number}. " if node.tag == "ol" else "- "
            self._blocks(child, indent + INDENT_PER_LEVEL, gap=False)
            self._marker = ""
            if len(self.lines) > before:
                self.lines[before] = replace(self.lines[before], indent=indent, listed=True, gap=first)
                number, first = number + 1, False

    def _footnote(self, item: Node) -> list[Span]:
        """Read an item of mammoth's list of notes as "[^1]: text"; empty where it is an ordinary item."""
        hit = re.search(r"(foot|end)note-(\d+)\Z", item.attributes.get("id", "")) if self.from_word else None
        if not hit:
            return []
        inside = HtmlLines(from_word=True)
        inside._blocks(item, indent=0)
        content = Rich.joined([line.rich for line in inside.lines], " ").strip()
        backlink = content.text.rfind("↑")
        content = content.without(backlink, backlink + 1).strip() if backlink >= 0 else content
        return [Span(f"[^{hit[1][0]}{hit[2]}]: "), *content.spans]

    def _table(self, node: Node) -> None:
        rows = []
        for row in _rows(node):
            cells = [child for child in row.children if isinstance(child, Node) and child.tag in {"td", "th"}]
            texts = [_lines_in(cell, self.from_word) for cell in cells]
            number = self._number(" | ".join(" / ".join(line.text for line in lines) for lines in texts))
            rows.append(Row(number, tuple(_cell(cell, lines, number) for cell, lines in zip(cells, texts, strict=True))))
        if rows:
            self.lines.append(Line(rows[0].number, Rich(), gap=True, table=Table(tuple(rows))))

    def _end_paragraph(self, *, gap: bool, indent: int, heading: int = 0) -> None:
        """Write the gathered inline text as one line per line break."""
        rich = Rich(tuple(self._spans))
        self._spans = []
        for part in rich.split_lines():
            stripped = part.strip()
            if not stripped:
                continue
            stripped, self._marker = Rich.plain(self._marker) + stripped, ""
            line = _with_role(
                Line(
                    0,
                    stripped,
                    gap=gap,
                    indent=indent,
                    heading=heading,
                    tabbed=part.text.startswith("\t"),
                    open_cell=part.text.endswith("\t"),
                )
            )
            if line.rich:
                number = self._number("  " * (line.indent // INDENT_PER_LEVEL) + line.text)
                self.lines.append(replace(line, number=number, rich=autolinked(line.rich)))
                gap = False

    # Inline

    def _inline_children(self, node: Node, marks: Span) -> None:
        for child in node.children:
            self._inline(child, marks)

    def _inline(self, node: "Node | str", marks: Span) -> None:
        if isinstance(node, str):
            # HTML folds white space, but a no-break space was typed; Word's tabs separate columns.
            folded = re.sub(r"[ \n\r\f]+" if self.from_word else r"[ \t\n\r\f]+", " ", node)
            self._spans.append(replace(marks, text=folded if self.from_word else CONTROL.sub(" ", folded)))
        elif node.tag == "br":
            self._spans.append(replace(marks, text="\n"))
        elif node.tag == "a":
            self._anchor(node, marks)
        elif node.tag not in HIDDEN:
            self._inline_children(node, _marks(node, marks))

    def _anchor(self, node: Node, marks: Span) -> None:
        target = node.attributes.get("href", "")
        if self.from_word and (hit := NOTE_LINK.search(target)):
            number = target.rsplit("-", 1)[1]
            self._spans.append(Span(f"[^{hit[1][0]}{number}]"))
            return
        before = len(self._spans)
        self._inline_children(node, marks)
        inner, self._spans = self._spans[before:], self._spans[:before]
        target = "" if target.startswith("#") else target.strip()
        self._spans.extend(span for piece in inner for span in linked(piece.text, target, piece))


def _with_role(line: Line) -> Line:
    """Apply what word_reading marked in front of the paragraph."""
    hit = WORD_ROLE.search(line.text)
    if not hit:
        return line
    role, level = hit[1], int(hit[2])
    line = replace(line, rich=line.rich.without(hit.start(), hit.end()).strip())
    if role == "L":
        return replace(line, listed=True, gap=False, indent=level * INDENT_PER_LEVEL)
    return replace(line, title=role == "T", heading=level, gap=True)


def _marks(node: Node, marks: Span) -> Span:
    style = node.attributes.get("style", "")
    bold = node.tag in {"b", "strong"} or bool(BOLD_STYLE.search(style)) or marks.bold
    return replace(
        marks,
        bold=bold and not PLAIN_STYLE.search(style),
        italic=marks.italic or node.tag in {"i", "em"},
        underlined=marks.underlined or node.tag == "u",
        raised=node.tag if node.tag in {"sup", "sub"} else marks.raised,
    )


def _holds_block(node: Node) -> bool:
    """Whether an inline element wraps blocks, as the <b> around a paste from Google Docs does."""
    return any(isinstance(child, Node) and (child.tag in BLOCKS or _holds_block(child)) for child in node.children)


def _rows(node: Node) -> list[Node]:
    found = []
    for child in node.children:
        if isinstance(child, Node):
            found.extend([child] if child.tag == "tr" else _rows(child) if child.tag in {"thead", "tbody", "tfoot"} else [])
    return found


def _lines_in(cell: Node, from_word: bool) -> list[Line]:
    inside = HtmlLines(from_word=from_word)
    inside._blocks(cell, indent=0)
    # A table inside a cell is a matter of layout: its text is kept, line by line.
    return [flat for line in inside.lines for flat in (_flattened(line.table) if line.table else [line])]


def _flattened(table: Table) -> list[Line]:
    return [replace(line, gap=True) for row in table.rows for cell in row.cells for line in cell.lines]


def _cell(node: Node, lines: list[Line], number: int) -> Cell:
    return Cell(
        lines=tuple(replace(line, number=number) for line in lines),
        header=node.tag == "th",
        colspan=_span(node, "colspan"),
        rowspan=_span(node, "rowspan"),
    )


def _span(node: Node, name: str) -> int:
    value = node.attributes.get(name, "")
    return max(1, min(int(value), 50)) if value.isdigit() else 1


def _text_of(node: Node) -> str:
    return "".join(child if isinstance(child, str) else _text_of(child) for child in node.children)
