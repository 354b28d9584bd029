"""Verified equations per second of ode/ode1 and ode/ode2 on one core, beside a SymPy pipeline.

Run `OMP_NUM_THREADS=1 python benchmarks/ode.py` (about three minutes); the result is written to
`benchmarks/results/ode.json`. Rates are per second of processor time and compare runs of this one
process. The same settings (those of the published data) are drawn by both; the SymPy pipeline does
what the published program does, with its limit of eight seconds for a draw and one for a
simplification: solve for the constants, differentiate, factor, simplify every second equation,
and accept what vanishes at a fifth of the probed points. The shares are those of the stages of
ours; peak memory is that of a process of its own.
"""

from __future__ import annotations

import argparse
import itertools
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from integration_bwd import memory
from measuring import machine, store, timed_blocks
from stage_times import OF_EQUATIONS, stage_shares

from hf_mathseq.encodings.prefix import clean
from hf_mathseq.symbolic.expression import ExpressionError, write_prefix
from hf_mathseq.symbolic.sympy_bridge import prefix_from_sympy, to_sympy
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.drawn_functions import checked_function
from hf_mathseq.tasks.ode_construction import CONSTANTS, general_solution
from hf_mathseq.tasks.required_leaves import RequiredLeaves

RESULT = Path(__file__).parent / "results" / "ode.json"
# The published program's limits for a whole draw and for a simplification.
DRAW_TIMEOUT_S, SIMPLIFY_TIMEOUT_S = 8, 1
PROBES = (-1.9, -1.1, -0.9, -0.1, 0.1, 0.9, 1.1, 1.9)
PROBED_SHARE, PROBED_ZERO = 0.2, 1e-13
X = sympy.Symbol("x", real=True, nonzero=True)
Y = sympy.Function("f", real=True, nonzero=True)(X)
SYMBOLS = [sympy.Symbol(name, real=True) for name in CONSTANTS]
REJECTING = (ValueError, AttributeError, NotImplementedError, RecursionError, TypeError)


class _TimeoutError(BaseException):
    """Not an ordinary exception: SymPy's broad handlers must not swallow it."""


def _give_up(*_: object) -> None:
    raise _TimeoutError


def our_rate(name: str, blocks: int) -> dict[str, Any]:
    """Draw blocks that have not been drawn before in this process."""
    task = get_task(name)
    rates, accepted, attempts = [], 0, 0
    for drawn, seconds in timed_blocks(task, blocks):
        rates.append(len(drawn) / seconds)
        accepted += len(drawn)
        attempts += drawn.attempts
    rate = float(np.median(rates))
    return {"pairs per second": rate, "draws": attempts, "accepted": accepted / attempts}


def sympy_rate(name: str, draws_wanted: int) -> dict[str, Any]:
    """Run the SymPy pipeline on some draws."""
    task: Any = get_task(name)
    draws = BufferedDraws(task.config.trees, np.random.default_rng(0))
    leaves = RequiredLeaves(draws, CONSTANTS[: task.order])
    signal.signal(signal.SIGALRM, _give_up)
    accepted = timeouts = 0
    start = time.process_time()
    for _ in range(draws_wanted):
        operators = draws.integer(task.config.min_ops, task.config.max_ops + 1)
        words = random_words(leaves, operators)
        signal.alarm(DRAW_TIMEOUT_S)
        try:
            accepted += sympy_pair(words, task.order, draws)
        except _TimeoutError:
            timeouts += 1
        except (ExpressionError, *REJECTING):
            continue
        finally:
            signal.alarm(0)
    seconds = time.process_time() - start
    return {
        "pairs per second": accepted / seconds,
        "draws": draws_wanted,
        "accepted": accepted / draws_wanted,
        "timeouts": timeouts,
    }


def sympy_pair(words: list[str], order: int, draws: BufferedDraws) -> bool:
    """Return whether SymPy makes a pair of a draw as the published program does."""
    simplest = general_solution(checked_function(words), CONSTANTS[:order])
    if simplest is None:
        return False
    solution = to_sympy(simplest)
    equation, value = solution, Y
    for constant in SYMBOLS[:order]:
        found = sympy.solve(equation - value, constant, check=False, simplify=False)
        found = [one for one in found if one.has(X)]
        if not found:
            return False
        equation, value = found[draws.integer(0, len(found))].diff(X), sympy.Integer(0)
    highest = Y.diff(X, order)
    if not equation.has(highest):
        return False
    equation = _without_factors(equation, highest)
    if draws.uniform() < 0.5:
        equation = _simplified(equation)
    limit = get_task("ode/ode1").config.max_len - 2
    lengths = len(clean(prefix_from_sympy(equation))), len(write_prefix(simplest))
    return max(lengths) <= limit and _checked(equation, solution)


def _without_factors(equation: Any, highest: Any) -> Any:
    factored = sympy.factor(equation)
    if not factored.is_Mul:
        return equation
    kept = [part for part in factored.args if not part.is_nonzero and part.has(highest)]
    return sympy.Mul(*kept) if kept else factored


def _simplified(expression: Any) -> Any:
    """Return SymPy's simplification, or the expression itself if that takes too long."""
    left = signal.alarm(SIMPLIFY_TIMEOUT_S)
    try:
        return sympy.simplify(expression)
    except _TimeoutError:
        return expression
    finally:
        signal.alarm(max(left - SIMPLIFY_TIMEOUT_S, 1))


def _checked(equation: Any, solution: Any) -> bool:
    residual = _simplified(equation.subs(Y, solution).doit())
    if residual == 0:
        return True
    symbols = sorted(residual.free_symbols, key=str)
    points = itertools.product(PROBES, repeat=len(symbols))
    values = [abs(residual.subs(dict(zip(symbols, p, strict=True))).evalf()) for p in points]
    zeros = sum(bool(value.is_number and value <= PROBED_ZERO) for value in values)
    return zeros >= PROBED_SHARE * len(values)


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blocks", type=int, default=8, help="blocks of ours to draw")
    parser.add_argument("--draws", type=int, default=40, help="draws of the SymPy pipeline")
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    result: dict[str, Any] = {"machine": machine(sympy=sympy.__version__)}
    for name in ("ode/ode1", "ode/ode2"):
        ours, plain = our_rate(name, arguments.blocks), sympy_rate(name, arguments.draws)
        result[name] = {
            "ours, every pair verified": ours,
            "plain SymPy": plain,
            "ratio": ours["pairs per second"] / max(plain["pairs per second"], 1e-9),
            "shares of the time": stage_shares(name, OF_EQUATIONS, 2),
            "peak memory in MB": memory(name, 2 * arguments.blocks),
        }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
