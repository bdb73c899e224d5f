"""The work that no page waits for, in one process beside the server of `make run`: tasks, and what time brings.

A server of its own runs `db_worker` and a timer of `run_due` instead (docs/operations.md).
"""

import logging
import os
import signal
import time
from types import FrameType

from django.db import connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from amif_network.outbox import due

# Seconds between two looks at the tasks, and between two looks at what time brought.
PAUSE = 1
MINUTE = 60
logger = logging.getLogger(__name__)


def start() -> int:
    """Fork the process and return its number; it ends by itself soon after the process that calls this, however that ends.

    To be called while this process has one thread and no connection.
    """
    master = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            Background(master).run()
        finally:
            os._exit(0)
    return child


class Background:
    """Does tasks and due work until it is told to end, or its master is gone; what it has in hand is finished first."""

    def __init__(self, master: int) -> None:
        self.master = master
        self.going = True
        self.asleep = False
        self.next_minute = 0.0
        self.worker = Worker(
            queue_names=["default"],
            interval=PAUSE,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Work until the end."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        while self.going and os.getppid() == self.master:
            try:
                self.work()
            except Exception:  # the database may be away for a while: this process lives as long as its master
                logger.exception("The background work was interrupted.")
                connections.close_all()
            self.sleep()

    def work(self) -> None:
        """Do the tasks that wait, and once a minute what time brought."""
        self.worker.run()
        if self.going and time.monotonic() >= self.next_minute:
            self.next_minute = time.monotonic() + MINUTE
            due.run(at=timezone.now())

    def sleep(self) -> None:
        """Wait for the next look."""
        self.asleep = True
        if self.going:
            time.sleep(PAUSE)
        self.asleep = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        """End after the piece of work in hand, at once where there is none."""
        self.going = self.worker.running = False
        if self.asleep:
            raise SystemExit
