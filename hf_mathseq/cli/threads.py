"""Threads that wait for one another leave a busy machine's cores to others soon."""

from __future__ import annotations

import os

SPINS = 50_000
"""Turns of a waiting thread before it sleeps; 300,000 by default in GNU's OpenMP, which torch has.

Updates a second of the quickstart recipe on two cores: 13.0 so, 11.3 by default and 8.7 with 1,000
turns; beside three busy processes 1.7, 1.3 and 2.6 (`benchmarks/thread_waits.py`, one run each).
"""


def wait_briefly() -> None:
    """Let threads sleep after `SPINS` turns, unless the environment says how they wait.

    Holds for a torch that is imported afterwards.
    """
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", str(SPINS))
