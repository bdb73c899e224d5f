"""How a line of the log is written: as text or as JSON, with the request it belongs to, and without personal data.

What is left out, and why: a path, because it may hold the secret of a mailed link; the words of an error, because a database and
Python quote what somebody typed; the caller's address and the person, because the history and the access log already say who did
what, to those who may read them, and are erased by rules of their own. The type of an error and the lines of code it passed
through are enough to find it.
"""

import datetime
import json
import logging
import re
import traceback
from contextvars import ContextVar

import psycopg
from django.db import Error as DatabaseError

# The request that this thread is working on.
REQUEST: ContextVar[str] = ContextVar("request", default="")
MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
# What a line of the access log says beside its message.
DETAILS = ("method", "route", "status", "ms")
# Loggers of Django whose words hold the path of the request.
NAMING_PATHS = ("django.request", "django.security.csrf")
# Classes of SQLSTATE whose words are PostgreSQL's own: connections, resources, intervention of an operator, of the system.
OWN_WORDS = ("08", "53", "57", "58")


def told(error: BaseException) -> str:
    """Return the type of an error, with such words as cannot hold what a person typed."""
    name = type(error).__name__
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if isinstance(cause, psycopg.Error):
        state, diag = cause.sqlstate or "", cause.diag
        if not state or state[:2] in OWN_WORDS:
            return f"{name}: {MAIL_ADDRESS.sub('(address)', ' '.join(str(cause).split()))}"
        places = [place for place in (diag.table_name, diag.column_name, diag.constraint_name) if place]
        return f"{name} {state} {' '.join(places)}".rstrip()
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    return name


def frames(error: BaseException) -> list[str]:
    """Return the lines of code that an error passed through, the last first."""
    found = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(found)]


def chain(error: BaseException) -> list[BaseException]:
    """Return an error and what it arose from, the error itself first."""
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return found


def message_of(record: logging.LogRecord) -> str:
    """Return the words of a line; where Django would name the path of a request, the name of its page stands instead."""
    if record.name in NAMING_PATHS and (request := getattr(record, "request", None)) is not None:
        return f"{getattr(record, 'status_code', '')} {route_of(request)}".strip()
    return MAIL_ADDRESS.sub("(address)", record.getMessage())


def route_of(request: object) -> str:
    """Return the name of a page, never its address; "-" where none was found."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name if match is not None else "") or "-"


class Lines(logging.Formatter):
    """A line for people: moment, level, request, logger, words; below it the errors with the code they passed through."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        details = " ".join(f"{name}={getattr(record, name)}" for name in DETAILS if hasattr(record, name))
        request = REQUEST.get() or getattr(getattr(record, "request", None), "request_id", "") or "-"
        words = " ".join(part for part in (message_of(record), details) if part)
        text = f"{self.formatTime(record)} {record.levelname} [{request}] {record.name}: {words}"
        for error in chain(record.exc_info[1]) if record.exc_info and record.exc_info[1] else []:
            text += "".join(f"\n    {line}" for line in [told(error), *frames(error)])
        return text


class Json(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, request, message, the details of a request, errors."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        said: dict[str, object] = {
            "time": datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": REQUEST.get() or getattr(getattr(record, "request", None), "request_id", "") or None,
            "message": message_of(record),
        }
        said |= {name: getattr(record, name) for name in DETAILS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            said["errors"] = [{"error": told(error), "code": frames(error)} for error in chain(record.exc_info[1])]
        return json.dumps(said, ensure_ascii=False)
