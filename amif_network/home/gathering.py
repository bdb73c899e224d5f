"""The work of one person, and what is new to them, gathered from all apps (the settings WORK_SOURCES and NEWS_SOURCES)."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import AccessEntry, AccessKind, User
from amif_network.core.questions import Ask, Question
from amif_network.core.work import News, Rest, Source, Task, Work

WorkSource = Callable[[User, datetime.date, int | None], Work]
NewsSource = Callable[[User, datetime.datetime], list[News]]
WEEK = datetime.timedelta(days=7)
# How far back news go for whoever was never here before.
FIRST_VISIT = datetime.timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks that press alike, under their heading."""

    heading: Lazy
    tasks: Sequence[Task]
    pressing: bool = False


def work_of(user: User, day: datetime.date, most: int | None = None) -> Work:
    """Return all that `user` must do and waits for on `day`, what presses most first; as many queries for any number of tasks.

    `most`: of each side at least so many are listed where there are as many; all others are counted.
    """
    parts = [source(user, day, most) for source in _work_sources()]
    rest = Rest(*(sum(numbers) for numbers in zip(*(part.rest for part in parts), strict=True)))
    return Work(
        in_order(task for part in parts for task in part.must), in_order(task for part in parts for task in part.waits), rest
    )


def asks_of_work(user: User, day: datetime.date, most: int | None = None) -> list[Ask]:
    """Return what `work_of` asks of the database, as far as the sources know it beforehand."""
    return [ask for source in _work_sources() if isinstance(source, Source) for ask in source.asks(user, day, most)]


def _work_sources() -> list[WorkSource]:
    return [import_string(path) for path in settings.WORK_SOURCES]


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """Sort tasks by urgency: what is late, then by day, then what has none; among equals as they came."""
    return sorted(tasks, key=lambda one: (not one.late, one.due or datetime.date.max))


def groups(tasks: Sequence[Task], day: datetime.date) -> list[Group]:
    """Part tasks that are in order by how they press on `day`; no empty group."""
    soon = day + WEEK
    late = [one for one in tasks if one.late]
    others = [one for one in tasks if not one.late]
    found = [
        Group(_("Overdue"), late, pressing=True),
        Group(_("Within a week"), [one for one in others if one.due and one.due <= soon], pressing=True),
        Group(_("Later"), [one for one in others if one.due and one.due > soon]),
        Group(_("Without a fixed day"), [one for one in others if not one.due]),
    ]
    return [group for group in found if group.tasks]


def kinds(tasks: Iterable[Task]) -> list[tuple[str, str, int]]:
    """Return of what the tasks are: value, name and number of each kind, in the order of the vocabulary."""
    numbers = Counter(task.kind for task in tasks)
    return (
        [(kind.value, str(kind.label), numbers[kind]) for kind in type(next(iter(numbers))) if numbers[kind]] if numbers else []
    )


def last_visit(user: User, day: datetime.date) -> datetime.datetime | None:
    """Return when `user` signed in last before `day`, as the access log says; None for whoever was never here.

    Before today, so that nobody loses the news of a day by signing in twice.
    """
    return next(iter(_visits(user.pk, AccessKind.SIGNED_IN, _midnight(day))), None)


def asks_of_visit(user: User, day: datetime.date) -> list[Ask]:
    """Return what `last_visit` asks of the database."""
    return [_visits.of(user.pk, AccessKind.SIGNED_IN, _midnight(day))]


@Question
def _visits(user: int, kind: str, before: datetime.datetime) -> Any:
    entries = AccessEntry.objects.filter(user=user, kind=kind, at__lt=before).order_by("-at")
    return entries.values_list("at", flat=True)[:1]


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def since_when(visit: datetime.datetime | None, day: datetime.date) -> datetime.datetime:
    """Return from when on something is new: the last visit, four weeks ago for whoever was never here."""
    return visit or _midnight(day - FIRST_VISIT)


def news_of(user: User, since: datetime.datetime) -> list[News]:
    """Return what happened from `since` on that concerns `user`, the latest first."""
    found: list[News] = [one for source in _news_sources() for one in source(user, since)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def asks_of_news(user: User, since: datetime.datetime) -> list[Ask]:
    """Return what `news_of` asks of the database, as far as the sources know it beforehand."""
    return [ask for source in _news_sources() if isinstance(source, Source) for ask in source.asks(user, since)]


def _news_sources() -> list[NewsSource]:
    return [import_string(path) for path in settings.NEWS_SOURCES]
