"""Comparing and merging texts of 200 KB; reference: reading and writing one of them (`richtext.sanitise`)."""

import random
import time
from collections.abc import Callable, Iterator

from amif_network.core import richtext
from amif_network.core.comparison import compare, merge

from . import rows as bench
from .rows import Row

SIZE = 200_000
VOCABULARY = 3000
# A few words stand for half of every text, as in any language.
COMMON = ["de", "la", "les", "et", "le", "des", "en", "du"] * 375
# (shape, words of a paragraph, goals: diff of a few changes and of all, merge of a few changes and of all)
SHAPES = (("2000 paragraphs", 17, (8, 22, 12, 14)), ("10 paragraphs", 3200, (16, 48, 14, 18)))


def rows() -> Iterator[Row]:
    """Yield a row for each kind of work and each shape of text."""
    for shape, words, goals in SHAPES:
        dice = random.Random(7)  # noqa: S311
        base = _paragraphs(dice, words)
        few, other = (_html(_changed(dice, base, offset, step=20 if words < 100 else 5)) for offset in (0, 2))
        every = _html(_changed(dice, base, 0, step=1))
        text = _html(base)
        yield _row("diff 200 KB", f"{shape}, few changed", lambda a=text, b=few: compare(a, b), text, goals[0])
        yield _row("diff 200 KB", f"{shape}, all changed", lambda a=text, b=every: compare(a, b), text, goals[1])
        yield _row("merge 200 KB", f"{shape}, few changed", lambda a=text, b=few, c=other: merge(a, b, c).html, text, goals[2])
        yield _row("merge 200 KB", f"{shape}, all in conflict", lambda a=text, b=every, c=few: merge(a, b, c), text, goals[3])


def _row(name: str, scale: str, run: Callable[[], object], text: str, goal: float) -> Row:
    """Measure one kind of work in processor time."""
    median, reference = bench.compare(run, lambda: richtext.sanitise(text), times=5, clock=time.process_time)
    return Row(name, scale, median, reference, goal)


def _paragraphs(dice: random.Random, words: int) -> list[list[str]]:
    """Return paragraphs of about 200 KB together, as lists of words."""
    vocabulary = [f"mot{number}" for number in range(VOCABULARY)] + COMMON
    result: list[list[str]] = []
    size = 0
    while size < SIZE:
        result.append([dice.choice(vocabulary) for _ in range(words)])
        size += len(" ".join(result[-1])) + len("<p></p>")
    return result


def _changed(dice: random.Random, paragraphs: list[list[str]], offset: int, *, step: int) -> list[list[str]]:
    """Return a version in which every `step`-th paragraph has one word in twenty replaced."""
    result = [list(words) for words in paragraphs]
    for words in result[offset::step]:
        for place in dice.sample(range(len(words)), max(1, len(words) // 20)):
            words[place] = f"neuf{dice.randrange(VOCABULARY)}"
    return result


def _html(paragraphs: list[list[str]]) -> str:
    """Write paragraphs."""
    return "".join(f"<p>{' '.join(words)}</p>" for words in paragraphs)
