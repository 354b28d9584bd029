"""The natural columns of published pairs, from their tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hf_mathseq.symbolic.plain_infix import plain_infix
from hf_mathseq.task import Task
from hf_mathseq.verdict import ProblemError

Words = Sequence[str]
RowMaker = Callable[[Words, Words], dict[str, Any]]


def row_maker(task: Task) -> RowMaker:
    """Return what turns the tokens of a problem and of its answer into natural columns.

    Expressions are written word by word, without the normal form that the task's own reader
    builds; other problems are read by the task. The returned function raises `ProblemError`.
    """
    if task.dataset == "integration":
        return _integral
    if task.dataset == "ode":
        return _equation

    def read(problem: Words, answer: Words) -> dict[str, Any]:
        return {
            **task.problem_from(tokens=problem),
            task.description.answer: task.decode(answer),
        }

    return read


def _integral(problem: Words, answer: Words) -> dict[str, Any]:
    return {"integrand": _text(problem[2:]), "antiderivative": _text(answer)}


def _equation(problem: Words, answer: Words) -> dict[str, Any]:
    return {"equation": f"{_text(problem)} = 0", "solution": _text(answer)}


def _text(words: Words) -> str:
    text = plain_infix(words)
    if text is None:
        raise ProblemError("the words are no expression")
    return text
