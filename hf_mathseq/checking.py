"""The half of the Task protocol that judges answers, and says what scores are measured against."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from hf_mathseq.suggestions import UserError, unknown_name
from hf_mathseq.verdict import Verdict

Row = Mapping[str, Any]
CRITERIA = ("strict", "paper")


class Checking(ABC):
    """How answers to the problems of a task are checked; see `Task`."""

    tolerances: ClassVar[tuple[float, ...]] = ()

    def verify(
        self,
        row: Row,
        hypothesis: Sequence[str],
        *,
        criterion: str = "strict",
        tolerance: float | None = None,
    ) -> Verdict:
        """Check one hypothesis mathematically; the label is not needed.

        Args:
            row: A data-set row or the result of `problem_from`.
            hypothesis: Target tokens, or the same as text with spaces between them: the column
                `target`, or what a tokenizer decodes without special tokens. (What people write
                becomes tokens by `encode`.)
            criterion: "strict", or "paper" for the published rule.
            tolerance: Relative tolerance of numeric tasks; None is the criterion's own.
        """
        return self.verify_many([row], [hypothesis], criterion=criterion, tolerance=tolerance)[0]

    def verify_many(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        *,
        criterion: str = "strict",
        tolerance: float | None = None,
    ) -> list[Verdict]:
        """Check `hypotheses[i]` as an answer to `rows[i]`; see `verify`."""
        if criterion not in CRITERIA:
            raise UserError(unknown_name("criterion", criterion, CRITERIA))
        if len(rows) != len(hypotheses):
            raise ValueError(f"{len(rows)} rows but {len(hypotheses)} hypotheses")
        tokens = [given.split() if isinstance(given, str) else given for given in hypotheses]
        return self._verdicts(rows, tokens, criterion, tolerance)

    def verify_by_criterion(
        self, rows: Sequence[Row], hypotheses: Sequence[Sequence[str]]
    ) -> dict[str, list[Verdict]]:
        """Check `hypotheses[i]` as an answer to `rows[i]` under every one of `CRITERIA`.

        Tasks whose criteria share most of their mathematics do it once.
        """
        return {c: self.verify_many(rows, hypotheses, criterion=c) for c in CRITERIA}

    @abstractmethod
    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        """Check every hypothesis; `criterion` is valid and the lengths agree."""

    # ------------------------------------------------------------------ what scores are seen beside

    def diagnostics(
        self, rows: Sequence[Row], hypotheses: Sequence[Sequence[str]]
    ) -> Mapping[str, Mapping[str, Mapping[str, float | None]]]:
        """Return what evaluations report of answers beside their accuracy: a few small tables.

        Args:
            rows: Data-set rows.
            hypotheses: The best answer to each of them, malformed ones too.

        Returns:
            Title -> row -> column -> figure, None where there is no finite one.
        """
        return {}

    def trivial_answers(self) -> Mapping[str, Sequence[str]]:
        """Return answers that look at no problem, by what people call them.

        Where the published rule accepts such answers, evaluations report how often, beside the
        score of a model: {"y = 0": ["INT+", "0"]}.
        """
        return {}

    def baseline_answers(self, rows: Sequence[Row]) -> Mapping[str, Sequence[Sequence[str]]]:
        """Return what rules of thumb answer that look at the problems, by what people call them.

        Evaluations report how often they are right beside the score of a model.

        Args:
            rows: Data-set rows.

        Returns:
            For each rule the tokens of one answer per row: {"as many as vertices": [["N1"], ...]}.
        """
        return {}

    def exact_answers(self, rows: Sequence[Row]) -> Sequence[Sequence[str]]:
        """Return the tokens that an exact solver answers who sees only the tokens of the problems.

        Where rounding lost what an answer needs, not even these are right: evaluations report how
        often they are, beside the score of a model, if the task has `tolerances`.

        Args:
            rows: Data-set rows; their answers are not looked at.

        Returns:
            One answer per row, empty where the written problem has none.
        """
        raise NotImplementedError(f"{type(self).__name__} has no exact solver")
