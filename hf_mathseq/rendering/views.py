"""How the problems and answers of each family of tasks are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hf_mathseq.rendering.matrix_views import matrix_answer, matrix_problem
from hf_mathseq.rendering.network_views import network_picture, no_answer, no_formula
from hf_mathseq.rendering.notation import Notation
from hf_mathseq.rendering.symbolic_views import antiderivative, equation, integral, solution
from hf_mathseq.rendering.system_views import (
    behaviour,
    partial_equation,
    portrait,
    system_answer,
    system_equations,
)
from hf_mathseq.task import Row, Task

Formula = Callable[[Task, Row, Notation], str]
AnswerFormula = Callable[[Task, Sequence[str], Any, Notation], str]


def nothing(row: Row, answer: Any) -> str:
    """Draw nothing."""
    return ""


@dataclass(frozen=True)
class View:
    """How a family of tasks is shown.

    Attributes:
        problem: Returns the formula of a row's problem, "" where it has none.
        answer: Returns the formula of an answer, from its tokens and what they decode to; "" where
            the answer is said in words.
        drawing: Returns a drawing of a row's problem or, where an answer is given, of that; "" for
            none.
    """

    problem: Formula
    answer: AnswerFormula
    drawing: Callable[[Row, Any], str] = nothing


VIEWS: Mapping[str, View] = {
    "integration": View(integral, antiderivative),
    "ode": View(equation, solution),
    "differential_systems": View(system_equations, system_answer, portrait),
    "differential_systems/pde": View(partial_equation, behaviour),
    "linear_algebra": View(matrix_problem, matrix_answer),
    "metabolic_networks": View(no_formula, no_answer, network_picture),
}
"""By task or data set; tasks that are not listed are shown as text."""


def view_of(task: Task) -> View | None:
    """Return how a task is shown; None for as text."""
    return VIEWS.get(task.name) or VIEWS.get(task.dataset)
