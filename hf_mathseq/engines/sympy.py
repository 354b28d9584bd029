"""SymPy as an integrator: the published rule in a process of its own, under a budget of steps."""

from __future__ import annotations

import atexit
import os
from functools import cache
from typing import Any

from hf_mathseq.processes.worker import JsonWorker
from hf_mathseq.suggestions import UserError
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix, write_prefix

STEPS = 2_000_000
"""Calls and returns for one integrand, some half a second; see `SympyEngine`."""
LEAST_CPU_SECONDS = 20.0
SLOWEST_STEPS_PER_SECOND = 200_000
"""No machine should be slower: only a single call of C code that does not return takes longer."""

_WAITING = 20
"""By the clock, of the limit of CPU time: a machine under load decides nothing."""
_TRIES = 3

# The same order of sets and the same arithmetic everywhere.
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "SYMPY_GROUND_TYPES": "python"}


class SympyEngine:
    """Integrates with SymPy as the published program does (arXiv 1912.01412).

    An answer depends on the integrand, the steps, and the versions of SymPy and Python: not on the
    machine's speed, nor on what was integrated before. A limit of CPU time, far beyond what the
    steps take, ends the computation of a number that is too large to finish. Where the process is
    ended by others, or does not answer, the integrand is given to another one.

    Args:
        steps: Calls and returns of functions that one integrand may take.

    Raises:
        UserError: The system cannot fork processes (Windows).
    """

    def __init__(self, steps: int = STEPS) -> None:
        if not hasattr(os, "fork"):
            raise UserError("the integrator 'sympy' needs a system that forks: Linux or macOS")
        self._worker = JsonWorker("hf_mathseq.engines.sympy_rule", _ENVIRONMENT)
        self._steps = steps
        self._cpu_seconds = LEAST_CPU_SECONDS + steps / SLOWEST_STEPS_PER_SECOND

    @property
    def pid(self) -> int | None:
        """The worker's process id, or None when none is running."""
        return self._worker.pid

    def integrate(self, integrand: Expr) -> Expr | None:
        """Return SymPy's antiderivative by x, None where it gives none in published words.

        Raises:
            UserError: No process lived to answer.
        """
        job = {
            "integrand": write_prefix(integrand),
            "steps": self._steps,
            "cpu_seconds": self._cpu_seconds,
        }
        words = self._answer(job)
        if words is None:
            return None
        try:
            return read_prefix(words)
        except ExpressionError:
            return None

    def _answer(self, job: dict[str, Any]) -> list[str] | None:
        for _ in range(_TRIES):
            answer = self._worker.ask(job, _WAITING * self._cpu_seconds)
            if answer is not None and "antiderivative" in answer:
                words: list[str] | None = answer["antiderivative"]
                return words
        raise UserError(
            f"SymPy's process was ended or stood still {_TRIES} times in turn: is memory short? "
            "Nothing is lost, the same command goes on"
        )

    def close(self) -> None:
        """End the worker; the next integral starts another one."""
        self._worker.close()


@cache
def shared_engine(steps: int) -> SympyEngine:
    """Return this process's engine with that budget; it ends with the process."""
    engine = SympyEngine(steps)
    atexit.register(engine.close)
    return engine
