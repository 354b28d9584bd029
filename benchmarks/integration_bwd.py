"""Verified pairs per second of integration/bwd on one core, beside a plain SymPy pipeline.

Run `OMP_NUM_THREADS=1 python benchmarks/integration_bwd.py`; the result is written to
`benchmarks/results/integration_bwd.json`. Rates are per second of processor time and compare runs
of this one process. The same settings (those of the published data) are drawn by both; the SymPy
pipeline does what the published program does, with its time limits: build the drawn tree,
differentiate, simplify every second derivative, write both sides. It does not verify its pairs.

With `--reference FILE` (a published `.counts` file) lengths and operators are reported beside it.
`--profile` adds the share of every stage of ours. Peak memory is that of a process of its own that
draws four times as many blocks. All of it takes about a minute. A compiled core (CONTRIBUTING.md)
is measured by the same command with its folder in PYTHONPATH and
`--output benchmarks/results/integration_bwd_compiled.json`.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from measuring import machine, store, timed_blocks
from stage_times import OF_INTEGRATION, stage_shares

from hf_mathseq.encodings.prefix import ARITY, count_operators
from hf_mathseq.symbolic import nodes
from hf_mathseq.symbolic.expression import ExpressionError
from hf_mathseq.symbolic.sympy_bridge import prefix_from_sympy, sympy_from_prefix
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.integration_options import IntegrationConfig

RESULT = Path(__file__).parent / "results" / "integration_bwd.json"
SAMPLE = Path(__file__).parents[1] / "tests" / "data" / "symbolic" / "prim_bwd.counts"
MAX_WORDS = IntegrationConfig().max_len - 2
# The published program's limits for simplifying and for a whole draw.
SIMPLIFY_TIMEOUT_S, DRAW_TIMEOUT_S = 2, 5
LISTED = ("add", "mul", "pow", "sqrt", "exp", "ln", "sin", "cos", "tan")


class _TimeoutError(BaseException):
    """Not an ordinary exception: SymPy's broad handlers must not swallow it."""


def _give_up(*_: object) -> None:
    raise _TimeoutError


def sympy_pair(words: list[str], simplify: bool, operators: int) -> tuple[list[str], list[str]]:
    """Return the words of f and F as the published program makes them.

    Raises:
        ExpressionError: The draw is rejected.
    """
    x = sympy.Symbol("x", real=True, nonzero=True)
    answer = sympy_from_prefix(words)
    if not answer.has(x):
        raise ExpressionError("no x")
    if answer.is_Add:
        answer = sympy.Add(*[term for term in answer.args if term.has(x)])
    problem = answer.diff(x)
    if simplify:
        problem = simplified(problem)
    pair = prefix_from_sympy(problem), prefix_from_sympy(answer)
    too_long = max(map(len, pair)) > MAX_WORDS
    if too_long or "I" in pair[0] or "I" in pair[1] or 2 * count_operators(pair[1]) < operators:
        raise ExpressionError("rejected")
    return pair


def simplified(problem: Any) -> Any:
    """Return SymPy's simplification, or the problem itself if that takes too long."""
    signal.alarm(SIMPLIFY_TIMEOUT_S)
    try:
        return sympy.simplify(problem)
    except _TimeoutError:
        return problem
    finally:
        signal.alarm(0)


def sympy_rate(draws_wanted: int, seed: int) -> dict[str, Any]:
    """Run the SymPy pipeline on some draws."""
    rng = np.random.default_rng(seed)
    draws = BufferedDraws(IntegrationConfig().trees, rng)
    signal.signal(signal.SIGALRM, _give_up)
    pairs, timeouts = [], 0
    start = time.process_time()
    for _ in range(draws_wanted):
        operators = draws.integer(4, 16)
        words = random_words(draws, operators)
        signal.alarm(DRAW_TIMEOUT_S)
        try:
            pairs.append(sympy_pair(words, draws.uniform() < 0.5, operators))
        except _TimeoutError:
            timeouts += 1
        except (ExpressionError, ValueError, TypeError, OverflowError):
            continue
        finally:
            signal.alarm(0)
    seconds = time.process_time() - start
    return {
        "pairs per second": len(pairs) / seconds,
        "draws": draws_wanted,
        "accepted": len(pairs) / draws_wanted,
        "timeouts": timeouts,
        "lengths": lengths(pairs),
    }


def our_rate(blocks: int, **options: Any) -> dict[str, Any]:
    """Draw blocks that have not been drawn before in this process."""
    task = get_task("integration/bwd", **options)
    rates, pairs, attempts = [], [], 0
    for drawn, seconds in timed_blocks(task, blocks):
        rates.append(len(drawn) / seconds)
        attempts += drawn.attempts
        sides = [
            [text.split() for text in ids.to_text(task.vocabulary).to_pylist()]
            for ids in (drawn.inputs, drawn.targets)
        ]
        pairs += [(f[2:], answer) for f, answer in zip(*sides, strict=True)]
    return {
        "pairs per second": float(np.median(rates)),
        "draws": attempts,
        "accepted": len(pairs) / attempts,
        "lengths": lengths(pairs),
        "operators": operator_shares(answer for _, answer in pairs),
    }


# The peak of `resource.getrusage` is inherited from the parent; VmHWM is the process's own.
_DRAW_AND_REPORT = """
import re, sys
from pathlib import Path
from hf_mathseq.tasks import get_task
task = get_task(sys.argv[1])
for block in range(int(sys.argv[2])):
    task.draw("train", 0, block)
    print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def memory(name: str, blocks: int) -> dict[str, float]:
    """Return the peak memory in MB of a process that draws blocks of a task: all, and the first."""
    command = [sys.executable, "-c", _DRAW_AND_REPORT, name, str(blocks)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    kilobytes = list(map(int, run.stdout.split()))
    return {"after one block": kilobytes[0] / 1024, "after all blocks": kilobytes[-1] / 1024}


def lengths(pairs: list[tuple[list[str], list[str]]]) -> dict[str, float]:
    """Return mean and standard deviation of the numbers of words, `sub Y'` left out."""
    problems, answers = ([len(pair[i]) for pair in pairs] for i in (0, 1))
    return {
        "input mean": float(np.mean(problems)),
        "input sd": float(np.std(problems)),
        "target mean": float(np.mean(answers)),
        "target sd": float(np.std(answers)),
    }


def operator_shares(answers: Iterable[list[str]]) -> dict[str, float]:
    """Return the share of the commonest operators among all operators of the answers."""
    seen = Counter(word for words in answers for word in words if word in ARITY)
    total = sum(seen.values())
    shares = {name: seen[name] / total for name in LISTED}
    return {**shares, "others": 1 - sum(shares.values())}


def published(path: Path) -> dict[str, Any]:
    """Return the same numbers of a published file."""
    pairs = []
    for line in path.read_text().splitlines():
        count, _, pair = line.partition("|")
        problem, answer = pair.split("\t")
        pairs += [(problem.split()[2:], answer.split())] * int(count)
    return {"lengths": lengths(pairs), "operators": operator_shares(a for _, a in pairs)}


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blocks", type=int, default=12, help="blocks of ours to draw")
    parser.add_argument("--draws", type=int, default=60, help="draws of the SymPy pipeline")
    parser.add_argument("--reference", type=Path, default=SAMPLE)
    parser.add_argument("--profile", action="store_true", help="add the share of every stage")
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    ours = our_rate(arguments.blocks)
    plain = sympy_rate(arguments.draws, seed=0)
    result = {
        "machine": machine(
            sympy=sympy.__version__,
            **{"expression core": "Python" if nodes.__file__.endswith(".py") else "compiled"},
        ),
        "ours, every pair verified": ours,
        "ours, no short forms": our_rate(arguments.blocks // 3, simplify_probability=0.0),
        "ours, max_ops 5": our_rate(arguments.blocks // 3, min_ops=1, max_ops=5),
        "peak memory in MB": memory("integration/bwd", 4 * arguments.blocks),
        "plain SymPy, not verified": plain,
        "published sample": published(arguments.reference),
        "ratio": ours["pairs per second"] / plain["pairs per second"],
    }
    if arguments.profile:
        result["shares of the time"] = stage_shares(
            "integration/bwd", OF_INTEGRATION, arguments.blocks
        )
    store(result, arguments.output)


if __name__ == "__main__":
    main()
