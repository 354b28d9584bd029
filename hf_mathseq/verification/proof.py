"""The worker's side of symbolic proofs: one JSON job a line in, one JSON answer a line out.

A job is `{"id", "antiderivative", "integrand", "cpu_seconds"}` with prefix words; the answer is
`{"id", "zero"}`: whether SymPy simplifies F' - f to 0. SymPy objects are built directly, operator
by operator. On POSIX systems the operating system ends this process when a job has used its CPU
time or the process its memory; the parent takes that for "not proven".
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

MAX_MEMORY = 2 << 30
"""Bytes of address space."""
MAX_RECURSION = 20_000


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


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cpu(seconds: float) -> None:
    """End this process after so much more CPU time; 0 lifts the limit."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)


def main() -> None:
    """Answer jobs from standard input until it ends."""
    import sympy  # noqa: F401  loaded before the first job's clock starts

    _limit_memory()
    sys.setrecursionlimit(MAX_RECURSION)
    sys.stdout.write(json.dumps({"id": "ready"}) + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        job = json.loads(line)
        _limit_cpu(job["cpu_seconds"])
        try:
            zero = simplifies_to_zero(job["antiderivative"], job["integrand"])
        except Exception:  # whatever goes wrong inside SymPy, nothing is proven
            zero = False
        _limit_cpu(0)
        sys.stdout.write(json.dumps({"id": job["id"], "zero": zero}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
