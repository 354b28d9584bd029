"""What a suite is: problems for the models of one data set, in named groups."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

from hf_mathseq.encodings.vocabulary import EOS_ID
from hf_mathseq.task import Row, Task

DEFAULT_SIZE = 1000
"""Problems that are drawn of a split or for a group where nothing is said."""

Published = dict[str, dict[str, float]]
"""Group -> beam width, or tolerance -> published accuracy, a share of 1."""

T = TypeVar("T")


@dataclass(frozen=True)
class SuiteRow:
    """One problem of a suite.

    Attributes:
        row: The columns of the data set, as far as decoding and checking need them.
        group: The group that its accuracy counts for.
        bases: Places (in the suite) of the solved problems that this one is made from.
    """

    row: Row
    group: str
    bases: tuple[int, ...] = field(default=())


class Suite(ABC):
    """A named list of problems in groups; every subclass is one suite.

    Attributes:
        name: `<dataset>/<suite>`, as in the table of suites.
        title: One line for people.
        grouping: What a group is, e.g. "category".
        drawn: Whether problems are drawn, as many as wanted, instead of being a fixed list.
        published_source: Where published accuracies come from, "" if there are none.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    grouping: ClassVar[str]
    drawn: ClassVar[bool] = False
    published_source: ClassVar[str] = ""

    @property
    def dataset(self) -> str:
        """The data set whose models the suite is for."""
        return self.name.partition("/")[0]

    @abstractmethod
    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems for a model of `task`.

        Args:
            task: The model's task: it writes and checks.
            per_group: At most this many of each group, the first ones; None is the whole suite.
            seed: Seed of problems that are drawn.
        """

    def published(self, trained_on: Sequence[str]) -> Published:
        """Return published accuracies of a model trained on the tasks of these names, by beam."""
        return {}

    def published_by_tolerance(self, task: Task) -> Published:
        """Return published accuracies of a model of a task, by tolerance.

        They are those of the published criterion at beam width 1.
        """
        return {}


def digest(rows: Sequence[SuiteRow]) -> str:
    """Return 16 hexadecimal digits that identify problems, answers, groups and bases."""
    text = hashlib.sha256()
    for item in rows:
        content = (item.row["input"], item.row["target"], item.group, item.bases)
        text.update(repr(content).encode())
    return text.hexdigest()[:16]


def places_by_group(rows: Sequence[SuiteRow]) -> dict[str, list[int]]:
    """Return the places of the problems of each group, in the suite's order."""
    places: dict[str, list[int]] = {}
    for place, item in enumerate(rows):
        places.setdefault(item.group, []).append(place)
    return places


def typed_row(task: Task, problem: Any, answer: Any) -> dict[str, Any]:
    """Return the row of a problem and its answer as people type them.

    Raises:
        ProblemError: One of them cannot be read.
    """
    return encoded(task, {**task.problem_from(problem), task.description.answer: answer})


def encoded(task: Task, row: Row) -> dict[str, Any]:
    """Return a row of natural columns with its tokens and input ids, `</s>` included."""
    problem, answer = task.encode(row)
    return {
        **row,
        "input": " ".join(problem),
        "target": " ".join(answer),
        "input_ids": [*task.vocabulary.to_ids(problem), EOS_ID],
    }


def first_of_each(items: Iterable[T], group: Callable[[T], Hashable], count: int | None) -> list[T]:
    """Return at most `count` items of each group, in order; None keeps all."""
    seen: Counter[Hashable] = Counter()
    kept = []
    for item in items:
        seen[group(item)] += 1
        if count is None or seen[group(item)] <= count:
            kept.append(item)
    return kept
