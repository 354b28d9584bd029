"""Answers of a trained model to single problems, each hypothesis with its verdict.

Proposers may answer what the model cannot, see `hf_mathseq.proposers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hf_mathseq.answers import MODEL, Answer, Answers, read_answer
from hf_mathseq.proposers.chain import SECONDS, Chain
from hf_mathseq.proposers.proposer import Problem, Proposer, Tokens
from hf_mathseq.proposers.solving import check_seconds
from hf_mathseq.proposers.table import chosen_names, made
from hf_mathseq.verdict import ProblemError

if TYPE_CHECKING:
    from hf_mathseq.evaluation.decoding import Decoding, Hypothesis
    from hf_mathseq.evaluation.loading import TrainedModel
    from hf_mathseq.task import Row, Task

__all__ = ["Answer", "Answers", "Solver", "load_solver"]


class Solver:
    """A trained model that answers problems of its task.

    Args:
        trained: The model with its task.
        proposers: What answers, see `load_solver`.
        seconds: Time of each proposer beside the model for one problem.

    Raises:
        UserError: A proposer or a time that is not allowed.
    """

    def __init__(
        self,
        trained: TrainedModel,
        proposers: str | Sequence[str] = (MODEL,),
        seconds: float = SECONDS,
    ) -> None:
        check_seconds(seconds)
        names = chosen_names(proposers)
        self._trained = trained
        self._asks_model = MODEL in names
        self._proposers = made(names)
        self._seconds = seconds

    @property
    def task(self) -> Task:
        """The task of the model."""
        return self._trained.task

    def __repr__(self) -> str:
        return f"<Solver for {self.task.name} from {self._trained.source}>"

    def __call__(
        self,
        problem: Any = None,
        *,
        tokens: Sequence[str] | None = None,
        num_beams: int | None = None,
        num_return_sequences: int | None = None,
        sample: int | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
        seed: int = 0,
        criterion: str = "strict",
        **given: Any,
    ) -> Answers:
        """Answer one problem.

        Args:
            problem: Text, a matrix, or whatever the task's `problem_from` takes.
            tokens: The problem as published tokens, instead.
            num_beams: Width of the beam, default 10; 1 is greedy.
            num_return_sequences: Hypotheses; None is all of the beam.
            sample: Draw so many answers, instead of searching with beams.
            temperature: Of sampling, default 1; see `evaluation.sampling.Sampling`.
            top_k: Of sampling, default 0: all tokens.
            top_p: Of sampling, default 1: all tokens.
            seed: Of sampling.
            criterion: "strict" or "paper".
            **given: What else the task's `problem_from` takes, e.g. `point=(0, 0)`.

        Raises:
            ProblemError: The problem cannot be read, or is longer than what the model reads.
            UserError: A way to search that is not allowed.
        """
        from hf_mathseq.evaluation.search_options import chosen_decoding

        decoding = chosen_decoding(
            num_beams,
            sample,
            default_beams=10,
            temperature=temperature,
            top_k=top_k,
            top_p=top_p,
            num_return_sequences=num_return_sequences,
            seed=seed,
        )
        row = self.task.problem_from(problem, tokens=tokens, **given)
        answers = self._beam(row, decoding, criterion) if self._asks_model else []
        if self._proposers and not any(a.verdict.correct and a.suits for a in answers):
            answers += self._proposed(row, decoding, criterion, answers)
        return Answers(row, self.task.show_problem(row), answers)

    def _beam(self, row: Row, decoding: Decoding, criterion: str) -> list[Answer]:
        """Return the model's answers; none where others are to answer what it cannot read."""
        try:
            hypotheses = self.hypotheses(row, decoding)
        except ProblemError:
            if not self._proposers:
                raise
            return []
        candidates = [hypothesis.tokens for hypothesis in hypotheses]
        verdicts = self.task.verify_many([row] * len(candidates), candidates, criterion=criterion)
        return [
            read_answer(self.task, row, rank, h.tokens, verdict, h.score)
            for rank, (h, verdict) in enumerate(zip(hypotheses, verdicts, strict=True), start=1)
        ]

    def hypotheses(self, row: Row, decoding: Decoding) -> list[Hypothesis]:
        """Return what the model says, not checked.

        Raises:
            ProblemError: The problem is longer than what the model reads, or has parameters.
        """
        from hf_mathseq.evaluation.decoding import decode

        parameters = self.task.parameters(row)
        if parameters:
            raise ProblemError(f"models know no parameters such as {parameters[0]}; leave it out")
        written, _ = self.task.encode(row)
        ids = self._trained.vocabulary.framed(written)
        longest = self._trained.max_input_length
        if len(ids) > longest:
            raise ProblemError(f"the problem takes {len(ids)} tokens; the model reads {longest}")
        return decode(self._trained.model, [ids], self._trained.vocabulary, decoding)[0]

    def _proposed(
        self, row: Row, decoding: Decoding, criterion: str, tried: Sequence[Answer]
    ) -> list[Answer]:
        """Return the answers of the proposers, the last one verified if there is one."""
        helpers = [_Beam(self, decoding)] if self._asks_model else []
        chain = Chain(self.task, self._proposers, self._seconds, criterion, helpers)
        found = chain.answers(row, [answer.tokens for answer in tried])
        return [
            read_answer(self.task, row, rank, each.tokens, each.verdict, source=each.source)
            for rank, each in enumerate(found, start=len(tried) + 1)
        ]

    def close(self) -> None:
        """End the processes of the proposers; the next problem starts them again."""
        for proposer in self._proposers:
            proposer.close()


class _Beam(Proposer):
    """A solver's model as a proposer."""

    name = MODEL
    summary = "the trained model"

    def __init__(self, solver: Solver, decoding: Decoding) -> None:
        self._solver = solver
        self._decoding = decoding

    def fits(self, task: Task) -> bool:
        return True

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        try:
            hypotheses = self._solver.hypotheses(problem.row, self._decoding)
        except ProblemError:  # too long
            return
        yield from (hypothesis.tokens for hypothesis in hypotheses)


def load_solver(
    source: str | Path, proposers: str | Sequence[str] = (MODEL,), seconds: float = SECONDS
) -> Solver:
    """Return a solver from a model folder or a Hub id.

    Args:
        source: The folder or the id.
        proposers: What answers: "model" for the model's own beam, which always comes first, then
            the names of `proposers.table` in the order in which they are asked until an answer is
            verified; names, or one text with commas, or "all".
        seconds: Time of each proposer beside the model for one problem.

    Raises:
        ModelError: There is no model, or none that names its task.
        UserError: A proposer or a time that is not allowed.

    Examples:
        >>> solver = load_solver("model_cards/integration-bwd-laptop")
        >>> print(solver("2*x*cos(x^2)", num_beams=1).best.text)
        sin(x**2)
    """
    from hf_mathseq.evaluation.loading import load_trained

    names = chosen_names(proposers)
    return Solver(load_trained(source), names, seconds)
