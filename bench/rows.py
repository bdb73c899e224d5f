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


Clock = Callable[[], float]


def compare(
    run: Callable[[], object],
    reference: Callable[[], object],
    *,
    times: int,
    clock: Clock = time.perf_counter,
    before: Callable[[], object] = bool,
) -> tuple[float, float]:
    """Return the median seconds of `run` and of `reference`, taken in turns after one warm-up of each.

    `before` is done each time before `run`, and not measured.
    Work that waits for nothing may be measured in processor time (`time.process_time`): other programs
    on the machine then disturb it less.
    """
    run()
    reference()
    ours, theirs = [], []
    for _ in range(times):
        before()
        ours.append(seconds(run, clock))
        theirs.append(seconds(reference, clock))
    return statistics.median(ours), statistics.median(theirs)


def seconds(run: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """Return how long one call takes by this clock."""
    start = clock()
    run()
    return clock() - start
