"""Open pages ask the server something every few seconds: a test has ended only when every answer has been given."""

import threading
import time
from typing import Any

from django.core.signals import request_finished, request_started

# Seconds without a request after which nothing more is on its way, and the longest wait.
QUIET = 0.15
PATIENCE = 20


class Traffic:
    """Counts the requests that the servers of this process are answering."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = 0
        self._last = 0.0
        request_started.connect(self._started)
        request_finished.connect(self._finished)

    def _started(self, **kwargs: Any) -> None:
        with self._lock:
            self._open += 1
            self._last = time.monotonic()

    def _finished(self, **kwargs: Any) -> None:
        with self._lock:
            self._open -= 1
            self._last = time.monotonic()

    def wait_for_the_end(self) -> None:
        """Return when nothing has been asked for a moment and everything asked is answered."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._open <= 0 and time.monotonic() - self._last > QUIET:
                return
            time.sleep(0.02)
        raise RuntimeError("The server of the tests is still answering.")
