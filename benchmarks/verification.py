"""Error rates and speed of the check of antiderivatives, beside SymPy's simplification.

Run `OMP_NUM_THREADS=1 python benchmarks/verification.py` (about five minutes); the result is
written to `benchmarks/results/verification.json`. Answers to problems of several tasks are labelled
right or wrong by how they were made (`labelled_answers.py`). Answers whose label cannot be settled
without the verifier are counted apart. Speeds are of answers checked together, kind by kind, in
processor time; a sample is also checked one by one, for the slowest. SymPy checks a sample of the
same answers as the published program does, one second of CPU time each, without numeric step.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from labelled_answers import RIGHT, WRONG, label, to_tree, to_words
from measuring import machine, milliseconds_each
from tqdm import tqdm

from hf_mathseq.symbolic.expression import Expr, read_prefix, write_prefix
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.antiderivative import check, check_many, read_answer
from hf_mathseq.verification.worker import ProofWorker

TASKS = ["integration/bwd", "integration/fwd", "integration/ibp"]
RESULT = Path(__file__).parent / "results" / "verification.json"
Answer = tuple[str, str, Expr, list[str]]  # kind, label, integrand, words


def labelled(tasks: Sequence[str], problems: int, seed: int) -> list[Answer]:
    """Return right and wrong answers of every kind to problems of each task."""
    rng = np.random.default_rng(seed)
    answers: list[Answer] = []
    for name in tasks:
        table = get_task(name).generate(problems, seed=seed, split="test")
        sides = (table[column].to_pylist() for column in ("input", "target"))
        for problem, target in tqdm(zip(*sides, strict=True), name, problems):
            integrand, right = read_prefix(problem.split()[2:]), target.split()
            answers += made_answers(integrand, right, rng)
    return answers


def made_answers(integrand: Expr, right: list[str], rng: np.random.Generator) -> Iterator[Answer]:
    """Yield an answer of every kind that can be made from a right one."""
    expected, tree = read_prefix(right), to_tree(right)
    for makers in (RIGHT, WRONG):
        for kind, maker in makers.items():
            made = maker(tree, rng)
            if made is not None:
                words = to_words(made)
                yield kind, label(words, expected, makers is RIGHT), integrand, words


def judge(answers: list[Answer]) -> dict[str, Any]:
    """Check the answers, those of a kind and label together; return mistakes, rates and speeds."""
    counts: dict[str, Counter[str]] = {}
    methods: dict[str, Counter[str]] = defaultdict(Counter)
    mistakes, speeds = [], {}
    for truth, kind in sorted({(answer[1], answer[0]) for answer in answers}):
        chosen = [answer for answer in answers if answer[:2] == (kind, truth)]
        verdicts, seconds = checked_together(chosen)
        speeds[f"{kind}: {truth}"] = len(chosen) / seconds
        counts[f"{kind}: {truth}"] = Counter(verdict.status.value for verdict in verdicts)
        methods[truth].update(verdict.method for verdict in verdicts)
        for (_, _, integrand, words), verdict in zip(chosen, verdicts, strict=True):
            if mistaken(truth, verdict):
                problem = " ".join(write_prefix(integrand))
                mistakes.append([kind, truth, problem, " ".join(words), verdict.detail])
    together = {
        truth: sum(found.total() for name, found in counts.items() if name.endswith(f": {truth}"))
        / sum(n.total() / speeds[k] for k, n in counts.items() if k.endswith(f": {truth}"))
        for truth in ("right", "wrong")
    }
    return {
        "answers": len(answers),
        "counts": {name: dict(found) for name, found in counts.items()},
        "methods": {name: dict(found) for name, found in sorted(methods.items())},
        "rates": rates(counts),
        "answers per second": together | speeds,
        "mistakes": mistakes,
    }


def checked_together(answers: list[Answer]) -> tuple[list[Verdict], float]:
    """Return the verdicts and the processor time; proofs, in their own process, take more."""
    started = time.process_time()
    verdicts = check_many([answer[2] for answer in answers], [answer[3] for answer in answers])
    return verdicts, time.process_time() - started


def mistaken(truth: str, verdict: Verdict) -> bool:
    """Return whether a verdict contradicts the label."""
    rejected = verdict.status in (Status.INCORRECT, Status.INVALID)
    return (truth == "right" and rejected) or (truth == "wrong" and verdict.correct)


def slowest(answers: list[Answer], every: int) -> dict[str, float]:
    """Check every n-th answer by itself, and return how long it took in milliseconds."""
    check(answers[0][2], answers[0][3])
    return milliseconds_each(partial(check, *answer[2:4]) for answer in answers[::every])


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
    started = time.perf_counter()
    check_many([a[2] for a in picked], [a[3] for a in picked])
    our_seconds = time.perf_counter() - started
    return {
        "sample": len(picked),
        "sympy": dict(counts),
        "sympy_answers_per_second": len(picked) / sympy_seconds,
        "cascade_answers_per_second": len(picked) / our_seconds,
        "ratio": sympy_seconds / our_seconds,
    }


def main() -> None:
    """Measure and store."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tasks", nargs="+", default=TASKS)
    parser.add_argument("--problems", type=int, default=800, help="problems of each task")
    parser.add_argument("--sympy-sample", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, default=RESULT)
    options = parser.parse_args()
    answers = labelled(options.tasks, options.problems, options.seed)
    result = {
        "machine": machine(),
        "tasks": options.tasks,
        "problems of each": options.problems,
        "seed": options.seed,
        "verifier": judge(answers),
        "milliseconds one by one": slowest(answers, every=5),
        "beside_sympy": simplification(answers, options.sympy_sample, options.seed),
    }
    options.output.parent.mkdir(exist_ok=True)
    options.output.write_text(json.dumps(result, indent=2) + "\n")
    result["verifier"] = {k: v for k, v in result["verifier"].items() if k != "counts"}
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
