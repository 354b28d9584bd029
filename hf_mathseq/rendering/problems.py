"""`render_problem` and `render_answer`: any task's rows and tokens as HTML or TeX."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from hf_mathseq.rendering.mathml import MathML, formula
from hf_mathseq.rendering.tex import TeX
from hf_mathseq.rendering.views import view_of
from hf_mathseq.task import ProblemError, Row, Task

MAX_TEXT = 4_000
"""Characters of a text that are shown."""


def render_problem(task: Task, row: Row) -> str:
    """Return a row's problem as HTML: a formula, a matrix or a drawing, else text.

    Everything is escaped, and nothing outside of it is needed.

    Args:
        task: The task.
        row: A data-set row or a result of `problem_from`.
    """
    view = view_of(task)
    if view is None:
        return _paragraph(task.show_problem(row))
    content = view.problem(task, row, MathML())
    drawn = view.drawing(row, None)
    shown = formula(content, block=True) if content else ""
    return shown + drawn or _paragraph(task.show_problem(row))


def render_answer(task: Task, row: Row, tokens: Sequence[str]) -> str:
    """Return an answer to a row's problem as HTML; malformed answers are shown as their tokens.

    Args:
        task: The task.
        row: A data-set row or a result of `problem_from`.
        tokens: Target tokens, as a model gives them.
    """
    try:
        answer = task.decode(tokens)
    except ProblemError:
        return f'<p class="malformed"><code>{escape(_cut(" ".join(tokens)))}</code></p>'
    view = view_of(task)
    content = view.answer(task, tokens, answer, MathML()) if view else ""
    drawn = view.drawing(row, answer) if view else ""
    shown = formula(content, block=True) if content else _paragraph(task.show(answer))
    return shown + drawn


def problem_tex(task: Task, row: Row) -> str:
    """Return a row's problem as TeX without dollars; "" where it is shown as text or drawn."""
    view = view_of(task)
    return view.problem(task, row, TeX()) if view else ""


def answer_tex(task: Task, tokens: Sequence[str]) -> str:
    """Return an answer as TeX without dollars; "" where it is malformed or said in words."""
    try:
        answer = task.decode(tokens)
    except ProblemError:
        return ""
    view = view_of(task)
    return view.answer(task, tokens, answer, TeX()) if view else ""


def _paragraph(text: str) -> str:
    return f"<p>{escape(_cut(text))}</p>"


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + " …"
