"""Stored rich text made ready for print: levels of headings, headers and widths of tables.

The input is sanitised HTML (core.richtext); the output is meant for a page or PDF where it is one part
of a larger document. No checker sees a missing header cell or a skipped heading level as long as the
tags are there, so both are put right here, before rendering.
"""

import operator
from collections.abc import Iterable, Sequence

from lxml import html as lxml_html
from lxml.html import HtmlElement

LOWEST_LEVEL = 6
HEADINGS = frozenset(f"h{level}" for level in range(1, LOWEST_LEVEL + 1))
BLOCKS = frozenset({"div", "p", "li", "td", "th", "caption", "blockquote", *HEADINGS})

# More columns than this do not fit into half a page; more than the second one want smaller type.
MOST_COLUMNS_IN_HALF_A_PAGE = 3
MOST_COLUMNS_IN_FULL_SIZE = 5

# Column widths come in steps, because the stylesheet holds one class for each (no inline styles).
WIDTH_STEP = 5
NARROWEST, WIDEST = 8, 60


class Outline:
    """Heading levels of one document, given out in reading order so that none is ever skipped."""

    def __init__(self) -> None:
        self.last = 1

    def place(self, wanted: int) -> int:
        """Return the level for the next heading: as wanted, but at most one below the heading before it."""
        self.last = max(2, min(wanted, self.last + 1, LOWEST_LEVEL))
        return self.last

    def from_here(self) -> "Outline":
        """Return an outline of its own for a text that starts here: each language starts below the same heading."""
        branch = Outline()
        branch.last = self.last
        return branch


def printable(html: str, *, outline: Outline, level: int) -> str:
    """Return `html` as it stands below a heading of `level`: its h3 and h4 follow that level, its tables print well."""
    if "<h" not in html and "<table" not in html:
        return html
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for heading in root.iter("h3", "h4"):
        heading.tag = f"h{outline.place(level + (1 if heading.tag == 'h3' else 2))}"
    for table in root.iter("table"):
        _head(table)
        _scope(table)
        _size(table)
    return "".join(_serialise(root))


def aligned(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Return rows of blocks that belong together in texts that translate each other.

    Paragraph stands beside paragraph and list beside list where all texts have the same blocks in the
    same order; otherwise there is one row with the whole of each text. A block that announces the next
    one, a heading or a sentence that ends in a colon, shares its row.
    """
    if len(texts) < 2:
        return [tuple(texts)]
    roots = [lxml_html.fragment_fromstring(text, create_parent="div") for text in texts]
    shapes = {tuple(block.tag for block in root) for root in roots}
    loose = any((root.text or "").strip() or any((block.tail or "").strip() for block in root) for root in roots)
    if len(shapes) > 1 or loose or not len(roots[0]):
        return [tuple(texts)]
    rows: list[tuple[str, ...]] = []
    announced = False
    for blocks in zip(*roots, strict=True):
        row = tuple(lxml_html.tostring(block, encoding="unicode", with_tail=False) for block in blocks)
        rows.append(tuple(map(operator.add, rows.pop(), row)) if announced else row)
        announced = any(_announces(block) for block in blocks)
    return rows


def _announces(block: HtmlElement) -> bool:
    """Tell whether a block is about the one after it."""
    return block.tag in HEADINGS or (block.tag == "p" and block.text_content().rstrip().endswith(":"))


def height(html: str, *, line: int) -> int:
    """Return about how many lines of `line` characters `html` takes: half-empty last lines and distances count."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    texts = [text_of_block for block in root.iter(*BLOCKS) if (text_of_block := "".join(_own_text(block)).strip())]
    return sum(-(-len(text) // line) for text in texts)


def _own_text(block: HtmlElement) -> Iterable[str]:
    """Yield what a block says itself, without the blocks inside it."""
    yield block.text or ""
    for child in block:
        if child.tag not in BLOCKS:
            yield from _own_text(child)
        yield child.tail or ""


def text_length(html: str) -> int:
    """Return how many characters `html` shows."""
    return len(lxml_html.fragment_fromstring(html, create_parent="div").text_content())


def is_wide(html: str) -> bool:
    """Tell whether `html` holds a table with too many columns for half a page."""
    if "<table" not in html:
        return False
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return any(_column_count(_rows(table)) > MOST_COLUMNS_IN_HALF_A_PAGE for table in root.iter("table"))


def _serialise(root: HtmlElement) -> Iterable[str]:
    if root.text:
        yield lxml_html.tostring(_text_only(root.text), encoding="unicode")[len("<div>") : -len("</div>")]
    for child in root:
        yield lxml_html.tostring(child, encoding="unicode")


def _text_only(text: str) -> HtmlElement:
    element = lxml_html.Element("div")
    element.text = text
    return element


def _rows(table: HtmlElement) -> list[HtmlElement]:
    """Return the rows of this table, not those of a table inside a cell."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _span(cell: HtmlElement) -> int:
    colspan = cell.get("colspan", "1")
    return max(1, int(colspan)) if colspan.isdigit() else 1


def _column_count(rows: list[HtmlElement]) -> int:
    return max((sum(_span(cell) for cell in _cells(row)) for row in rows), default=0)


def _head(table: HtmlElement) -> None:
    """Move leading rows made of header cells only into a thead, so that they repeat on every page."""
    if table.find("thead") is not None:
        return
    head = lxml_html.Element("thead")
    rows = _rows(table)
    for row in rows[:-1]:
        if not (cells := _cells(row)) or any(cell.tag != "th" for cell in cells):
            break
        head.append(row)
    if len(head):
        caption = table.find("caption")
        table.insert(0 if caption is None else table.index(caption) + 1, head)


def _scope(table: HtmlElement) -> None:
    """Say for every header cell whether it heads its column or its row."""
    for cell in table.iter("th"):
        if cell.get("scope") not in {"col", "row"}:
            cell.set("scope", "col" if next(cell.iterancestors("thead"), None) is not None else "row")


def _size(table: HtmlElement) -> None:
    """Give each column a share of the width by how much it holds; mark a table that needs small type."""
    rows = _rows(table)
    count = _column_count(rows)
    if not count:
        return
    if count > MOST_COLUMNS_IN_FULL_SIZE:
        table.set("class", "dense")
    weights = [1.0] * count
    for row in rows:
        column = 0
        for cell in _cells(row):
            span = _span(cell)
            if span == 1 and column < count:
                weights[column] = max(weights[column], _weight("".join(cell.itertext())))
            column += span
    columns = lxml_html.Element("colgroup")
    for share in _shares(weights):
        column_element = lxml_html.Element("col")
        column_element.set("class", f"w-{share}")
        columns.append(column_element)
    for old in table.findall("colgroup"):
        table.remove(old)
    caption = table.find("caption")
    table.insert(0 if caption is None else table.index(caption) + 1, columns)


def _weight(text: str) -> float:
    """Measure how much room a cell wants: long texts wrap, so their need grows slower than their length."""
    words = text.split()
    longest_word = max((len(word) for word in words), default=1)
    return float(max(longest_word, len(text) ** 0.6, 3.0))


def _shares(weights: list[float]) -> list[int]:
    """Turn weights into percentages in steps; what rounding leaves over is the business of the table layout."""
    total = sum(weights)
    widest = max(WIDEST, round(100 / len(weights)))
    shares = [min(widest, max(NARROWEST, 100 * weight / total)) for weight in weights]
    return [max(WIDTH_STEP, WIDTH_STEP * round(share / WIDTH_STEP)) for share in shares]
