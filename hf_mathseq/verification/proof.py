"""The worker's side of symbolic proofs.

A job is `{"antiderivative", "integrand", "cpu_seconds"}` or `{"expression", "cpu_seconds"}` with
prefix words; the answer is `{"zero"}`: whether SymPy simplifies F' - f, or the expression, to 0.
SymPy objects are built directly, operator by operator. On POSIX systems the operating system ends
this process when a job has used its CPU time or the process its memory; the parent takes that for
"not proven".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hf_mathseq.processes.serving import limit_cpu, serve


def simplifies_to_zero(antiderivative: Sequence[str], integrand: Sequence[str]) -> bool:
    """Return whether SymPy reduces F' - f to 0.

    Args:
        antiderivative: Prefix words of F.
        integrand: Prefix words of f.
    """
    import sympy

    from hf_mathseq.symbolic.sympy_bridge import sympy_from_prefix

    primitive = sympy_from_prefix(antiderivative)
    target = sympy_from_prefix(integrand)
    x = sympy.Symbol("x", real=True, nonzero=True)
    difference = sympy.diff(primitive, x) - target
    return bool(difference == 0 or sympy.simplify(difference) == 0)


def vanishes(expression: Sequence[str]) -> bool:
    """Return whether SymPy reduces an expression to 0.

    Args:
        expression: Its prefix words.
    """
    import sympy

    from hf_mathseq.symbolic.sympy_bridge import sympy_from_prefix

    return bool(sympy.simplify(sympy_from_prefix(expression)) == 0)


def prove(job: dict[str, Any]) -> dict[str, Any]:
    """Answer one job within its CPU time."""
    limit_cpu(job["cpu_seconds"])
    try:
        if "expression" in job:
            zero = vanishes(job["expression"])
        else:
            zero = simplifies_to_zero(job["antiderivative"], job["integrand"])
    except Exception:  # whatever goes wrong inside SymPy, nothing is proven
        zero = False
    limit_cpu(0)
    return {"zero": zero}


if __name__ == "__main__":
    import sympy  # noqa: F401  loaded before the first job's clock starts

    serve(prove)
