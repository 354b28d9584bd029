"""SymPy's own answers to integrals and differential equations, from a process that can be killed.

Unlike `SympyEngine` it counts no steps and may take as long as it is given: what it finds depends
on the machine's speed. It is for answers that are checked, not for data.
"""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.processes.time_limit import wall_seconds
from hf_mathseq.processes.worker import JsonWorker


class SympyAnswers:
    """Asks SymPy's `integrate` and `dsolve`.

    Attributes:
        used_seconds: Processor time that all answers have taken; starting is not counted.
    """

    def __init__(self) -> None:
        self.used_seconds = 0.0
        self._worker = JsonWorker("hf_mathseq.engines.sympy_worker")

    @property
    def pid(self) -> int | None:
        """The worker's process id, or None when none is running."""
        return self._worker.pid

    def ask(self, kind: str, words: Sequence[str], seconds: float) -> list[list[str]]:
        """Return the answers that SymPy gives in published words.

        Args:
            kind: INTEGRAL, or EQUATION for a differential equation.
            words: Prefix words of the integrand, or of the expression that must vanish.
            seconds: Processor time.
        """
        job = {"kind": kind, "words": list(words), "cpu_seconds": seconds}
        answer = self._worker.ask(job, wall_seconds(seconds))
        # One that has been ended has used what it was given.
        self.used_seconds += seconds if answer is None else answer["used_seconds"]
        return [] if answer is None else answer["answers"]

    def close(self) -> None:
        """End the worker; the next question starts another one."""
        self._worker.close()
