"""Answers to single problems, each hypothesis with its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hf_mathseq.verdict import ProblemError, Verdict

if TYPE_CHECKING:
    from hf_mathseq.evaluation.loading import TrainedModel
    from hf_mathseq.task import Row, Task


@dataclass(frozen=True)
class Answer:
    """One hypothesis of a model.

    Attributes:
        rank: Place in the beam, from 1.
        tokens: Target tokens.
        answer: What they stand for, or None if they are not well-formed.
        text: The answer for people.
        score: Log-probability per token.
        verdict: What checking it said.
        finished: What it comes to under the user's further conditions, see `Task.finish`; None if
            it is not verified or there are none.
    """

    rank: int
    tokens: list[str]
    answer: Any
    text: str
    score: float
    verdict: Verdict
    finished: str | None = None

    @property
    def remark(self) -> str:
        """What is shown behind the answer: what it comes to, and what the verdict rests on."""
        return "; ".join(text for text in (self.finished, self.verdict.detail) if text)


class Answers(Sequence[Answer]):
    """The ranked hypotheses for one problem; printing shows them with their verdicts.

    Args:
        problem: The problem's row.
        shown: The problem for people.
        answers: Best score first.
    """

    def __init__(self, problem: Row, shown: str, answers: Sequence[Answer]) -> None:
        self.problem = problem
        self._shown = shown
        self._answers = list(answers)

    @property
    def best(self) -> Answer | None:
        """The first CORRECT answer, or None."""
        return next((answer for answer in self._answers if answer.verdict.correct), None)

    def __len__(self) -> int:
        return len(self._answers)

    def __getitem__(self, index: Any) -> Any:
        return self._answers[index]

    def __iter__(self) -> Iterator[Answer]:
        return iter(self._answers)

    def __repr__(self) -> str:
        best = self.best.text if self.best else None
        return f"<Answers to {self._shown}: {len(self)} hypotheses, best {best}>"

    def __str__(self) -> str:
        found = self.best
        head = [self._shown, f"  {found.text if found else 'no verified answer'}"]
        if found and found.finished:
            head.append(f"  {found.finished}")
        lines = [
            f"{a.rank:4d}  {a.score:8.4f}  {a.verdict.status:<9}  {a.text}"
            + (f"  ({a.remark})" if a.remark else "")
            for a in self._answers
        ]
        return "\n".join([*head, "", "rank     score  verdict    hypothesis", *lines])

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain JSON values."""
        return {
            "problem": self._shown,
            "best": self.best.text if self.best else None,
            "answers": [
                {
                    "rank": a.rank,
                    "text": a.text,
                    "tokens": a.tokens,
                    "score": a.score,
                    "status": str(a.verdict.status),
                    "method": a.verdict.method,
                    "residual": a.verdict.residual,
                    "detail": a.verdict.detail,
                    "finished": a.finished,
                }
                for a in self._answers
            ],
        }


class Solver:
    """A trained model that answers problems of its task.

    Args:
        trained: The model with its task.
    """

    def __init__(self, trained: TrainedModel) -> None:
        self._trained = trained

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
        from hf_mathseq.evaluation.decoding import decode
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
        written, _ = self.task.encode(row)
        ids = self._trained.vocabulary.framed(written)
        longest = self._trained.max_input_length
        if len(ids) > longest:
            raise ProblemError(f"the problem takes {len(ids)} tokens; the model reads {longest}")
        hypotheses = decode(self._trained.model, [ids], self._trained.vocabulary, decoding)[0]
        candidates = [hypothesis.tokens for hypothesis in hypotheses]
        verdicts = self.task.verify_many([row] * len(candidates), candidates, criterion=criterion)
        answers = []
        for rank, (h, verdict) in enumerate(zip(hypotheses, verdicts, strict=True), start=1):
            answer, text = self._read(h.tokens)
            finished = self.task.finish(row, answer) if verdict.correct else None
            answers.append(Answer(rank, h.tokens, answer, text, h.score, verdict, finished))
        return Answers(row, self.task.show_problem(row), answers)

    def _read(self, tokens: list[str]) -> tuple[Any, str]:
        """Return the decoded answer and its text, or None and the tokens."""
        try:
            answer = self.task.decode(tokens)
            return answer, self.task.show(answer)
        except ProblemError:
            return None, " ".join(tokens)


def load_solver(source: str | Path) -> Solver:
    """Return a solver from a model folder or a Hub id.

    Raises:
        ModelError: There is no model, or none that names its task.
    """
    from hf_mathseq.evaluation.loading import load_trained

    return Solver(load_trained(source))
