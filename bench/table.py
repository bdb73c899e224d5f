"""Write the figures of the last run into docs/performance.md: `python -m bench.table`. Has no `rows()`: it measures nothing."""

import json
from pathlib import Path

from bench.__main__ import LATEST, shown

DOCUMENT = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures: make bench -->", "<!-- end of figures -->"
HEAD = (
    "| what | at which scale | median (s) | reference (s) | ratio | goal | met |",
    "|---|---|--:|--:|--:|--:|---|",
)


def table(found: list[dict[str, object]]) -> str:
    """Return the rows of a run as a table in Markdown."""
    return "\n".join((*HEAD, *(f"| {' | '.join(shown(value) for value in row.values())} |" for row in found)))


def main() -> None:
    """Put the table between its marks. Raises ValueError where the document has lost them."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{DOCUMENT} has no {BEGIN} … {END}.")
    found = json.loads(LATEST.read_text(encoding="utf-8"))
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{table(found)}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
