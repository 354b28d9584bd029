"""A page from a solver and a text: the demo's logic, without a server and without widgets."""

from __future__ import annotations

import time
from html import escape

from hf_mathseq.demo.limits import MAX_BEAMS
from hf_mathseq.demo.page import Hypothesis, Page
from hf_mathseq.demo.pictures import pictures
from hf_mathseq.rendering import render_answer, render_problem
from hf_mathseq.solver import Answer, Solver
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Row, Task

DRAWN = ("metabolic_networks",)
"""Data sets whose problems and answers are rendered as drawings: a picture of the page has both."""


def answer(model: str, solver: Solver, text: str, beams: int = 10) -> Page:
    """Return the page for one problem.

    Args:
        model: Name of the model, to be shown.
        solver: The model.
        text: The problem as it was typed; never taken for the name of a file.
        beams: Width of the beam, and number of hypotheses.

    Raises:
        ProblemError: The problem cannot be read, or is longer than what the model reads.
        UserError: Not between 1 and `MAX_BEAMS` hypotheses.
    """
    if not 1 <= beams <= MAX_BEAMS:
        raise UserError(f"between 1 and {MAX_BEAMS} hypotheses are searched, not {beams}")
    start = time.perf_counter()
    answers = solver(text, num_beams=beams)
    seconds = time.perf_counter() - start
    problem = solver.task.show_problem(answers.problem)
    return Page(
        model=model,
        task=solver.task.name,
        problem=problem,
        markup=_problem_markup(solver.task, answers.problem),
        hypotheses=tuple(_hypothesis(solver.task, answers.problem, each) for each in answers),
        pictures=pictures(solver.task, answers),
        seconds=seconds,
    )


def _problem_markup(task: Task, problem: Row) -> str:
    if task.dataset in DRAWN:
        return escape(task.show_problem(problem))
    return render_problem(task, problem)


def _hypothesis(task: Task, problem: Row, found: Answer) -> Hypothesis:
    drawn = task.dataset in DRAWN
    return Hypothesis(
        rank=found.rank,
        text=found.text,
        markup=escape(found.text) if drawn else render_answer(task, problem, found.tokens),
        score=found.score,
        status=str(found.verdict.status),
        method=found.verdict.method,
        detail=found.remark,
        residual=found.verdict.residual,
    )
