"""The work of one person, and what is new to them, gathered from all apps (the settings WORK_SOURCES and NEWS_SOURCES)."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from amif_network.accounts.models import AccessEntry, AccessKind, User
from amif_network.core.work import News, Task, Work

WorkSource = Callable[[User, datetime.date], Work]
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


def work_of(user: User, day: datetime.date) -> Work:
    """Return all that `user` must do and waits for on `day`, what presses most first; as many queries for any number of tasks."""
    parts: list[Work] = [import_string(path)(user, day) for path in settings.WORK_SOURCES]
    return Work(in_order(task for part in parts for task in part.must), in_order(task for part in parts for task in part.waits))


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
    midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    entries = AccessEntry.objects.filter(user=user, kind=AccessKind.SIGNED_IN, at__lt=midnight).order_by("-at")
    return entries.values_list("at", flat=True).first()


def since_when(visit: datetime.datetime | None, day: datetime.date) -> datetime.datetime:
    """Return from when on something is new: the last visit, four weeks ago for whoever was never here."""
    midnight = timezone.make_aware(datetime.datetime.combine(day - FIRST_VISIT, datetime.time.min))
    return visit or midnight


def news_of(user: User, since: datetime.datetime) -> list[News]:
    """Return what happened from `since` on that concerns `user`, the latest first."""
    found: list[News] = [one for path in settings.NEWS_SOURCES for one in import_string(path)(user, since)]
    return sorted(found, key=lambda one: one.at, reverse=True)
