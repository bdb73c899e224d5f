"""What a benchmark hands in, and how two ways of doing one thing are timed against each other."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: medians in seconds, measured in the same run; `goal` is the highest ratio allowed."""

    name: str
    scale: str
    median: float
    reference: float
    goal: float | None = None

    @property
    def ratio(self) -> float:
        """How long it takes, measured in references."""
        return self.median / self.reference

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None when there is none."""
        return None if self.goal is None else self.ratio <= self.goal


def compare(run: Callable[[], object], reference: Callable[[], object], *, times: int) -> tuple[float, float]:
    """Return the median seconds of `run` and of `reference`, taken in turns after one warm-up of each."""
    run()
    reference()
    ours, theirs = [], []
    for _ in range(times):
        ours.append(seconds(run))
        theirs.append(seconds(reference))
    return statistics.median(ours), statistics.median(theirs)


def seconds(run: Callable[[], object]) -> float:
    """Return how long one call takes on the clock."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start
