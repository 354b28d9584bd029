"""Examples of a task with their answers, a wrong answer to each, and the verdicts on both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from hf_mathseq.splits import SPLITS
from hf_mathseq.task import ProblemError, Row, Status, Task, Verdict

DRAWS = (4, 16, 64, 256)
"""Draws that are tried in turn until enough examples are found: few, as some take seconds."""
CANDIDATES = 8
"""Other answers that are tried until one is found that is not correct."""


@dataclass(frozen=True)
class Shown:
    """An answer that is shown.

    Attributes:
        origin: Where it comes from, e.g. "stored answer".
        tokens: Target tokens.
        verdict: What the strict check says of it.
    """

    origin: str
    tokens: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Exhibit:
    """An example.

    Attributes:
        row: As in a data set.
        answers: The stored answer first, then a wrong one.
    """

    row: Row
    answers: tuple[Shown, ...]


def exhibits(task: Task, count: int, seed: int = 0) -> list[Exhibit]:
    """Return examples of a task, drawn with its options.

    They come from part of a block, so that no task takes long; what is shown depends on the task,
    its options and the seed alone. The shortest come first.

    Args:
        task: The task.
        count: Number of examples.
        seed: Another seed gives other examples.
    """
    rows = _rows(task, count + 1, seed)
    return [
        Exhibit(row, (_judged(task, row, "stored answer", row["target"].split()), *wrong))
        for i, row in enumerate(rows[:count])
        for wrong in [_wrong(task, row, rows[:i] + rows[i + 1 :])]
    ]


def _rows(task: Task, wanted: int, seed: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for draws in DRAWS:
        block = task.generate_block(task.rng("test", seed, 0), draws)
        rows = [row for split in SPLITS for row in task.table_of(block, split).to_pylist()]
        if len(rows) >= wanted or draws >= task.block_size:
            break
    return sorted(rows, key=lambda row: (row["length"], row["input"]))


def _wrong(task: Task, row: Row, others: Sequence[Row]) -> tuple[Shown, ...]:
    """Return an answer that can be read and is wrong, or else one that is not correct, if any."""
    failed = []
    for origin, tokens in _candidates(task, row, others):
        shown = _judged(task, row, origin, tokens)
        if shown.verdict.status is Status.INCORRECT:
            return (shown,)
        if not shown.verdict.correct:
            failed.append(shown)
    return tuple(failed[:1])


def _candidates(task: Task, row: Row, others: Sequence[Row]) -> Iterator[tuple[str, list[str]]]:
    """Yield answers to other problems, those of equal length first, and spoiled ones."""
    own = row["target"].split()
    answers = {other["target"]: other["target"].split() for other in others}
    nearest = sorted(answers.values(), key=lambda tokens: abs(len(tokens) - len(own)))
    for tokens in nearest[:CANDIDATES]:
        yield "answer to another problem", tokens
    for name, answer in task.trivial_answers().items():
        yield name, list(answer)
    for tokens in islice(_exchanged(task, own), CANDIDATES):
        yield "stored answer with two tokens exchanged", tokens
    yield "half of the answer", own[: len(own) // 2]


def _exchanged(task: Task, tokens: list[str]) -> Iterator[list[str]]:
    """Yield well-formed answers with two neighbouring tokens exchanged."""
    for i, (first, second) in enumerate(pairwise(tokens)):
        spoiled = [*tokens[:i], second, first, *tokens[i + 2 :]]
        try:
            task.decode(spoiled)
        except ProblemError:
            continue
        if spoiled != tokens:
            yield spoiled


def _judged(task: Task, row: Row, origin: str, tokens: Sequence[str]) -> Shown:
    return Shown(origin, tuple(tokens), task.verify(row, tokens))
