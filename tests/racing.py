"""Two people at a time: what happens to the one who comes while the other has not finished."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection, connections, transaction

WAITING_FOR_US = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"


def while_waiting[Answer](late: Callable[[], Answer], first: Callable[[], Any]) -> Answer:
    """Do `first`, keep it open until `late` waits for it in a thread of its own, then let both end; return what `late` returned.

    `late` sees the database as it stood before `first` until it waits for a lock. The test needs real transactions.
    """

    def run() -> Answer:
        try:
            return late()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            first()
            answer = pool.submit(run)
            _wait_until_blocked(answer)
        return answer.result()


def _wait_until_blocked(answer: Future) -> None:
    with connection.cursor() as cursor:
        while not answer.done():
            cursor.execute(WAITING_FOR_US)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)


def at_once(work: Callable[[], Any], times: int) -> list[Any]:
    """Do `work` in so many threads at the same time, and return what each said. The test needs real transactions."""

    def run() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=times) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(times)]]
