"""The worker's side of `worker.JsonWorker`: one JSON job a line in, one JSON answer a line out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

MAX_MEMORY = 2 << 30
"""Bytes of address space."""
MAX_RECURSION = 20_000


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]], memory: int = MAX_MEMORY) -> None:
    """Answer jobs from standard input until it ends, with limited memory and deep recursion.

    Args:
        answer: Takes a job, returns JSON values; the job's id is added.
        memory: Bytes of address space that the process may have.
    """
    limit_memory(memory)
    sys.setrecursionlimit(MAX_RECURSION)
    _write({"id": "ready"})
    for line in sys.stdin:
        job = json.loads(line)
        _write({**answer(job), "id": job["id"]})


def limit_memory(memory: int = MAX_MEMORY) -> None:
    """Let allocations beyond so many bytes fail, where the system can limit them."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu(seconds: float) -> None:
    """End this process after so much more CPU time; 0 lifts the limit."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _write(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
