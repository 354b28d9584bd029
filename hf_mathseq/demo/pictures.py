"""The drawings beside an answer, chosen by the data set of the task."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from hf_mathseq.analysis.pictures import picture as system_picture
from hf_mathseq.analysis.rows import row_analysis
from hf_mathseq.demo.integral_pictures import integral_figure
from hf_mathseq.demo.network_pictures import network_figure
from hf_mathseq.demo.ode_pictures import ode_figure
from hf_mathseq.demo.page import Picture
from hf_mathseq.demo.parity_pictures import parity_figure
from hf_mathseq.solver import Answer, Answers
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_PER_INCH = 110

Drawn = tuple[str, str, "Figure"]


def pictures(task: Task, answers: Answers) -> tuple[Picture, ...]:
    """Return the drawings for an answered problem; none where nothing can be drawn.

    A drawing shows the verified answer, or the first well-formed hypothesis where none is
    verified, and says which. A problem whose drawing fails has an answer without one.
    """
    draw = _DRAWERS.get(task.dataset)
    if draw is None or task.parameters(answers.problem):
        return ()
    try:
        return tuple(
            Picture(title, text, _png(figure)) for title, text, figure in draw(task, answers)
        )
    except (UserError, ArithmeticError, ValueError):
        return ()


def shown_answer(answers: Answers) -> Answer | None:
    """Return the hypothesis that is drawn: a verified one, else the first well-formed one."""
    return answers.best or next((each for each in answers if each.answer is not None), None)


def _of_integral(task: Task, answers: Answers) -> Iterator[Drawn]:
    found = shown_answer(answers)
    if found is not None:
        figure = integral_figure(answers.problem["integrand"], found.tokens)
        text = "Curves of the integrand, of the antiderivative and of the error of its derivative."
        yield f"Integrand, antiderivative and residual of {_which(found)}", text, figure


def _of_equation(task: Task, answers: Answers) -> Iterator[Drawn]:
    found = shown_answer(answers)
    figure = ode_figure(answers.problem["equation"], None if found is None else found.tokens)
    if figure is not None:
        title = "Slope field" if found is None else f"Slopes and solutions of {_which(found)}"
        yield title, "Slopes of the equation, and curves for several constants.", figure


def _of_matrix(task: Task, answers: Answers) -> Iterator[Drawn]:
    found = shown_answer(answers)
    figure = None if found is None else parity_figure(task, answers.problem, found.answer)
    if found is not None and figure is not None:
        text = "Predicted against exact numbers; right ones lie on the diagonal."
        yield f"Predicted and exact numbers of {_which(found)}", text, figure


def _of_network(task: Task, answers: Answers) -> Iterator[Drawn]:
    found = shown_answer(answers)
    figure = network_figure(answers.problem, None if found is None else found.answer)
    yield "Network", "Vertices and edges; colours are levels, red does not leave.", figure


def _of_system(task: Task, answers: Answers) -> Iterator[Drawn]:
    if "system" in answers.problem and task.config_name != "controllability_non_autonomous":
        text = "Eigenvalues in the complex plane, and trajectories of systems with two states."
        yield "Phase portrait and eigenvalues", text, system_picture(row_analysis(answers.problem))


_DRAWERS: dict[str, Callable[[Task, Answers], Iterator[Drawn]]] = {
    "integration": _of_integral,
    "ode": _of_equation,
    "linear_algebra": _of_matrix,
    "metabolic_networks": _of_network,
    "differential_systems": _of_system,
}


def _which(found: Answer) -> str:
    kind = "verified answer" if found.verdict.correct else "hypothesis"
    return f"{kind} {found.rank}"


def _png(figure: Figure) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH)
    return base64.b64encode(buffer.getvalue()).decode()
