"""Answers without a model: every proposer that knows the kind of problem, in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hf_mathseq.answers import MODEL, Answers, read_answer
from hf_mathseq.proposers.chain import SECONDS, Chain
from hf_mathseq.proposers.kinds import named_task, task_for
from hf_mathseq.proposers.table import ALL, PROPOSERS, chosen_names, made
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task
from hf_mathseq.tasks.systems_reading import SystemReading


def solve(
    problem: Any,
    *,
    task: str | Task | None = None,
    proposers: str | Sequence[str] = ALL,
    seconds: float = SECONDS,
    criterion: str = "strict",
    **given: Any,
) -> Answers:
    """Answer one problem without a model; every answer is checked and names its source.

    Args:
        problem: Text, a matrix, or whatever the task's `problem_from` takes.
        task: The kind of problem, a name as in `list_tasks` or a task; None sees it from the
            text, see `proposers.kinds.task_for`.
        proposers: Names in the order in which they are asked, see `proposers.table`, until an
            answer is verified; "all" is everything that is installed.
        seconds: Time of each of them.
        criterion: "strict" or "paper".
        **given: What else the task's `problem_from` takes, e.g. `point=(0, 0)`; without a point
            systems are taken at 0, as in `analyse`.

    Raises:
        ProblemError: The problem cannot be read, or nobody knows problems of its kind.
        UserError: A proposer or a time that is not allowed.

    Examples:
        >>> best = solve("x*cos(x)").best
        >>> best.text, best.source, best.verdict.detail
        ('x*sin(x) + cos(x)', 'rules', 'the derivative is the integrand')
    """
    names = chosen_names(proposers)
    if proposers != ALL and MODEL in names:
        raise UserError("the proposer 'model' needs a model: load_solver(MODEL, proposers=...)")
    check_seconds(seconds)
    if task is None:
        task = task_for(problem)
    elif isinstance(task, str):
        task = named_task(task, problem)
    read = task.problem_at_rest if isinstance(task, SystemReading) else task.problem_from
    row = read(problem, **given)
    asked = [proposer for proposer in made(names) if proposer.fits(task)]
    if not asked:
        knowing = ", ".join(name for name, each in PROPOSERS.items() if each().fits(task))
        raise UserError(
            f"without a model {task.name} is answered by {knowing or 'no proposer'}; "
            + ("choose one of them" if knowing else "load a model with load_solver")
        )
    try:
        answers = [
            read_answer(task, row, rank, found.tokens, found.verdict, source=found.source)
            for rank, found in enumerate(Chain(task, asked, seconds, criterion).answers(row), 1)
        ]
    finally:
        for proposer in asked:
            proposer.close()
    return Answers(row, task.show_problem(row), answers)


def check_seconds(seconds: float) -> None:
    """Raise `UserError` for a time that is not between a hundredth of a second and a day."""
    if not 0.01 <= seconds <= 86_400:
        raise UserError(f"seconds must be from 0.01 to 86400, not {seconds}")
