"""What `list`, `inspect` and the cards say of a task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class TaskDescription:
    """A task for people.

    Attributes:
        title: One line, e.g. "Integration, backward generation".
        paper: arXiv identifier.
        problem: Name of the natural column that holds the problem.
        answer: Name of the natural column that holds the answer.
        columns: One sentence for every natural column.
        example: A problem as a user would type it, e.g. "x*cos(x)" or "[[2, 1], [1, 2]]".
    """

    title: str
    paper: str
    problem: str
    answer: str
    columns: Mapping[str, str]
    example: str
