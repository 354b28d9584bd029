"""The three integrators of forward generation: what they solve, and pairs per second of each.

Run `OMP_NUM_THREADS=1 python benchmarks/integration_fwd.py` (about four minutes, most of them
SymPy's); the result is written to `benchmarks/results/integration_fwd.json`. Times are processor
time of this process and of the engines' processes, starting them included; rates compare runs of
this one call. FriCAS is left out where it is not installed.

Three parts: every integrator on the same random functions, as `integration/fwd` draws them; every
integrator on the integrands of the published sample, all of which the published program solved; and
whole tasks, drawing, rejecting, verifying and writing included, beside the published lengths and
the sample's operators.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from expression_samples import Pair, Sample, published_pairs
from measuring import machine, store

from hf_mathseq.engines.fricas import fricas_version
from hf_mathseq.engines.sympy import shared_engine
from hf_mathseq.symbolic.expression import Expr, read_prefix
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.forward_integrators import integrator_for
from hf_mathseq.tasks.forward_options import ForwardConfig
from hf_mathseq.tasks.forward_pairs import ForwardPairs
from hf_mathseq.verification.agreement import agrees

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "integration_fwd.json"
SAMPLE = ROOT / "tests" / "data" / "symbolic" / "prim_fwd.counts"
# arXiv 1912.01412, table 1 of the final version: mean and standard deviation, duplicates dropped.
PAPER = {"input mean": 18.9, "input sd": 6.9, "target mean": 49.6, "target sd": 48.3}
LISTED = ("add", "mul", "pow", "sqrt", "exp", "ln", "sin", "cos", "tan")


def random_integrands(count: int) -> tuple[list[Expr], int]:
    """Return functions that the task would integrate, and the number of draws they took."""
    config = ForwardConfig()
    draws = BufferedDraws(config.trees, np.random.default_rng(0))
    source = ForwardPairs(config, draws, lambda _: None)
    found: list[Expr] = []
    attempts = 0
    while len(found) < count:
        attempts += 1
        if (integrand := source.integrand()) is not None:
            found.append(integrand)
    return found, attempts


class Stopwatch:
    """Processor seconds of this process and of the processes that it has ended."""

    def __init__(self) -> None:
        self._start = self._now()

    @property
    def seconds(self) -> float:
        """Seconds since it was made."""
        return self._now() - self._start

    @staticmethod
    def _now() -> float:
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + ended.ru_utime + ended.ru_stime


@contextmanager
def engine_of(config: ForwardConfig) -> Iterator[Callable[[Expr], Expr | None]]:
    """Give an integrator and end its process, so that its time is counted."""
    with integrator_for(config) as integrate:
        yield integrate
    shared_engine(config.sympy_steps).close()


def solved_by(integrator: str, integrands: Sequence[Expr]) -> dict[str, Any]:
    """Run an integrator on integrands."""
    watch = Stopwatch()
    with engine_of(ForwardConfig(integrator=integrator)) as integrate:
        answers = [integrate(integrand) for integrand in integrands]
    seconds = watch.seconds
    right = [a is not None and agrees(a, f) for a, f in zip(answers, integrands, strict=True)]
    return {
        "solved": sum(right),
        "share solved": sum(right) / len(integrands),
        "answers not confirmed": sum(a is not None for a in answers) - sum(right),
        "ms per integrand": 1e3 * seconds / len(integrands),
        "solved per second": sum(right) / seconds,
        "which": right,
    }


def compared(integrators: Sequence[str], integrands: Sequence[Expr]) -> dict[str, Any]:
    """Run every integrator on the same integrands; say what each alone solves."""
    found = {name: solved_by(name, integrands) for name in integrators}
    which = {name: part.pop("which") for name, part in found.items()}
    together = np.array(list(which.values()))
    for name, right in which.items():
        found[name]["solved by no other"] = int((np.array(right) & (together.sum(0) == 1)).sum())
    return {
        "integrands": len(integrands),
        "solved by one at least": int(together.any(0).sum()),
        **found,
    }


def task_rate(name: str, blocks: int, **options: Any) -> dict[str, Any]:
    """Draw blocks of a task."""
    task = get_task(name, **options)
    watch = Stopwatch()
    drawn = [task.draw("train", 0, block) for block in range(blocks)]
    shared_engine(task.config.sympy_steps).close()
    seconds = watch.seconds
    pairs: list[Pair] = []
    for block in drawn:
        sides = [ids.to_text(task.vocabulary).to_pylist() for ids in (block.inputs, block.targets)]
        pairs += [(f.split()[2:], answer.split()) for f, answer in zip(*sides, strict=True)]
    attempts = sum(block.attempts for block in drawn)
    return {
        "pairs per second": len(pairs) / seconds,
        "draws": attempts,
        "accepted": len(pairs) / attempts,
        **described(pairs),
    }


def described(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return lengths, `sub Y'` left out, and operators of both sides."""
    problems, answers = (Sample([pair[side] for pair in pairs]) for side in (0, 1))
    return {
        "lengths": {
            f"{name} {measure}": float(getattr(np, function)(sample.lengths))
            for name, sample in (("input", problems), ("target", answers))
            for measure, function in (("mean", "mean"), ("sd", "std"))
        },
        "operators of integrands": operators(problems),
        "operators of antiderivatives": operators(answers),
    }


def operators(sample: Sample) -> dict[str, float]:
    """Return the share of the commonest operators among all."""
    shares = {name: float(sample.uses(name).sum() / sample.operators.sum()) for name in LISTED}
    return {**shares, "others": 1 - sum(shares.values())}


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--integrands", type=int, default=300, help="random functions for all")
    parser.add_argument("--blocks", type=int, default=12, help="blocks drawn by the rules")
    parser.add_argument("--sympy-blocks", type=int, default=24, help="blocks drawn by SymPy")
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    fricas = ["fricas"] if shutil.which("fricas") else []
    integrators = ["rules", *fricas, "sympy"]
    sample = published_pairs(SAMPLE)
    integrands, attempts = random_integrands(arguments.integrands)
    result = {
        "machine": machine(sympy=sympy.__version__, fricas=fricas_version() if fricas else None),
        "random functions": {"draws": attempts, **compared(integrators, integrands)},
        "published sample": compared(
            integrators, list(dict.fromkeys(read_prefix(problem) for problem, _ in sample))
        ),
        "tasks": {
            "integration/fwd": task_rate("integration/fwd", arguments.blocks),
            **{
                f"integration/fwd, integrator={name}": task_rate(
                    "integration/fwd", 2, integrator=name
                )
                for name in fricas
            },
            "integration/fwd_sympy": task_rate("integration/fwd_sympy", arguments.sympy_blocks),
        },
        "published lengths": PAPER,
        "published sample's pairs": described(sample),
    }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
