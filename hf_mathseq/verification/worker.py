"""A process for symbolic proofs that can be killed; it is started once and reused.

The budget of a job is CPU time, counted by the operating system in the worker itself, so that a
loaded machine proves as much as an idle one. A clock in this process is the second line of
defence.
"""

from __future__ import annotations

import atexit
import signal
from collections.abc import Sequence
from typing import Any

from hf_mathseq.processes.worker import JsonWorker

CPU_SECONDS = 0.5
"""CPU time of one proof."""
WALL_FACTOR = 20.0
"""Time by the clock for each second of CPU time: no load of a machine decides a verdict."""
UNTIMED_FACTOR = 1.6
"""The same on systems without CPU timers (Windows), where the clock is the only limit."""


class ProofWorker:
    """Asks whether expressions simplify to 0, within limits.

    Args:
        cpu_seconds: CPU time of one proof.
        wall_seconds: Time of one proof by the clock; by default far more than the CPU time.
    """

    def __init__(self, cpu_seconds: float = CPU_SECONDS, wall_seconds: float | None = None) -> None:
        factor = WALL_FACTOR if hasattr(signal, "setitimer") else UNTIMED_FACTOR
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = factor * cpu_seconds if wall_seconds is None else wall_seconds
        self._worker = JsonWorker("hf_mathseq.verification.proof")

    @property
    def pid(self) -> int | None:
        """The worker's process id, or None when none is running."""
        return self._worker.pid

    def proves(self, antiderivative: Sequence[str], integrand: Sequence[str]) -> bool:
        """Return whether SymPy shows F' = f within the budget; False is no disproof.

        Args:
            antiderivative: Prefix words of F.
            integrand: Prefix words of f.
        """
        return self._zero({"antiderivative": list(antiderivative), "integrand": list(integrand)})

    def vanishes(self, expression: Sequence[str]) -> bool:
        """Return whether SymPy shows an expression to be 0 within the budget.

        Args:
            expression: Its prefix words.
        """
        return self._zero({"expression": list(expression)})

    def _zero(self, job: dict[str, Any]) -> bool:
        answer = self._worker.ask({**job, "cpu_seconds": self._cpu_seconds}, self._wall_seconds)
        return answer is not None and bool(answer["zero"])

    def close(self) -> None:
        """End the worker; the next proof starts another one."""
        self._worker.close()


_shared: ProofWorker | None = None


def shared_worker() -> ProofWorker:
    """Return the worker of this process; it ends with the process."""
    global _shared
    if _shared is None:
        _shared = ProofWorker()
        atexit.register(_shared.close)
    return _shared
