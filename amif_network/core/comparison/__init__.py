"""Comparing and merging rich texts, piece by piece (paragraphs, list items, table rows) and word by word.

- `compare(old_html, new_html, old_heading, new_heading)` → `Comparison`: `changed`, `heading` (safe HTML) and `parts`, each
  with a kind (same, changed, added, removed), safe HTML for display with <ins> and <del>, and `fold` for long stretches
  that stayed the same. Its hidden words are in the active language.
- `merge(base, mine, theirs)` → `Merge`: `regions`, each `Clean` (`.html`) or `Conflict` (`.base`, `.mine`, `.theirs`: HTML);
  `conflicts`; `html` when there are none; `resolve(["mine", "theirs", "both", …])`, a choice for each conflict, gives the
  text to store. Without a base (None), all that differs is in conflict.
- `merge_line(base, mine, theirs)` → `Line` for a heading: `agreed`, or None and then `resolve(choice)`.
- `pieces(html)` and `join(pieces)`: `join(pieces(html)) == sanitise(html)`.

What differs only in kinds of white space or in the composition of characters is the same. Nothing here is slow by
construction: see `alignment` for the limits.
"""

from .merging import Choice, Clean, Conflict, Line, Merge, Region, merge, merge_line
from .pieces import Piece, join, pieces
from .reading import Comparison, Part, compare

__all__ = [
    "Choice",
    "Clean",
    "Comparison",
    "Conflict",
    "Line",
    "Merge",
    "Part",
    "Piece",
    "Region",
    "compare",
    "join",
    "merge",
    "merge_line",
    "pieces",
]
