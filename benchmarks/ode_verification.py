"""Error rates and speed of the check of solutions of differential equations.

Run `OMP_NUM_THREADS=1 python benchmarks/ode_verification.py` (about three minutes); the result is
written to `benchmarks/results/ode_verification.json`. Answers to generated problems and to those of
the published sample are labelled by quotients of differences with many digits
(`labelled_solutions.py`): general solutions, particular ones with too few constants, wrong ones.
Those that cannot be labelled are counted apart. Speeds are of answers checked together, kind by
kind, in processor time; a sample is also checked one by one, for the slowest. Trivial answers such
as y = 0 are scored by both criteria.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from labelled_answers import WRONG, to_tree, to_words
from labelled_solutions import holds_widely, makers, readable
from measuring import machine, milliseconds_each
from tqdm import tqdm
from verification import share

from hf_mathseq.symbolic.expression import Expr, prefix_text, read_prefix
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.ode_solution import check, check_many

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "tests" / "data" / "symbolic"
RESULT = ROOT / "benchmarks" / "results" / "ode_verification.json"
EXPECTED: Mapping[str, Mapping[str, bool]] = {
    "strict": {"general": True, "particular": False, "wrong": False},
    "paper": {"general": True, "particular": True, "wrong": False},
}


class Answer(NamedTuple):
    """An answer, how it was made and what it is."""

    order: int
    kind: str
    truth: str
    equation: Expr
    words: list[str]


Problem = tuple[Expr, list[str]]


def published(order: int, count: int) -> list[Problem]:
    """Return problems and solutions of the published program."""
    lines = (SAMPLES / f"ode{order}.counts").read_text().splitlines()[:count]
    rows = [line.partition("|")[2].split("\t") for line in lines]
    return [(read_prefix(problem.split()), answer.split()) for problem, answer in rows]


def generated(order: int, count: int, seed: int) -> list[Problem]:
    """Return problems and solutions of the task."""
    table = get_task(f"ode/ode{order}").generate(count, seed=seed, split="test")
    columns = (table[name].to_pylist() for name in ("input", "target"))
    return [
        (read_prefix(problem.split()), answer.split())
        for problem, answer in zip(*columns, strict=True)
    ]


def labelled(order: int, problems: Sequence[Problem], seed: int) -> Iterator[Answer]:
    """Yield an answer of every kind that can be made to every problem."""
    rng = np.random.default_rng(seed)
    for equation, right in tqdm(problems, f"order {order}", disable=None):
        tree = to_tree(right)
        wide = holds_widely(equation, read_prefix(right), order)
        for kind, maker in makers(order).items():
            made = maker(tree, rng)
            if made is not None:
                words = to_words(made)
                truth = readable(equation, words, order, sure=wide and kind in WRONG)
                yield Answer(order, kind, truth, equation, words)


def checked(answers: Sequence[Answer], criterion: str) -> tuple[list[Verdict], float]:
    """Return the verdicts on answers of one order, and the processor time."""
    started = time.process_time()
    verdicts = check_many(
        [answer.equation for answer in answers],
        [answer.words for answer in answers],
        answers[0].order,
        criterion,
    )
    return verdicts, time.process_time() - started


def judge(answers: Sequence[Answer], criterion: str) -> dict[str, Any]:
    """Check the answers, those of an order, kind and truth together."""
    counts: dict[str, Counter[str]] = {}
    methods: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    mistakes, speeds = [], {}
    for order, truth, kind in sorted({(a.order, a.truth, a.kind) for a in answers}):
        chosen = [a for a in answers if (a.order, a.truth, a.kind) == (order, truth, kind)]
        verdicts, spent = checked(chosen, criterion)
        seconds[truth] += spent
        speeds[f"ode{order}: {kind}: {truth}"] = len(chosen) / spent
        counts[f"ode{order}: {kind}: {truth}"] = Counter(v.status.value for v in verdicts)
        methods.update(f"{truth}: {v.status.value} by {v.method}" for v in verdicts)
        for answer, verdict in zip(chosen, verdicts, strict=True):
            if mistaken(truth, verdict, criterion):
                mistakes.append(
                    [
                        f"ode{order}: {kind}: {truth}",
                        verdict.status.value,
                        prefix_text(answer.equation),
                        " ".join(answer.words),
                        verdict.detail,
                    ]
                )
    return {
        "rates": rates(counts, criterion),
        "answers per second": {
            truth: total / seconds[truth] for truth, total in totals(counts).items()
        },
        "answers per second by kind": speeds,
        "counts": {name: dict(found) for name, found in counts.items()},
        "methods": dict(sorted(methods.items())),
        "mistakes": mistakes,
    }


def totals(counts: Mapping[str, Counter[str]]) -> Counter[str]:
    """Return the number of answers by what they are."""
    found: Counter[str] = Counter()
    for name, statuses in counts.items():
        found[name.rpartition(": ")[2]] += statuses.total()
    return found


def mistaken(truth: str, verdict: Verdict, criterion: str) -> bool:
    """Return whether a verdict contradicts what the answer is."""
    accepted = EXPECTED[criterion].get(truth)
    if accepted is None or verdict.status is Status.UNDECIDED:
        return False
    return verdict.correct is not accepted


def rates(counts: Mapping[str, Counter[str]], criterion: str) -> dict[str, Any]:
    """Return error rates by what answers are, with the upper ends of their 95 % intervals."""
    found: dict[str, Any] = {}
    for truth, accepted in EXPECTED[criterion].items():
        statuses: Counter[str] = Counter()
        for name, here in counts.items():
            if name.endswith(f": {truth}"):
                statuses.update(here)
        correct, undecided = statuses["CORRECT"], statuses["UNDECIDED"]
        wrong = statuses.total() - correct - undecided if accepted else correct
        name = "false reject" if accepted else "false accept"
        found[f"{truth}: {name}"] = share(wrong, statuses.total())
        found[f"{truth}: undecided"] = share(undecided, statuses.total())
    return found


def slowest(answers: Sequence[Answer], every: int) -> dict[str, float]:
    """Check every n-th answer by itself, and return how long it took in milliseconds."""
    return milliseconds_each(
        partial(check, answer.equation, answer.words, answer.order) for answer in answers[::every]
    )


def trivial(order: int, problems: Sequence[Problem]) -> dict[str, dict[str, float]]:
    """Return the accuracy of trivial answers by both criteria."""
    equations = [equation for equation, _ in problems]
    return {
        name: {
            criterion: sum(
                verdict.correct
                for verdict in check_many(equations, [words] * len(equations), order, criterion)
            )
            / len(equations)
            for criterion in EXPECTED
        }
        for name, words in get_task(f"ode/ode{order}").trivial_answers().items()
    }


def main() -> None:
    """Measure and store."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--generated", type=int, default=100, help="problems of each order")
    parser.add_argument("--published", type=int, default=60, help="at most, of each order")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=Path, default=RESULT)
    options = parser.parse_args()
    answers: list[Answer] = []
    trivial_scores = {}
    for order in (1, 2):
        problems = published(order, options.published)
        if options.generated:
            problems += generated(order, options.generated, options.seed)
        trivial_scores[f"ode{order}"] = trivial(order, problems)
        answers += labelled(order, problems, options.seed)
    result = {
        "machine": machine(),
        "generated problems of each order": options.generated,
        "published problems of each order, at most": options.published,
        "seed": options.seed,
        "answers": len(answers),
        "labels": dict(Counter(answer.truth for answer in answers)),
        **{criterion: judge(answers, criterion) for criterion in EXPECTED},
        "milliseconds one by one": slowest(answers, every=7),
        "trivial answers": trivial_scores,
    }
    options.output.parent.mkdir(exist_ok=True)
    options.output.write_text(json.dumps(result, indent=1) + "\n")
    shown = {
        criterion: {
            k: v
            for k, v in result[criterion].items()
            if k not in ("counts", "mistakes", "answers per second by kind")
        }
        for criterion in EXPECTED
    }
    print(json.dumps({**result, **shown}, indent=1))


if __name__ == "__main__":
    main()
