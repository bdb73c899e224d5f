"""One folded form of a name, computed alike in Python and in PostgreSQL.

"CPAS de La Louvière", "cpas de la louviere" and "CPAS – de la Louviere" fold to the same
"cpas de la louviere": no accents, lower case, one space for any run of punctuation. The database
stores folded text in generated columns (search, sort, unique aliases), Python folds what people
type; both must therefore agree, which a test holds. Case folding concerns Latin letters only:
PostgreSQL's own lower() depends on the locale of the server.
"""

import re
import unicodedata
from typing import Any

from django.db.models import F, Func, TextField, Transform, Value
from django.db.models.functions import Coalesce, Concat

MOST_WORDS = 12
# Letters that normalisation form KD leaves whole. Upper case included: lowering comes after.
_LETTERS = {
    "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i",
}  # fmt: skip
_ACCENTS = "\u0300-\u036f"
# Everything in these ranges that is neither letter nor digit: controls, ASCII and Latin-1
# punctuation, general punctuation (dashes, curly quotes, special spaces), modifier apostrophes.
_SEPARATORS = "\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u02b0-\u02ff\u2000-\u206f\u3000"

_ACCENTS_RE = re.compile(f"[{_ACCENTS}]+")
_SEPARATORS_RE = re.compile(f"[\x00{_SEPARATORS}]+")
_LETTERS_TABLE = str.maketrans(_LETTERS)
_LOWER_TABLE = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def fold(text: str) -> str:
    """Return the folded form of `text`: the key under which two spellings are the same."""
    plain = _ACCENTS_RE.sub("", unicodedata.normalize("NFKD", text))
    return _SEPARATORS_RE.sub(" ", plain.translate(_LETTERS_TABLE).translate(_LOWER_TABLE)).strip(" ")


def words_of(text: str) -> list[str]:
    """Return the folded words to search for; those beyond the twelfth make no search better, only slower."""
    return fold(text).split()[:MOST_WORDS]


def _folded_template() -> str:
    """Build the SQL that does what `fold` does, from functions PostgreSQL knows as immutable."""
    sql = f"regexp_replace(normalize(%(expressions)s, NFKD), '[{_escaped(_ACCENTS)}]+', '', 'g')"
    for letter, plain in _LETTERS.items():
        sql = f"replace({sql}, '{letter}', '{plain}')"
    return f"""btrim(regexp_replace(lower(({sql}) COLLATE "C"), '[{_escaped(_SEPARATORS)}]+', ' ', 'g'))"""


def _escaped(ranges: str) -> str:
    """Write a character class with PostgreSQL's own escapes, so that the SQL stays plain ASCII."""
    return "".join(char if char == "-" and place > 0 else f"\\u{ord(char):04x}" for place, char in enumerate(ranges))


class Folded(Func):
    """`fold` in SQL: usable in generated columns because every part of it is immutable."""

    template = _folded_template()
    output_field = TextField()


class FoldedText(Transform):
    """`column__folded`, for conditions on what was not stored folded: registered by whoever asks such questions."""

    lookup_name = "folded"
    template = _folded_template()
    output_field = TextField()


def folded(*names: str) -> Folded:
    """Return the expression that folds the given text columns, joined by spaces."""
    parts: list[Any] = []
    for name in names:
        parts += [F(name), Value(" ")]
    return Folded(Concat(*parts, output_field=TextField()) if len(names) > 1 else F(names[0]))


def first_of(*names: str) -> Folded:
    """Return the expression that folds the first of the given text columns that is not empty."""
    filled = [Func(F(name), Value(""), function="NULLIF", output_field=TextField()) for name in names]
    return Folded(Coalesce(*filled, Value(""), output_field=TextField()))
