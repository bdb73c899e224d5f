"""What a source of the index is, and the pieces of SQL of which sources are put together."""

from collections.abc import Iterable
from dataclasses import dataclass

COLUMNS = (
    "object_id", "place", "parent_id", "language", "title", "context", "text", "day", "state", "organisations",
)  # fmt: skip
LANGUAGES = "(VALUES ('fr'), ('nl')) AS said (lang)"
NOBODY = "ARRAY[]::bigint[]"


@dataclass(frozen=True, slots=True)
class Watch:
    """A table whose changes touch records of a kind.

    `keys` selects their keys from the row `{row}`, as it was and as it is; `columns` are those that matter in an update, all
    where none is named. `updates_only`: rows that come and go touch nothing, since those that hang on them do.
    """

    table: str
    keys: str
    columns: tuple[str, ...] = ()
    updates_only: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The entries of one kind: `table` holds its records, `select` makes entries of those with the given keys."""

    kind: str
    table: str
    select: str
    watches: tuple[Watch, ...]


def own(table: str, *columns: str) -> Watch:
    """Watch the table of the records themselves."""
    return Watch(table, "SELECT {row}.id", columns)


def said(column: str) -> str:
    """Return the column in the language of the row, as `title` of `title_fr` and `title_nl`."""
    return f"(CASE said.lang WHEN 'fr' THEN {column}_fr ELSE {column}_nl END)"


def in_any(column: str, lang: str = "said.lang") -> str:
    """Return the column in this language, in the other one where it is empty."""
    return (
        f"(CASE WHEN {lang} = 'nl' THEN coalesce(nullif({column}_nl, ''), {column}_fr)"
        f" ELSE coalesce(nullif({column}_fr, ''), {column}_nl) END)"
    )


def joined(parts: Iterable[str]) -> str:
    """Return texts put together, without the empty ones."""
    return "concat_ws(E'\\n', " + ", ".join(f"nullif({part}, '')" for part in parts) + ")"


def keys_of(*columns: str) -> str:
    """Return the organisations named in columns."""
    return f"array_remove(ARRAY[{', '.join(columns)}]::bigint[], NULL)"


MEETING = ("title_fr", "title_nl", "date")
NAMES = ("short_fr", "short_nl", "name_fr", "name_nl")
