"""Pages that are drawn anew only once an answer of the database has changed that they were drawn from.

Beside a page a process keeps every question that drawing it asked, and hashes of the answers as they came. Whoever opens the
page again makes the database answer the same questions, in one statement that returns only a hash; where nothing at all was
committed since, not even that. What is shown is therefore what drawing would show now: nothing has to be told of a change,
and no writer can forget to (docs/decisions/0013).
"""

import datetime
import hashlib
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import get_language

from .messages import Message

View = Callable[..., HttpResponse]
# Stands in a kept page for the token of the reader's forms. Nobody knows it, so that nobody can write it into a page.
TOKEN_PLACE = secrets.token_hex(32)
# In bytes; a page that is larger is drawn each time.
LARGEST = 500_000
# Which transactions the database shows, and since when it runs: as long as both stay the same, every answer does.
STAND = "SELECT concat(pg_current_snapshot(), ' ', pg_postmaster_start_time())"
# What PostgreSQL puts between quotes where it writes a row as text.
IN_QUOTES = re.compile(rb'[\s"\\\\(),]')


class Asked(NamedTuple):
    """A question as Django put it, and the hash of its answer."""

    sql: str
    params: Any
    answer: str


@dataclass(slots=True)
class Page:
    """A page as it was drawn, in pieces between which the token stands, with what tells whether it still holds.

    `stand`: where the database stood before everything `asked` last had these answers.
    """

    pieces: list[str]
    # None once it is put together as one question with its answer: of many pages nobody asks for it a second time.
    asked: list[Asked] | None
    stand: str
    whole: tuple[str, str] = ("", "")

    def still_holds(self) -> bool:
        """Ask the database whether drawing the page would show the same."""
        # Within a transaction its own changes show without being committed.
        if not connection.in_atomic_block and _asked(STAND) == (self.stand,):
            return True
        asked = self.asked
        if asked is not None:
            # In this order: another thread may come in between.
            self.whole = as_one(asked)
            self.asked = None
        question, answers = self.whole
        stand, now = _asked(question)
        if now != answers:
            return False
        self.stand = stand
        return True


class Shelf:
    """The pages of this process, those opened last; at most `settings.KEPT_PAGES`."""

    def __init__(self) -> None:
        self.pages: OrderedDict[tuple[Any, ...], Page] = OrderedDict()
        self.lock = threading.Lock()

    def find(self, key: tuple[Any, ...]) -> Page | None:
        """Return the page that is kept under `key`, if any."""
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def put(self, key: tuple[Any, ...], page: Page) -> None:
        """Keep a page, and let go of the one that nobody opened for longest."""
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            while len(self.pages) > settings.KEPT_PAGES:
                self.pages.popitem(last=False)

    def forget(self) -> None:
        """Let go of all pages."""
        with self.lock:
            self.pages.clear()


SHELF = Shelf()


def kept_until_changed(view: View) -> View:
    """Keep the page that `view` draws until an answer of the database changes that it was drawn from.

    The view may look at nothing but the address, the account of the reader, the language, the day and the database: not at the
    time of day, the session or other headers. This decorator stands next to the function, so that it sees only the page itself.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.KEPT_PAGES or not _is_plain(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        page = SHELF.find(key)
        if page is None or not page.still_holds():
            return _drawn(request, key, lambda: view(request, *args, **kwargs))
        return _filled(request, page.pieces)

    return answered


def kept_value(key: tuple[Any, ...], make: Callable[[], str]) -> str:
    """Return what `make` makes of `key`, the day and the database, and of nothing else; made anew once an answer has changed."""
    if not settings.KEPT_PAGES:
        return make()
    place = ("value", *key, timezone.localdate())
    held = SHELF.find(place)
    if held is not None and held.still_holds():
        return held.pieces[0]
    recorder, (stand,) = Recorder(timezone.now()), _asked(STAND)
    with _noting(recorder):
        value = make()
    if recorder.can_be_asked and place[-1] == timezone.localdate():
        SHELF.put(place, Page([value], recorder.asked, stand))
    return value


def token_place(request: HttpRequest) -> dict[str, str]:
    """Put the place of the token where templates look for the token itself, while a page is drawn that will be kept."""
    return {"csrf_token": TOKEN_PLACE} if getattr(request, "is_being_kept", False) else {}


def _is_plain(request: HttpRequest) -> bool:
    """True for a page opened by itself, on which no message waits to be shown once."""
    headers = request.headers
    return request.method == "GET" and "HX-Request" not in headers and not len(get_messages(request))


def _key(request: HttpRequest) -> tuple[Any, ...]:
    """Return what a page depends on beside the database: the whole address, the reader's account, the language, the day."""
    user: Any = request.user
    account = tuple(getattr(user, field.attname) for field in user._meta.concrete_fields)
    return (request.scheme, request.get_host(), request.get_full_path(), account, get_language(), timezone.localdate())


def _drawn(request: HttpRequest, key: tuple[Any, ...], draw: Callable[[], HttpResponse]) -> HttpResponse:
    """Draw a page, and keep it with what it was drawn from."""
    recorder, (stand,) = Recorder(timezone.now()), _asked(STAND)
    request.is_being_kept = True  # type: ignore[attr-defined]  # for `token_place`
    with _noting(recorder):
        response = draw()
    if response.status_code != 200 or response.cookies or set(response.headers) != {"Content-Type"}:
        return response
    pieces = response.content.decode().split(TOKEN_PLACE)
    if recorder.can_be_asked and len(response.content) < LARGEST and key[-1] == timezone.localdate():
        SHELF.put(key, Page(pieces, recorder.asked, stand))
    return _filled(request, pieces)


@contextmanager
def _noting(recorder: "Recorder") -> Iterator[None]:
    """Let the recorder see each question as Django wrote it, before other wrappers add to it (pghistory: who asks)."""
    connection.execute_wrappers.insert(0, recorder)
    try:
        yield
    finally:
        connection.execute_wrappers.remove(recorder)


def _filled(request: HttpRequest, pieces: list[str]) -> HttpResponse:
    """Return a page with the reader's own token in its forms."""
    return HttpResponse(get_token(request).join(pieces) if len(pieces) > 1 else pieces[0])


def _asked(question: str) -> tuple[str, ...]:
    """Ask one statement that is whole, and return its only row."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        row: tuple[str, ...] = cursor.fetchone()
    return row


def _is_question(sql: str) -> bool:
    """True for one statement that only reads; values stand in none, so that a semicolon parts two."""
    return sql.lstrip("( ").startswith("SELECT") and " FOR UPDATE" not in sql and ";" not in sql


class Recorder:
    """Notes what is asked of the database while a page is drawn from `begun` on (`connection.execute_wrapper`)."""

    def __init__(self, begun: datetime.datetime) -> None:
        self.begun = begun
        self.asked: list[Asked] = []
        self.can_be_asked = True

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Ask a question, and note it with the hash of its answer."""
        cursor = context["cursor"].cursor
        asked = sql.asked if isinstance(sql, Message) else ((sql, params),)
        again = self.can_be_asked and not many and all(_is_question(one) and not self._asks_for_now(its) for one, its in asked)
        # Unless it is answered, and all at once: a cursor that has a name fetches bit by bit.
        self.can_be_asked = False
        answered = execute(sql, params, many, context)
        if again and not getattr(cursor, "name", None):
            found = sql.results(cursor) if isinstance(sql, Message) else (cursor,)
            self.asked += [
                Asked(*one, _hash(result.pgresult, _is_ordered(one[0]))) for one, result in zip(asked, found, strict=True)
            ]
            self.can_be_asked = True
        return answered

    def _asks_for_now(self, params: Any) -> bool:
        """True where the time of day is part of the question: its answer may change though nothing in the database does."""
        return any(isinstance(one, datetime.datetime) and one >= self.begun for one in params or ())


def as_one(asked: Iterable[Asked]) -> tuple[str, str]:
    """Return one statement that answers with where the database stands and with a hash of all answers, and that hash as it was.

    Each question stands in it once. Where it had two answers, as somebody wrote meanwhile, the hash is one that never comes.
    """
    # Nothing in it was typed by anybody: every question was composed by Django.
    compose = connection.ops.compose_sql  # type: ignore[attr-defined]  # of PostgreSQL
    known: dict[str, str] = {}
    for sql, params, answer in asked:
        order = "" if _is_ordered(sql) else ' ORDER BY a::text COLLATE "C"'
        rows = f"encode(sha256(convert_to(coalesce(string_agg(a::text, E'\\n'{order}), ''), 'UTF8')), 'hex')"
        question = f"(SELECT {rows} FROM ({compose(sql, params) if params else sql}) a)"  # noqa: S608
        known[question] = answer if known.get(question, answer) == answer else ""
    hashes = ", ".join(known)
    whole = f"{STAND}, encode(sha256(convert_to(array_to_string(ARRAY[{hashes}]::text[], ' '), 'UTF8')), 'hex')"
    return whole, hashlib.sha256(" ".join(known.values()).encode()).hexdigest()


def _is_ordered(sql: str) -> bool:
    """True where the order of an answer says something; else it depends on the plan, which is another for a prepared question."""
    return "ORDER BY" in sql


def _hash(answer: Any, ordered: bool) -> str:
    """Return the hash of rows as `as_one` makes the database hash them: each in the text that PostgreSQL writes of a row."""
    columns = range(answer.nfields)
    rows = [b"(%b)" % b",".join(_in_row(answer.get_value(row, column)) for column in columns) for row in range(answer.ntuples)]
    return hashlib.sha256(b"\n".join(rows if ordered else sorted(rows))).hexdigest()


def _in_row(value: bytes | None) -> bytes:
    """Write a value as PostgreSQL does in the text of a row."""
    if value is None:
        return b""
    if value and not IN_QUOTES.search(value):
        return value
    return b'"%b"' % value.replace(b"\\", b"\\\\").replace(b'"', b'""')
