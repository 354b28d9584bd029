"""How much the integrator solves and how long it takes, beside SymPy on a part of the same.

Run `OMP_NUM_THREADS=1 python benchmarks/integrator.py` (about a minute, nearly all of it
SymPy's; `--sympy 0` leaves it out); the result is written to `benchmarks/results/integrator.json`.
Times are milliseconds of processor time of this one process.

Integrands: random functions with the published operator weights and 3 to 8 operators; the
derivatives of such functions; random functions with 3 to 15 operators (what `integration/fwd`
draws); and the integrands of a sample of the published data, all of which the published program
solved. An answer counts as solved if its derivative agrees with the integrand
(`hf_mathseq.verification.agreement`), the time of which is given by itself.
"""

from __future__ import annotations

import argparse
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from measuring import machine, store

from hf_mathseq.integrators import Budget, integrate
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix, write_prefix
from hf_mathseq.symbolic.nodes import X_BIT
from hf_mathseq.symbolic.sympy_bridge import prefix_from_sympy, sympy_from_prefix
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.tasks.integration_options import IntegrationConfig
from hf_mathseq.verification.agreement import agrees

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "integrator.json"
SAMPLE = ROOT / "tests" / "data" / "symbolic" / "prim_fwd.counts"
SYMPY_TIMEOUT_S = 5
"""SymPy's time for one integrand; the published program gives it three seconds."""


class _TimeoutError(BaseException):
    """Not an ordinary exception: SymPy's broad handlers must not swallow it."""


def random_functions(count: int, seed: int, most: int, differentiated: bool) -> list[Expr]:
    """Return real functions of x of 3 to `most` operators, or the derivatives of such."""
    draws = BufferedDraws(IntegrationConfig().trees, np.random.default_rng(seed))
    found: list[Expr] = []
    while len(found) < count:
        try:
            expr = read_prefix(random_words(draws, draws.integer(3, most + 1)))
            expr = derivative(expr) if differentiated else expr
            words = write_prefix(expr)
        except ExpressionError:
            continue
        foreign = {"I", "abs", "sign"} if differentiated else {"I"}
        if expr.symbols & X_BIT and not foreign & set(words):
            found.append(expr)
    return found


def published_integrands(path: Path) -> list[Expr]:
    """Return the integrands of a published file."""
    problems = [line.partition("|")[2].split("\t")[0] for line in path.read_text().splitlines()]
    return [read_prefix(problem.split()[2:]) for problem in problems]


def measured(integrands: Sequence[Expr], solver: Callable[[Expr], Expr | None]) -> dict[str, float]:
    """Run a solver on integrands."""
    times, checks, solved, refuted = [], 0.0, [], 0
    for integrand in integrands:
        start = time.process_time()
        answer = solver(integrand)
        times.append(1e3 * (time.process_time() - start))
        start = time.process_time()
        right = answer is not None and agrees(answer, integrand)
        checks += 1e3 * (time.process_time() - start)
        solved.append(right)
        refuted += answer is not None and not right
    failed = [ms for ms, right in zip(times, solved, strict=True) if not right]
    return {
        "integrands": len(integrands),
        "solved": sum(solved),
        "share solved": sum(solved) / len(integrands),
        "answers not confirmed": refuted,
        "ms mean": float(np.mean(times)),
        "ms median": float(np.median(times)),
        "ms largest": float(np.max(times)),
        "ms mean of the failures": float(np.mean(failed)) if failed else 0.0,
        "ms of checking, mean": checks / len(integrands),
        "solved per second": 1e3 * sum(solved) / sum(times),
    }


def by_sympy(**options: Any) -> Callable[[Expr], Expr | None]:
    """Return a solver that asks SymPy and reads its answer, under a time limit."""
    x = sympy.Symbol("x", real=True, nonzero=True)

    def give_up(*_: object) -> None:
        raise _TimeoutError

    def solve(integrand: Expr) -> Expr | None:
        signal.signal(signal.SIGALRM, give_up)
        signal.alarm(SYMPY_TIMEOUT_S)
        try:
            found = sympy.integrate(sympy_from_prefix(write_prefix(integrand)), x, **options)
            return read_prefix(prefix_from_sympy(found))
        except _TimeoutError:
            return None
        except Exception:  # whatever goes wrong in SymPy is a failure of SymPy
            return None
        finally:
            signal.alarm(0)

    return solve


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="random integrands of each kind")
    parser.add_argument("--sympy", type=int, default=15, help="of these, how many SymPy gets")
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    integrands = {
        "random functions, 3 to 8 operators": random_functions(arguments.count, 1, 8, False),
        "derivatives, 3 to 8 operators": random_functions(arguments.count, 2, 8, True),
        "random functions, 3 to 15 operators": random_functions(arguments.count, 3, 15, False),
        "published integrands": published_integrands(SAMPLE),
    }
    integrate(integrands["published integrands"][0])
    result: dict[str, Any] = {
        "machine": machine(sympy=sympy.__version__),
        "steps": Budget().left,
        "ours": {name: measured(every, integrate) for name, every in integrands.items()},
    }
    if arguments.sympy:
        parts = {name: every[: arguments.sympy] for name, every in integrands.items()}
        result["on a part"] = {
            name: {
                "ours": measured(part, integrate),
                "SymPy, Risch only": measured(part, by_sympy(risch=True)),
                "SymPy, all methods": measured(part, by_sympy()),
            }
            for name, part in parts.items()
        }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
