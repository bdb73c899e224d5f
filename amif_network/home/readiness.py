"""Whether this node can do its work: asked by whoever watches the portal, or shares requests among several nodes."""

import datetime
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

# Milliseconds that the database may take for one answer, and minutes that a task may wait for a worker.
PATIENCE = 2000
WAITING = 5
READY = "ready"


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 where every part is ready, else 503; each part says in a few words what it lacks."""
    parts = standing()
    ready = all(words == READY for words in parts.values())
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)


def standing() -> dict[str, str]:
    """Return what each part says; bounded in time by PATIENCE for each question and `connect_timeout`."""
    of_database: dict[str, Callable[[], str]] = {"migrations": migrations, "cache": cache_table, "worker": worker}
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE:d}")
            said = {"database": READY, **{name: look() for name, look in of_database.items()}}
    except Error:
        # Its own words may name hosts and accounts.
        said = {"database": "does not answer", **dict.fromkeys(of_database, "unknown")}
    return {**said, "storage": storage()}


@cache
def _migrations_of_code() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def migrations() -> str:
    """Tell whether the tables are those of this code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return "no tables: run prepare_database"
        cursor.execute("SELECT app, name FROM django_migrations")
        missing = _migrations_of_code() - set(cursor.fetchall())
    return f"{len(missing)} not applied: run prepare_database" if missing else READY


def cache_table() -> str:
    """Tell whether the table is there in which wrong passwords are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [str(settings.CACHES["default"]["LOCATION"])])
        return READY if cursor.fetchone()[0] else "its table is missing: run prepare_database"


def worker() -> str:
    """Tell whether somebody does the tasks: none has been waiting for longer than WAITING minutes."""
    before = timezone.now() - datetime.timedelta(minutes=WAITING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [DBTaskResult._meta.db_table])
        if not cursor.fetchone()[0]:
            return "unknown"
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=before).count()
    return f"{waiting} tasks wait for more than {WAITING} minutes: is a worker running?" if waiting else READY


def storage() -> str:
    """Tell whether files can be written; nothing is written."""
    if not isinstance(default_storage, FileSystemStorage):
        store: Any = default_storage
        return store.is_away() or READY
    place = Path(default_storage.location)
    # It is made with the first file.
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK | os.X_OK):
        return "its folder cannot be written to"
    return READY if os.statvfs(place).f_bavail else "its disk is full"
