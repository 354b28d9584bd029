"""Error rates and speed of the check of antiderivatives, beside SymPy's simplification.

Run `OMP_NUM_THREADS=1 python benchmarks/verification.py`; the result is written to
`benchmarks/results/verification.json`. Answers come from `integration/bwd` and are labelled right
or wrong by how they were made (`labelled_answers.py`). Answers whose label cannot be settled
without the verifier are counted apart. SymPy checks a sample of the same answers as the published
program does, one second of CPU time each, without numeric step.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from labelled_answers import RIGHT, WRONG, label, to_tree, to_words

from hf_mathseq.symbolic.expression import Expr, read_prefix, write_prefix
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status
from hf_mathseq.verification.antiderivative import check, read_answer
from hf_mathseq.verification.worker import ProofWorker

RESULT = Path(__file__).parent / "results" / "verification.json"
Answer = tuple[str, str, Expr, list[str]]  # kind, label, integrand, words


def labelled(problems: int, seed: int) -> list[Answer]:
    """Return right and wrong answers of every kind to problems of `integration/bwd`."""
    rng = np.random.default_rng(seed)
    table = get_task("integration/bwd").generate(problems, seed=seed, split="test")
    answers: list[Answer] = []
    for problem, target in zip(
        table["input"].to_pylist(), table["target"].to_pylist(), strict=True
    ):
        integrand, right = read_prefix(problem.split()[2:]), target.split()
        expected, tree = read_prefix(right), to_tree(right)
        for makers in (RIGHT, WRONG):
            for kind, maker in makers.items():
                made = maker(tree, rng)
                if made is not None:
                    words = to_words(made)
                    answers.append(
                        (kind, label(words, expected, makers is RIGHT), integrand, words)
                    )
    return answers


def judge(answers: list[Answer]) -> dict[str, Any]:
    """Check every answer; return counts by kind and label, the mistakes, and rates."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    methods: dict[str, Counter[str]] = defaultdict(Counter)
    mistakes = []
    slowest = 0.0
    started, processor = time.perf_counter(), time.process_time()
    for kind, truth, integrand, words in answers:
        before = time.perf_counter()
        verdict = check(integrand, words)
        slowest = max(slowest, time.perf_counter() - before)
        counts[f"{kind}: {truth}"][verdict.status.value] += 1
        methods[truth][verdict.method] += 1
        mistaken = (truth == "right" and verdict.status in (Status.INCORRECT, Status.INVALID)) or (
            truth == "wrong" and verdict.correct
        )
        if mistaken:
            mistakes.append(
                [kind, truth, " ".join(write_prefix(integrand)), " ".join(words), verdict.detail]
            )
    seconds = time.perf_counter() - started
    return {
        "answers": len(answers),
        "counts": {name: dict(found) for name, found in sorted(counts.items())},
        "methods": {name: dict(found) for name, found in sorted(methods.items())},
        "rates": rates(counts),
        "answers_per_second": len(answers) / seconds,
        "answers_per_processor_second": len(answers) / (time.process_time() - processor),
        "slowest_seconds": slowest,
        "mistakes": mistakes,
    }


def rates(counts: dict[str, Counter[str]]) -> dict[str, Any]:
    """Return the error rates with the upper ends of their 95 % intervals (Wilson)."""
    totals: dict[str, Counter[str]] = {"right": Counter(), "wrong": Counter()}
    for name, found in counts.items():
        truth = name.rpartition(": ")[2]
        if truth in totals:
            totals[truth].update(found)
    right, wrong = totals["right"], totals["wrong"]
    rejected = right["INCORRECT"] + right["INVALID"]
    return {
        "false_accept": share(wrong["CORRECT"], wrong.total()),
        "false_reject": share(rejected, right.total()),
        "undecided_right": share(right["UNDECIDED"], right.total()),
        "undecided_wrong": share(wrong["UNDECIDED"], wrong.total()),
    }


def share(found: int, total: int) -> dict[str, float]:
    """Return count, total, rate and the upper end of the 95 % Wilson interval."""
    z = 1.96
    p = found / total
    centre, spread = (
        p + z * z / (2 * total),
        z * np.sqrt(p * (1 - p) / total + z * z / 4 / total**2),
    )
    upper = (centre + spread) / (1 + z * z / total)
    return {"count": found, "of": total, "rate": p, "at_most": float(upper)}


def simplification(answers: list[Answer], sample: int, seed: int) -> dict[str, Any]:
    """Check a sample by SymPy alone, one second of CPU time an answer, and by the cascade."""
    known = [answer for answer in answers if answer[1] in ("right", "wrong")]
    chosen = np.random.default_rng(seed).permutation(len(known))[:sample]
    picked = [known[i] for i in chosen]
    worker = ProofWorker(cpu_seconds=1.0, wall_seconds=10.0)
    worker.proves(["x"], ["INT+", "1"])
    counts: Counter[str] = Counter()
    started = time.perf_counter()
    for _, truth, integrand, words in picked:
        proven = worker.proves(write_prefix(read_answer(words)), write_prefix(integrand))
        counts[f"{truth}, {'accepted' if proven else 'rejected'}"] += 1
    sympy_seconds = time.perf_counter() - started
    worker.close()
    ours = judge(picked)
    return {
        "sample": len(picked),
        "sympy": dict(counts),
        "sympy_answers_per_second": len(picked) / sympy_seconds,
        "cascade_answers_per_second": ours["answers_per_second"],
        "ratio": ours["answers_per_second"] * sympy_seconds / len(picked),
    }


def main() -> None:
    """Measure and store."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--problems", type=int, default=400)
    parser.add_argument("--sympy-sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, default=RESULT)
    options = parser.parse_args()
    answers = labelled(options.problems, options.seed)
    result = {
        "machine": {"processor": platform.machine(), "cores": os.cpu_count()},
        "python": platform.python_version(),
        "problems": options.problems,
        "seed": options.seed,
        "verifier": judge(answers),
        "beside_sympy": simplification(answers, options.sympy_sample, options.seed),
    }
    options.output.parent.mkdir(exist_ok=True)
    options.output.write_text(json.dumps(result, indent=2) + "\n")
    verifier = {k: v for k, v in result["verifier"].items() if k not in ("counts", "mistakes")}
    print(json.dumps({"verifier": verifier, "beside_sympy": result["beside_sympy"]}, indent=2))


if __name__ == "__main__":
    main()
