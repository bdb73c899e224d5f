"""The rows of a workspace, each drawn once for what it is drawn from (docs/decisions/0020).

To draw a section with its tools in two languages costs more than all else on the page, and who writes changes one section at
a time. A worker therefore keeps drawn rows under a hash of all that was loaded of them and of all that drawing looks at beside:
a row that changed has another hash, and nothing has to be told of a change. The token of the reader's forms is none of it.
"""

import hashlib
import secrets
import threading
import uuid
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from amif_network.core.bilingual import LANGUAGES, active_language
from amif_network.core.printable import Outline
from amif_network.core.unchanged import TOKEN_PLACE
from amif_network.directory.models import Organisation

from ..feeds import Fed
from ..models import TranslationState
from ..outline import Node
from .rows import Row, row_of, silent_at

# In characters, of all rows that a worker keeps: some thirty minutes of an ordinary meeting, side by side; about 24 MB.
MOST = 12_000_000
# What a row hangs on, and shows nothing of.
ABOVE = frozenset({"minutes", "meeting", "section", "agenda_item"})
# Stand in a menu for what is a section's own. Nobody knows them, so that nobody can write them into a title.
PLACES: dict[str, object] = {"uuid": uuid.uuid4(), "number": secrets.token_hex(16), "title": secrets.token_hex(16)}


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A section in the workspace and its entry in the contents, how each language stands, and the level of its last heading."""

    html: SafeString
    entry: SafeString
    states: tuple[TranslationState, ...]
    level: int

    @property
    def has_gap(self) -> bool:
        """True when a language needs work."""
        return any(state.needs_work for state in self.states)

    def with_token(self, token: str) -> "DrawnRow":
        """Return the row with the reader's token in its forms."""
        if TOKEN_PLACE not in self.html:
            return self
        return DrawnRow(mark_safe(self.html.replace(TOKEN_PLACE, token)), self.entry, self.states, self.level)  # noqa: S308 (drawn by a template)


class Drawings:
    """The rows that this process keeps, those shown last; at most `MOST` characters of them."""

    def __init__(self) -> None:
        self.rows: OrderedDict[bytes, DrawnRow] = OrderedDict()
        self.length = 0
        self.lock = threading.Lock()

    def find(self, key: bytes) -> DrawnRow | None:
        """Return the row that is kept under `key`, if any."""
        with self.lock:
            if key in self.rows:
                self.rows.move_to_end(key)
            return self.rows.get(key)

    def put(self, key: bytes, row: DrawnRow) -> None:
        """Keep a row, and let go of those that nobody looked at for longest."""
        if not settings.KEPT_PAGES:
            return
        with self.lock:
            if key not in self.rows:
                self.rows[key] = row
                self.length += len(row.html) + len(row.entry)
            while self.length > MOST:
                _key, gone = self.rows.popitem(last=False)
                self.length -= len(gone.html) + len(gone.entry)

    def forget(self) -> None:
        """Let go of all rows."""
        with self.lock:
            self.rows.clear()
            self.length = 0


DRAWINGS = Drawings()


def drawn_rows(
    request: HttpRequest,
    nodes: Sequence[Node],
    context: Mapping[str, Any],
    present: Sequence[Organisation],
    fed: Mapping[int, Sequence[Fed]],
) -> list[DrawnRow]:
    """Return the rows of `nodes`, which are in reading order, as `context` says: languages, rights, the editor that is open.

    `present` and `fed` as for `rows_of`.
    """
    levels, token, editing = Outline(), get_token(request), context["editing"]
    seen_as = _seen_as(context)
    found: list[DrawnRow] = []
    for node in nodes:
        silent = silent_at(node, present)
        beside = (node.number, node.depth, levels.last, len(node.children), _names(silent), fed.get(node.section.pk, ()))
        is_current = context["minutes"].current_section_id == node.section.pk
        key = _hash(seen_as, beside, is_current, _content(node.section), [child.section.kind for child in node.children])
        is_open = editing is not None and editing.uuid == node.section.uuid
        kept = None if is_open else DRAWINGS.find(key)
        if kept is None:
            kept = _drawn(request, node, context, silent, levels, fed.get(node.section.pk, ()))
            if not is_open:
                DRAWINGS.put(key, kept)
        levels.last = kept.level
        found.append(kept.with_token(token))
    return found


def _drawn(
    request: HttpRequest,
    node: Node,
    context: Mapping[str, Any],
    silent: list[Organisation],
    levels: Outline,
    fed: Sequence[Fed],
) -> DrawnRow:
    """Draw a row, with a place for the reader's token; `levels` go on."""
    row = row_of(node, context["languages"], silent, levels, fed)
    given = {**context, "row": row, "menu": _menu(request, context, row), "csrf_token": TOKEN_PLACE}
    return DrawnRow(
        html=render_to_string("meetings/minutes/row.html", given, request),
        entry=render_to_string("meetings/minutes/workspace.html#outline_entry", given, request),
        states=tuple(node.section.translation_state(lang) for lang in LANGUAGES),
        level=levels.last,
    )


def _menu(request: HttpRequest, context: Mapping[str, Any], row: Row) -> SafeString:
    """Return the menu of a row: one is drawn for all rows of a view, with places for what tells them apart."""
    given = {**context, **PLACES, "pk": context["meeting"].pk, "view": _hash(_seen_as(context)).hex()}
    menu: str = render_to_string("meetings/minutes/row_menu.html", given, request)
    own = {"uuid": str(row.section.uuid), "number": row.node.number, "title": row.title.text}
    for name, place in PLACES.items():
        menu = menu.replace(str(place), escape(own[name]))
    return mark_safe(menu)  # noqa: S308 (drawn by a template; what is put in is escaped)


def _seen_as(context: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what all rows of a page are drawn from beside their sections: see row.html, cell_foot.html and the outline."""
    may = (sorted(context["can"]), context["can_record"], [link.url for link in context["record_links"]])
    return active_language(), context["meeting"].pk, context["shown"], context["languages"], may


def _names(organisations: Sequence[Organisation]) -> list[tuple[int, str]]:
    return [(one.pk, str(one)) for one in organisations]


def _hash(*parts: Any) -> bytes:
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _content(record: Model, within: tuple[Model, ...] = ()) -> list[Any]:
    """Return every value that was loaded of a record, and of what hangs on it: whatever a template can read without asking.

    `within`: on what it hangs itself. Two records may know each other, such as an account and its person: each is told once.
    """
    values: dict[str, Any] = record.__dict__
    found: list[Any] = [value for name, value in values.items() if not name.startswith("_")]
    above = (*within, record)
    for name, one in record._state.fields_cache.items():
        if one is not None and name not in ABOVE and not any(one is known for known in above):
            found.append((name, _content(one, above)))
    for name, rows in values.get("_prefetched_objects_cache", {}).items():
        if rows:
            found.append((name, [_content(one, above) for one in rows]))
    return found
