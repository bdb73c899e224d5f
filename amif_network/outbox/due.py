"""What has to be done as time passes, by whoever it belongs to."""

import datetime
import logging

from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from amif_network.core import origin

from . import delivery

# How long it stays in the database that a task ran, and how it ended.
KEPT = datetime.timedelta(days=14)
logger = logging.getLogger(__name__)


def run(*, at: datetime.datetime) -> int:
    """Do what is due at the moment `at`; return how many pieces of work failed.

    Safe to run as often as one likes, also twice at a time: what is done is known from the database. A piece of work
    that fails is written to the log of the server and keeps nothing else from being done; the next run tries it again.
    """
    delivery.mark_lost(at=at)
    failed = 0
    for path in settings.DUE_WORK:
        try:
            with origin.at_work(origin.DUE):
                import_string(path)(at=at)
        except Exception:
            logger.exception("Due work failed: %s", path)
            failed += 1
    delivery.deliver_due(at=at)
    _forget_old_tasks(at)
    return failed


def _forget_old_tasks(at: datetime.datetime) -> None:
    """Delete what is known of tasks that ended, or whose worker did, long ago."""
    DBTaskResult.objects.exclude(status="READY").filter(enqueued_at__lte=at - KEPT).delete()
