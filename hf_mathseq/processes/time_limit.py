"""Limits of processor time, with the clock as an outer bound.

What ends by processor time finds the same on a machine under load as on an idle one, only later.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

WALL_SECONDS = 20.0
"""Time by the clock, at least, for what waits and uses no processor time."""
WALL_FACTOR = 2.0
"""Time by the clock for each second of processor time, for machines under load."""


def wall_seconds(cpu_seconds: float) -> float:
    """Return how long something may take by the clock that has so much processor time."""
    return max(WALL_SECONDS, WALL_FACTOR * cpu_seconds)


class TimeIsUpError(Exception):
    """The time of the limit in force is used up."""


class TimeLimit:
    """Processor time of the thread that looks at it and of programs that are asked.

    Args:
        cpu_seconds: Processor time from now on.
        elsewhere: Returns the processor time that other programs have used, from any start.
    """

    def __init__(self, cpu_seconds: float, elsewhere: Callable[[], float]) -> None:
        self._elsewhere = elsewhere
        self._end = self._used() + cpu_seconds
        self._wall_end = time.monotonic() + wall_seconds(cpu_seconds)

    def left(self) -> float:
        """Return how many seconds are left, of processor time or by the clock; 0 at the end."""
        return max(0.0, min(self._end - self._used(), self._wall_end - time.monotonic()))

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Let `check` look at this limit, in place of one around it."""
        before = _IN_FORCE.set(self)
        try:
            yield
        finally:
            _IN_FORCE.reset(before)

    def _used(self) -> float:
        return time.thread_time() + self._elsewhere()


_IN_FORCE: ContextVar[TimeLimit | None] = ContextVar("time limit in force", default=None)


def check() -> None:
    """End what is under way if its time is up; for long searches, between their steps.

    Raises:
        TimeIsUpError: The limit in force has nothing left.
    """
    limit = _IN_FORCE.get()
    if limit is not None and limit.left() <= 0:
        raise TimeIsUpError
