"""The worker's side of SymPy as an integrator: the published rule under a budget of steps.

A job is `{"integrand", "steps", "cpu_seconds"}` with prefix words; the answer is
`{"antiderivative"}`, prefix words or None, or `{"ended"}`, the signal by which somebody else (a
user, a system without memory) ended the job. Every job runs in a fork of this process, taken before
SymPy has integrated anything but `_WARM_UP`: what an earlier job left in SymPy's caches and
counters cannot change an answer. Steps are what Python's profiler sees (calls and returns of Python
and of C functions); when they are used up, the fork ends itself.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Sequence
from typing import Any

from hf_mathseq.processes.serving import limit_cpu, serve

_WARM_UP = ("mul x exp x", "div sin x x", "sqrt add x sin x")
_FIRST_DUMMY = 10**6
"""SymPy numbers its dummy symbols from a random number on, and their order follows the numbers."""
_OF_OTHERS = ("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP")
"""Signals that no computation ends itself with."""


def published_rule(integrand: Sequence[str]) -> list[str] | None:
    """Integrate as the published program does: Risch's algorithm first, then all that SymPy has.

    Args:
        integrand: Prefix words of f.

    Returns:
        Prefix words; None where the integral is proved non-elementary, stays unevaluated, or has
        parts without a published word (special functions, cases, infinities).
    """
    import sympy
    from sympy.integrals.risch import NonElementaryIntegral

    from hf_mathseq.symbolic.expression import ExpressionError
    from hf_mathseq.symbolic.sympy_bridge import prefix_from_sympy, sympy_from_prefix

    x = sympy.Symbol("x", real=True, nonzero=True)
    answer = sympy.integrate(sympy_from_prefix(integrand), x, risch=True)
    if isinstance(answer, NonElementaryIntegral):
        return None
    try:
        return prefix_from_sympy(answer.doit())
    except ExpressionError:
        return None


def answer_in_fork(job: dict[str, Any]) -> dict[str, Any]:
    """Run one job in a fork of this process; a fork that ends itself has found nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer_and_exit(job, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        found = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        if name in _OF_OTHERS:
            return {"ended": name}
    try:
        return {"antiderivative": json.loads(found)}
    except ValueError:  # nothing, or a part of an answer
        return {"antiderivative": None}


def _answer_and_exit(job: dict[str, Any], writing: int) -> None:
    limit_cpu(job["cpu_seconds"])
    _limit_steps(job["steps"])
    try:
        answer = published_rule(job["integrand"])
    except Exception:  # whatever goes wrong inside SymPy, nothing is found
        answer = None
    sys.setprofile(None)
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(json.dumps(answer).encode())
    os._exit(0)


def _limit_steps(steps: int) -> None:
    """End this process after so many calls and returns."""
    left = steps

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os._exit(0)

    sys.setprofile(count)


def _prepare() -> None:
    """Bring SymPy into the state that every fork starts from."""
    import sympy
    from sympy.core import random as sympy_random

    sympy.Dummy._base_dummy_index = _FIRST_DUMMY
    sympy_random.seed(0)
    random.seed(0)
    for words in _WARM_UP:
        published_rule(words.split())


if __name__ == "__main__":
    _prepare()
    serve(answer_in_fork)
