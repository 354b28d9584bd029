"""What proposers have in common: a problem goes in, answers come out, all of them to be checked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from hf_mathseq.task import Row, Task

Tokens = list[str]
"""Target tokens of an answer."""


@dataclass(frozen=True)
class Problem:
    """A problem as a proposer sees it.

    Attributes:
        task: What the problem belongs to.
        row: The problem, a result of `Task.problem_from`.
        left: Returns how many seconds of processor time the proposer may still look for answers,
            its own and that of the programs that it asks.
        tried: Answers that were found wrong, in the order of the proposals.
        solve: Returns a verified answer to another problem of the task, found in so many seconds
            by the proposers that look at nothing but their problem; None where they find none.
    """

    task: Task
    row: Row
    left: Callable[[], float]
    tried: tuple[Tokens, ...]
    solve: Callable[[Row, float], Tokens | None]


class Proposer(ABC):
    """A source of answers that may be wrong: whoever asks has them checked.

    Attributes:
        name: As users choose it, and as answers name their source.
        summary: One line for people.
        derived: Whether its answers are made from answers to this problem or to others.
        knows_parameters: Whether it answers problems with parameters (`symbolic.parameters`).
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    derived: ClassVar[bool] = False
    knows_parameters: ClassVar[bool] = False

    @classmethod
    def available(cls) -> bool:
        """Return whether the programs that it needs are installed."""
        return True

    @property
    def used_elsewhere(self) -> float:
        """Processor time, in seconds, that its answers have taken other programs so far."""
        return 0.0

    @abstractmethod
    def fits(self, task: Task) -> bool:
        """Return whether it knows problems of a task."""

    @abstractmethod
    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield answers, most likely ones first; those that are not well-formed do no harm."""

    def close(self) -> None:
        """End the processes that belong to it."""
        return None
