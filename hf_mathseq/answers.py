"""Answers to a problem with what checking them said, for people and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from hf_mathseq.task import Row, Task
from hf_mathseq.verdict import ProblemError, Verdict

MODEL = "model"
"""The source of a trained model's answers."""

LONGEST = 200
"""Characters of malformed answers that are printed."""


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes:
        rank: Place among the answers, from 1; a model's are in the order of its beam.
        tokens: Target tokens.
        answer: What they stand for, or None if they are not well-formed.
        text: The answer for people.
        score: Log-probability per token; None where no model gave it.
        verdict: What checking it said.
        finished: What it comes to under the user's further conditions, see `Task.finish`; None if
            it is not verified or there are none.
        source: What proposed it: "model", or the name of a proposer.
        suits: Whether it has what those conditions ask, see `Task.suits`.
    """

    rank: int
    tokens: list[str]
    answer: Any
    text: str
    score: float | None
    verdict: Verdict
    finished: str | None = None
    source: str = MODEL
    suits: bool = True

    @property
    def remark(self) -> str:
        """What is shown behind the answer: what it comes to, and what the verdict rests on."""
        return "; ".join(text for text in (self.finished, self.verdict.detail) if text)


def read_answer(
    task: Task,
    row: Row,
    rank: int,
    tokens: list[str],
    verdict: Verdict,
    score: float | None = None,
    source: str = MODEL,
) -> Answer:
    """Return the answer that tokens stand for, with the text of the tokens where it is none.

    Args:
        task: What the problem belongs to.
        row: The problem.
        rank: See `Answer`, as for the others.
        tokens: See there.
        verdict: See there.
        score: See there.
        source: See there.
    """
    try:
        answer = task.decode(tokens)
        text = task.show(answer)
    except ProblemError:
        answer, text = None, " ".join(tokens)
    finished = task.finish(row, answer) if verdict.correct else None
    suits = task.suits(row, answer) if verdict.correct else True
    return Answer(rank, tokens, answer, text, score, verdict, finished, source, suits)


class Answers(Sequence[Answer]):
    """The ranked answers to one problem; printing shows them with their verdicts.

    Args:
        problem: The problem's row.
        shown: The problem for people.
        answers: Those of a model, best score first, then those of the proposers in turn.
    """

    def __init__(self, problem: Row, shown: str, answers: Sequence[Answer]) -> None:
        self.problem = problem
        self._shown = shown
        self._answers = list(answers)

    @property
    def best(self) -> Answer | None:
        """The first CORRECT answer that suits, else the first CORRECT one, or None."""
        correct = [answer for answer in self._answers if answer.verdict.correct]
        return next((answer for answer in correct if answer.suits), correct[0] if correct else None)

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
        if not self._answers:
            return "\n".join(head)
        named = any(a.source != MODEL for a in self._answers)
        source = "source     " if named else ""
        lines = [
            f"{a.rank:4d}  {_shown_score(a.score)}  {a.verdict.status:<9}  "
            + (f"{a.source:<9}  " if named else "")
            + _shown_text(a)
            + (f"  ({a.remark})" if a.remark else "")
            for a in self._answers
        ]
        return "\n".join([*head, "", f"rank     score  verdict    {source}hypothesis", *lines])

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain JSON values."""
        return {
            "problem": self._shown,
            "best": self.best.text if self.best else None,
            "source": self.best.source if self.best else None,
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
                    "source": a.source,
                }
                for a in self._answers
            ],
        }


def _shown_text(answer: Answer) -> str:
    """Return an answer's text; of one that is none, the beginning of its tokens."""
    cut = answer.answer is None and len(answer.text) > LONGEST
    return f"{answer.text[:LONGEST]}..." if cut else answer.text


def _shown_score(score: float | None) -> str:
    return f"{'-':>8}" if score is None else f"{score:8.4f}"
