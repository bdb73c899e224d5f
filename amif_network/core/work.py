"""What a person must do, what they wait for, and what is new to them: plain values, gathered by the first page.

Each app says its own part: the setting WORK_SOURCES names functions `(user, day) -> Work`, the setting NEWS_SOURCES functions
`(user, since) -> list[News]`. All words are in the language of the page.
"""

import datetime
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .bilingual import Localised, active_language, localised


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


class Work(NamedTuple):
    """What a person must do, and what they wait for."""

    must: list[Task]
    waits: list[Task]


class News(NamedTuple):
    """Something that happened: when, what it is about, a sentence, the page that shows it."""

    kind: WorkKind
    at: datetime.datetime
    title: Localised
    sentence: str
    url: str


def titled(code: str, title_fr: str, title_nl: str) -> Localised:
    """Return a code with a title, in the language of the page where the title exists in it."""
    title = localised(_Title(title_fr, title_nl), "title", active_language())
    return Localised(f"{code} – {title.text}" if code else title.text, title.lang, title.fallback)


class _Title(NamedTuple):
    title_fr: str
    title_nl: str
