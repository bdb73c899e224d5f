"""What a person must do, what they wait for, and what is new to them: plain values, gathered by the first page.

Each app says its own part: the setting WORK_SOURCES names functions `(user, day, most) -> Work`, the setting NEWS_SOURCES
functions `(user, since) -> list[News]`. All words are in the language of the page. `most`: how many of each side the page shows;
a source need list no more, but counts the others (`Work.rest`). None: all are listed.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .bilingual import Localised, active_language, localised
from .questions import Ask


class WorkKind(TextChoices):
    """What a piece of work is about; the list of one's work is narrowed by it."""

    MINUTES = "minutes", _("minutes")
    REVIEW = "review", _("reviews")
    MEETING = "meeting", _("meetings")
    PROMISE = "promise", _("promises")
    TRANSLATION = "translation", _("translations")
    CALL = "call", _("calls for projects")
    PROJECT = "project", _("projects")
    AGREEMENT = "agreement", _("agreements")
    CLAIM = "claim", _("claims and transfers")
    PRESENCE = "presence", _("presence of agents")
    EVALUATION = "evaluation", _("evaluations")
    ACCESS = "access", _("access")


class Task(NamedTuple):
    """Something to do, or to wait for: what it is about, a sentence, the page that does or shows it.

    `due`: the last day on which it is in time, None where nobody named one. `who`: from whom one waits for it.
    """

    kind: WorkKind
    title: Localised
    sentence: str
    url: str
    due: datetime.date | None = None
    late: bool = False
    who: str = ""


class Rest(NamedTuple):
    """How much is not listed, as others press more: what is to be done, what is late of it, what is waited for."""

    must: int = 0
    late: int = 0
    waits: int = 0


class Work(NamedTuple):
    """What a person must do, and what they wait for."""

    must: list[Task]
    waits: list[Task]
    rest: Rest = Rest()


class News(NamedTuple):
    """Something that happened: when, what it is about, a sentence, the page that shows it."""

    kind: WorkKind
    at: datetime.datetime
    title: Localised
    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class Source[**About, Told]:
    """A source that says beforehand what it will ask of the database, so that the questions of all go there in one message."""

    tell: Callable[About, Told]
    asks: Callable[About, list[Ask]]

    def __call__(self, *args: About.args, **named: About.kwargs) -> Told:
        """Tell the part of the app."""
        return self.tell(*args, **named)


def titled(code: str, title_fr: str, title_nl: str) -> Localised:
    """Return a code with a title, in the language of the page where the title exists in it."""
    title = localised(_Title(title_fr, title_nl), "title", active_language())
    return Localised(f"{code} – {title.text}" if code else title.text, title.lang, title.fallback)


class _Title(NamedTuple):
    title_fr: str
    title_nl: str
