"""Threads that wait for one another leave a busy machine's cores to others soon."""

from __future__ import annotations

import os

SPINS = 50_000
"""Turns of a waiting thread before it sleeps; 300,000 by default in GNU's OpenMP, which torch has.

With three other processes on two cores the quickstart recipe made 0.2 updates a second by default,
2.8 so; with nothing beside it 10.6 and 10.8; 1,000 turns or sleeping at once cost a third of that.
"""


def wait_briefly() -> None:
    """Let threads sleep after `SPINS` turns, unless the environment says how they wait.

    Holds for a torch that is imported afterwards.
    """
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", str(SPINS))
