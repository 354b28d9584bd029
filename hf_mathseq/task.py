"""The Task protocol: one object holds how a problem is drawn, written, read and checked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar

from hf_mathseq.block import Block
from hf_mathseq.checking import CRITERIA, Checking, Row
from hf_mathseq.description import TaskDescription
from hf_mathseq.drawing import Drawing
from hf_mathseq.suggestions import UserError
from hf_mathseq.verdict import ProblemError, Status, Verdict

__all__ = [
    "CRITERIA",
    "Block",
    "ProblemError",
    "Row",
    "Status",
    "Task",
    "TaskDescription",
    "Verdict",
]


class Task(Drawing, Checking):
    """One problem family with its options: drawing, writing, reading and checking.

    Subclasses set the class attributes, declare a frozen dataclass `Config` and implement the
    abstract methods. Verdicts never raise on model output; user input that cannot be read raises
    `ProblemError`. Evaluations also report the accuracies at every one of `tolerances`, which
    numeric tasks set, beside those at the criterion's own; the verdicts of such tasks say the
    tolerance that was `needed`.

    Args:
        **options: Fields of `Config`, as values or as text.

    Raises:
        OptionError: An unknown option or a value that is not allowed.
    """

    description: ClassVar[TaskDescription]

    @abstractmethod
    def encode(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the tokens of a row's problem and of its answer.

        Works from the natural columns; the answer's tokens are empty when the row has no answer.

        Raises:
            ProblemError: The natural columns cannot be written in this configuration.
        """

    @abstractmethod
    def decode(self, tokens: Sequence[str]) -> Any:
        """Return the answer that target tokens stand for, as in the natural answer column.

        Raises:
            ProblemError: The tokens are not a well-formed answer.
        """

    @abstractmethod
    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return a row (without answer) from what a user gives, or from published tokens.

        Raises:
            ProblemError: The input cannot be read or is outside the task.
        """

    def answer_from(self, row: Row, given: Any) -> Any:
        """Return an answer as in the natural answer column from what a user gives.

        Args:
            row: A result of `problem_from`.
            given: What people write, also what `show` returns, or a natural answer.

        Raises:
            ProblemError: The answer cannot be read.
            UserError: The task reads answers as tokens only.
        """
        raise UserError(f"answers to {self.name} are read as tokens only, by its verify")

    def check_given(
        self, row: Row, given: Any, *, criterion: str = "strict", tolerance: float | None = None
    ) -> Verdict:
        """Check an answer as people write it; by default what its tokens say.

        Args:
            row: A result of `problem_from`.
            given: See `answer_from`.
            criterion: See `verify`.
            tolerance: See `verify`.

        Raises:
            ProblemError: The answer cannot be read.
            UserError: The task reads answers as tokens only, or there is no such criterion.
        """
        natural = self.answer_from(row, given)
        _, tokens = self.encode({**row, self.description.answer: natural})
        return self.verify(row, tokens, criterion=criterion, tolerance=tolerance)

    def show_problem(self, row: Row) -> str:
        """Return a row's problem as text for people."""
        return str(row[self.description.problem])

    def show(self, answer: Any) -> str:
        """Return a decoded answer as text for people."""
        return str(answer)

    def finish(self, row: Row, answer: Any) -> str | None:
        """Return what a verified answer comes to under what the user asks beyond the problem.

        For example the particular solution for the initial conditions of a differential equation.

        Args:
            row: A result of `problem_from`.
            answer: A decoded answer that was found correct.

        Returns:
            One line for people, also where nothing was found; None where nothing is asked.
        """
        return None

    def suits(self, row: Row, answer: Any) -> bool:
        """Return whether a verified answer has what the user asks beyond the problem; see `finish`.

        Where it has not, others may be looked for.
        """
        return True

    def parameters(self, row: Row) -> list[str]:
        """Return the names in a typed problem that stand for any number; no model knows them."""
        return []

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the numbers by which accuracy is broken down, e.g. {"operators": 7}."""
        return {}
