"""Error rates and speed of the verdicts on answers about systems of differential equations.

Run `OMP_NUM_THREADS=1 python benchmarks/systems_verification.py` (about three minutes); the result
is written to `benchmarks/results/systems_verification.json`. Answers to generated problems with
clean labels are right or wrong by how they were made; those about gains are labelled by the
spectrum of the closed loop in double precision, and not at all where it is near the imaginary axis.
Labels by the published rules are judged as well: how often are they wrong? With `--vectors FILE`
(`evaluation_vectors.jsonl`, output of the published program) its verdicts are compared with ours.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from measuring import machine, store
from tqdm import tqdm
from verification import share

from hf_mathseq.encodings.integers import read_integer, write_integer
from hf_mathseq.encodings.scientific import read_float, write_float
from hf_mathseq.systems.layout import count_variables, read_system
from hf_mathseq.systems.words import LIST_SEPARATOR, MATRIX_SEPARATOR, ROW_SEPARATOR
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.systems_base import SystemTask
from hf_mathseq.verification.system_answers import read_gain
from hf_mathseq.verification.system_facts import SystemAtPoint
from hf_mathseq.verification.systems_published import (
    published_gain,
    published_integer,
    published_many,
    published_speed,
)

RESULT = Path(__file__).parent / "results" / "systems_verification.json"
CASES: dict[str, dict[str, Any]] = {
    "stability": {},
    "convergence_speed": {},
    "convergence_speed with Jacobian": {"jacobian": True},
    "controllability": {},
    "controllability, dimension": {"target": "dimension"},
    "controllability_non_autonomous": {},
    "feedback_gain": {},
}
MARGIN = 1e-6
"""Closed loops are labelled where the largest real part is at least this share of the norm."""
FACTORS = (-1.0, 0.0, 0.5, 2.0, 10.0)

Words = list[str]
Answer = tuple[bool, Words]
"""Whether it is right, and the words."""


def task_of(case: str, **options: Any) -> SystemTask:
    """Return the task of a case."""
    found = get_task(
        f"differential_systems/{case.split()[0].rstrip(',')}", **CASES[case], **options
    )
    assert isinstance(found, SystemTask)
    return found


def answers(case: str, task: SystemTask, row: dict[str, Any], rng: Any) -> Iterator[Answer]:
    """Yield right and wrong answers to the problem of a row."""
    target = row["target"].split()
    if case.startswith("convergence_speed"):
        yield from speeds(target)
    elif case == "feedback_gain":
        yield from gains(task, row, target, rng)
    else:
        yield True, target
        value = int(target[1])
        yield False, write_integer(value + 1 if "dimension" in case else 1 - value)


def speeds(target: Words) -> Iterator[Answer]:
    """Yield the speed and changed ones; the Jacobian before it may change as well."""
    start = target.index(MATRIX_SEPARATOR) + 1 if MATRIX_SEPARATOR in target else 0
    found = read_float(target, start)
    assert found is not None
    value, digits = found[0], target.index("10^", start) - target.index(".", start) - 1
    yield True, target
    for factor in (-1, 1.05, 0.95, 10):
        if value:
            yield False, [*target[:start], *write_float(value * factor, digits)]
    last = target.index("10^", start) - 1
    yield False, changed(target, last)
    if start:
        # In the largest entry: what is far below it may be what rounding left.
        powers = [at for at, word in enumerate(target[:start]) if word == "10^"]
        largest = max(powers, key=lambda at: read_integer(target, at + 1)[0])
        yield False, changed(target, largest - 1)


def changed(words: Words, at: int) -> Words:
    """Return the words with another digit."""
    return [*words[:at], str((int(words[at]) + 5) % 10), *words[at + 1 :]]


def gains(task: SystemTask, row: dict[str, Any], target: Words, rng: Any) -> Iterator[Answer]:
    """Yield the gain, multiples of it and noisy ones, labelled in double precision."""
    n, p = row["degree"], row["controls"]
    gain = np.array(read_gain(target, p, n)[1])
    joint = task.linearised(row).jacobians[0].real
    a, b = joint[:n, :n] / np.linalg.norm(joint[:n, :n]), joint[:n, n : n + p]
    noisy = [gain * (1 + size * rng.normal(size=gain.shape)) for size in (0.05, 0.3)]
    for made in (gain, *(factor * gain for factor in FACTORS), *noisy):
        words = [*write_integer(0), MATRIX_SEPARATOR]
        for entries in made.tolist():
            for entry in entries:
                words += [*write_float(entry, 2), LIST_SEPARATOR]
            words.append(ROW_SEPARATOR)
        loop = a + b @ np.array(read_gain(words, p, n)[1])
        speed = -np.linalg.eigvals(loop).real.max()
        if abs(speed) > MARGIN * np.linalg.norm(loop):
            yield bool(speed > 0), words


def measured(case: str, problems: int, seed: int) -> dict[str, Any]:
    """Judge right and wrong answers to problems of one case, and published labels."""
    task = task_of(case)
    rows = task.generate(problems, seed=seed, split="test").to_pylist()
    rng = np.random.default_rng(seed)
    made = [(row, *answer) for row in rows for answer in answers(case, task, row, rng)]
    started = time.process_time()
    verdicts = task.verify_many([row for row, _, _ in made], [words for _, _, words in made])
    spent = time.process_time() - started
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    mistakes = []
    for (row, right, words), verdict in zip(made, verdicts, strict=True):
        counts[right][verdict.status.value] += 1
        if verdict.status.value in ("CORRECT", "INCORRECT") and verdict.correct is not right:
            mistakes.append([right, verdict.detail, row["input"], " ".join(words)])
    right, wrong = counts[True], counts[False]
    return {
        "right answers": dict(right),
        "wrong answers": dict(wrong),
        "false reject": share(right["INCORRECT"] + right["INVALID"], right.total()),
        "false accept": share(wrong["CORRECT"], wrong.total()),
        "answers per second": len(made) / spent,
        "mistakes": mistakes,
        "strict verdicts on labels by the published rules": published_labels(case, problems, seed),
    }


def published_labels(case: str, problems: int, seed: int) -> dict[str, int]:
    """Return how labels by the published rules fare."""
    task = task_of(case, labels="reference")
    rows = task.generate(problems, seed=seed, split="test").to_pylist()
    verdicts = task.verify_many(rows, [row["target"].split() for row in rows])
    return dict(Counter(verdict.status.value for verdict in verdicts))


def compared(path: Path) -> dict[str, int]:
    """Return on how many of the published program's verdicts we agree."""
    found: Counter[str] = Counter()
    for line in path.read_text().splitlines():
        case = json.loads(line)
        if case["task"].startswith("fourier"):
            continue
        verdict = published_verdict(case)
        found["same" if verdict == case["valid"] else "different"] += 1
    return dict(found)


def published_verdict(case: dict[str, Any]) -> bool:
    """Judge one answer by the published rule that the case names."""
    options = case["options"]
    rule: Any = published_integer if case["task"] == "ode_control" else published_speed
    if options:
        trees = read_system(case["input"].split())
        system = SystemAtPoint(tuple(trees), count_variables(trees) - len(trees), 0.5)
        entrywise = "mean" if options.get("gramian_norm1") else "entries"
        rule = partial(
            published_gain,
            system,
            rule=entrywise if options["euclidian_metric"] else "stabilises",
            auxiliary=options["auxiliary_task"],
        )
    return published_many(rule, [case["target"].split()], [case["hypothesis"].split()])[0].correct


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--problems", type=int, default=300, help="of each case")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--output", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    result: dict[str, Any] = {
        "machine": machine(),
        "problems of each case": options.problems,
        "cases": {
            case: measured(case, options.problems, options.seed)
            for case in tqdm(CASES, disable=None)
        },
    }
    if options.vectors:
        result["verdicts of the published program"] = compared(options.vectors)
    store(result, options.output)


if __name__ == "__main__":
    main()
