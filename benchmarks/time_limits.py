"""Time limits inside a process, as the published program has them (POSIX alarm signals)."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager


class TimeLimitError(BaseException):
    """Not an ordinary exception: SymPy's broad handlers must not swallow it."""


def _give_up(*_: object) -> None:
    raise TimeLimitError


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `TimeLimitError` after some seconds of wall time; limits nest."""
    signal.signal(signal.SIGALRM, _give_up)
    start = time.monotonic()
    around, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        left = max(around - (time.monotonic() - start), 1e-3) if around else 0
        signal.setitimer(signal.ITIMER_REAL, left)
