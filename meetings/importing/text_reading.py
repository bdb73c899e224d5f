"""Plain text and Markdown to numbered lines."""

import re
from dataclasses import replace

from .inline import Rich
from .markup import rich_text
from .source import Cell, Line, Row, Table

# \r\n of Windows, \v and \f of Word's "save as text", the separators of web pages
LINE_END = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
# Other control characters, and the private characters that word_reading uses for itself
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ue000-\ue00f]")
# A gap wider than any column says no more than one of this width, and costs every pattern that looks across it.
LONG_GAP = re.compile(r"(\s{40})\s+")
QUOTE = re.compile(r"\s{0,3}(?:>[ \t]?){1,20}")  # "> > text" of a forwarded e-mail
RULE = re.compile(r"\s*(?:([-_*=~—])\s?)(?:\1\s?){2,}\Z")  # "-----", "* * *", "====="
UNDERLINE = re.compile(r"\s*(=+|-+)\s*\Z")
HASH_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*\Z")  # "## 1. Introduction"
TABLE_ROW = re.compile(r"\s*\|.*\|?\s*\Z")
TABLE_RULE = re.compile(r"\s*[|+][-=+:|\s]*[-=][-=+:|\s]*\Z")  # "|---|:--:|" and "+----+----+"
TAB = 4  # columns
LONGEST_HEADING = 120


def split_raw(text: str) -> list[str]:
    """Cut a text into source lines, without control characters."""
    return [LONG_GAP.sub(r"\1", CONTROL.sub(" ", line)) for line in LINE_END.split(text)]


def read_lines(text: str, *, markdown: bool) -> tuple[list[Line], list[str]]:
    """Return the lines that hold something, and the raw source lines for the preview."""
    raw = split_raw(text.removeprefix("\ufeff"))
    bare = _without_quotes(raw, always=markdown)
    lines: list[Line] = []
    gap, position = True, 0
    while position < len(bare):
        content = bare[position]
        if (end := _table_end(bare, position)) > position:
            lines.append(_table(bare, position, end, gap, markdown))
            gap, position = True, end
            continue
        if _underlines(content, lines, gap):
            lines[-1] = replace(lines[-1], heading=1 if "=" in content else 2)
            gap = True
        elif not content.strip() or RULE.match(content):
            gap = True
        else:
            lines.append(_line(content, position + 1, gap, markdown))
            gap = False
        position += 1
    return lines, raw


def _without_quotes(raw: list[str], *, always: bool) -> list[str]:
    """Take away the "> " of an e-mail where it stands before most lines, or before three in a row; in Markdown everywhere."""
    quoted = [bool(QUOTE.match(line)) for line in raw]
    filled = sum(bool(line.strip()) for line in raw)
    mostly = always or sum(quoted) * 2 >= filled
    result = []
    for index, line in enumerate(raw):
        run = any(all(quoted[start : start + 3]) and len(quoted) >= start + 3 for start in range(max(index - 2, 0), index + 1))
        result.append(QUOTE.sub("", line, count=1) if quoted[index] and (mostly or run) else line)
    return result


def _underlines(content: str, lines: list[Line], gap: bool) -> bool:
    """Whether `content` is the ruler under a heading: "Introduction" over "=======" """
    hit = UNDERLINE.match(content)
    if not hit or gap or not lines or len(hit[1]) < 3:
        return False
    above = lines[-1]
    return above.gap and above.table is None and not above.heading and len(above.text) <= LONGEST_HEADING


def _line(content: str, number: int, gap: bool, markdown: bool) -> Line:
    stripped = content.strip()
    indent = _indent(content)
    if hit := HASH_HEADING.match(stripped):
        return Line(number, rich_text(hit[2], markdown=markdown).strip(), gap=True, heading=len(hit[1]))
    rich = rich_text(stripped, markdown=markdown)
    return Line(number, rich, gap=gap, indent=indent, tabbed=content.startswith("\t"), open_cell=content.endswith("\t"))


def _indent(content: str) -> int:
    width = 0
    for character in content:
        if character == "\t":
            width += TAB - width % TAB
        elif character.isspace():
            width += 1
        else:
            break
    return width


def _table_end(lines: list[str], start: int) -> int:
    """Return the line after a Markdown or drawn table that begins at `start`, or `start`."""
    end = start
    while end < len(lines) and (TABLE_ROW.match(lines[end]) or TABLE_RULE.match(lines[end])):
        end += 1
    rows = [line for line in lines[start:end] if not TABLE_RULE.match(line)]
    return end if end - start >= 2 and rows else start


def _table(lines: list[str], start: int, end: int, gap: bool, markdown: bool) -> Line:
    rules = [index for index in range(start, end) if TABLE_RULE.match(lines[index])]
    rows: list[Row] = []
    header_pending = any(index > start for index in rules[:2])
    for index in range(start, end):
        if index in rules:
            header_pending = header_pending and not rows
            continue
        texts = [text.strip() for text in re.split(r"(?<!\\)\|", lines[index].strip().strip("|"))]
        cells = [Cell(_cell_lines(text, index + 1, markdown), header=header_pending) for text in texts]
        rows.append(Row(index + 1, tuple(cells)))
    return Line(start + 1, Rich(), gap=gap, table=Table(tuple(rows)))


def _cell_lines(text: str, number: int, markdown: bool) -> tuple[Line, ...]:
    parts = rich_text(text.replace(r"\|", "|"), markdown=markdown).split_lines()
    return tuple(Line(number, part.strip(), gap=index == 0) for index, part in enumerate(parts) if part.strip())
