"""Predicted numbers beside the true ones, from stored hypotheses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow.parquet as pq

from hf_mathseq.reports.folders import Evaluation
from hf_mathseq.reports.tables import Record, Table
from hf_mathseq.task import ProblemError, Task
from hf_mathseq.tasks import get_task

UNIQUE = (
    "linear_algebra/add",
    "linear_algebra/eigenvalues",
    "linear_algebra/inverse",
    "linear_algebra/matmul",
    "linear_algebra/matvec",
    "linear_algebra/singular_values",
    "linear_algebra/symmetric_inverse",
    "linear_algebra/transpose",
    "metabolic_networks/levels",
    "metabolic_networks/mixed",
    "differential_systems/convergence_speed",
)
"""Tasks whose answers are numbers that the problem determines.

Eigenvectors, singular vectors and gains are not: a right answer may be far from the stored one.
"""
MOST = 20_000
"""Numbers of an evaluation that are listed: a picture shows no more, and files stay small."""
COLUMNS = ["target", "hypotheses", "strict"]


def parity_table(evaluations: Sequence[Evaluation]) -> Table:
    """Return the true and the predicted numbers of the best hypotheses.

    Problems without a stored answer, and hypotheses that are malformed or of another shape, have
    no rows. At most `MOST` numbers of an evaluation are listed, those of its first problems.

    Raises:
        UserError: The task or its options are not known here.
    """
    records = [record for evaluation in evaluations for record in _numbers(evaluation)]
    return Table("numbers.csv", "predicted and true numbers", records)


def _numbers(evaluation: Evaluation) -> Iterator[Record]:
    if evaluation.found["task"] not in UNIQUE:
        return
    task = get_task(evaluation.found["task"], **evaluation.found["options"])
    listed = 0
    for problem, (target, hypothesis, status) in enumerate(_best(evaluation)):
        pairs = _pairs(_flat(task, target), _flat(task, hypothesis))
        listed += len(pairs)
        if listed > MOST:
            return
        for place, (true, predicted) in enumerate(pairs):
            yield {
                "evaluation": evaluation.name,
                "problem": problem,
                "place": place,
                "true": true,
                "predicted": predicted,
                "strict": status,
            }


def _best(evaluation: Evaluation) -> Iterator[tuple[str, str, str]]:
    """Yield stored answer, best hypothesis and its verdict for every problem."""
    for path in sorted(evaluation.examples.glob("*.parquet")):
        for row in pq.read_table(path, columns=COLUMNS).to_pylist():
            if row["hypotheses"]:
                yield row["target"] or "", row["hypotheses"][0], row["strict"][0]


def _flat(task: Task, text: str) -> list[float]:
    """Return the numbers of an answer in reading order; none of what is malformed."""
    try:
        answer = task.decode(text.split())
    except ProblemError:
        return []
    return list(_leaves(answer))


def _leaves(answer: Any) -> Iterator[float]:
    if isinstance(answer, (list, tuple)):
        for part in answer:
            yield from _leaves(part)
    elif answer is not None:
        yield float(answer)


def _pairs(true: Sequence[float], predicted: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(true, predicted, strict=True)) if len(true) == len(predicted) else []
