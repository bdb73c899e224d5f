"""Counting words, so that an import can prove that it lost none."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from .result import ParsedMinutes

# A word is a run of letters and digits. The underscore is Markdown emphasis; a raised figure is a mark of its own.
WORD = re.compile(r"[^\W_⁰¹²³⁴⁵⁶⁷⁸⁹]+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
TAG = re.compile(r"<[^>]*>")
ATTRIBUTE = re.compile(r'\s(?:href|start)="([^"]*)"')


def words(text: str) -> Counter[str]:
    """Count the words of a text, case kept."""
    return Counter(WORD.findall(text))


def words_of_html(markup: str) -> Counter[str]:
    """Count the words a reader sees, and those of link targets."""
    seen = words(html.unescape(TAG.sub(" ", markup)))
    return seen + words(html.unescape(" ".join(ATTRIBUTE.findall(markup))))


def texts(result: ParsedMinutes) -> Iterator[str]:
    """Yield every string of the result except the sections' html."""
    yield from (result.title_fr, result.title_nl)
    for person in result.attendance:
        yield from (person.name, person.organisation or "")
    for item in result.agenda:
        yield from (item.label, item.title)
    for section in result.sections:
        yield from (section.label, section.heading)
    for pending in result.pending:
        yield pending.text
    for piece in result.furniture:
        yield piece.text


def words_of_result(result: ParsedMinutes) -> Counter[str]:
    """Count the words the result holds."""
    total: Counter[str] = Counter()
    for text in texts(result):
        total.update(words(text))
    for section in result.sections:
        total.update(words_of_html(section.html))
    return total


def lines_with_lost_words(raw: Iterable[str], result: ParsedMinutes) -> list[int]:
    """Return the numbers of the source lines that hold words missing from the result."""
    missing: Counter[str] = Counter()
    lines = list(raw)
    for line in lines:
        missing.update(words(line))
    missing.subtract(words_of_result(result))
    missing = +missing
    lost = []
    for number, line in enumerate(lines, 1):
        if not missing:
            break
        if shared := words(line) & missing:
            missing -= shared
            lost.append(number)
    return lost
