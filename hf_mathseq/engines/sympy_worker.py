"""The worker's side of `sympy_answers`: `integrate` and `dsolve` with a limit of processor time.

A job is `{"kind", "words", "cpu_seconds"}` with prefix words; the answer is `{"answers",
"used_seconds"}`, each answer in prefix words. When the time is spent the process ends; the other
side starts another one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from hf_mathseq.engines.questions import EQUATION, INTEGRAL
from hf_mathseq.processes.serving import limit_cpu, serve
from hf_mathseq.symbolic.expression import ExpressionError
from hf_mathseq.symbolic.sympy_bridge import prefix_from_sympy, sympy_from_prefix

_CONSTANTS = {"C1": "a8", "C2": "a9"}
"""SymPy's constants of integration -> the published ones."""


def integral(words: Sequence[str]) -> list[Any]:
    """Return SymPy's antiderivative by x."""
    import sympy

    return [sympy.integrate(sympy_from_prefix(words), sympy_from_prefix(["x"])).doit()]


def solutions(words: Sequence[str]) -> list[Any]:
    """Return SymPy's explicit solutions; variable and function may take complex values.

    SymPy's methods find more solutions where they need not keep to real values.
    """
    import sympy

    x, f = sympy.Symbol("x"), sympy.Function("f")
    published_x, published_f = sympy_from_prefix(["x"]), sympy_from_prefix(["f", "x"])
    equation = sympy_from_prefix(words).replace(published_f.func, f).subs(published_x, x)
    found = sympy.dsolve(equation, f(x))
    explicit = []
    for each in found if isinstance(found, list) else [found]:
        if each.lhs == f(x):
            explicit.append(each.rhs)
        else:
            explicit += sympy.solve(each, f(x))
    return explicit


_KINDS: dict[str, Callable[[Sequence[str]], list[Any]]] = {
    INTEGRAL: integral,
    EQUATION: solutions,
}


def answer(job: dict[str, Any]) -> dict[str, Any]:
    """Return SymPy's answers to a job; none where anything goes wrong inside SymPy."""
    limit_cpu(job["cpu_seconds"])
    start = time.process_time()
    try:
        found = _KINDS[job["kind"]](job["words"])
    except Exception:  # SymPy's methods raise whatever they meet
        found = []
    answers = [words for words in map(_published, found) if words is not None]
    limit_cpu(0)
    return {"answers": answers, "used_seconds": time.process_time() - start}


def _published(obj: Any) -> list[str] | None:
    try:
        return [_CONSTANTS.get(word, word) for word in prefix_from_sympy(obj)]
    except ExpressionError:
        return None


if __name__ == "__main__":
    serve(answer)
