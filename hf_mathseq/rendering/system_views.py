"""Systems of differential equations, at a point, and partial differential equations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hf_mathseq.analysis.rows import NAMES
from hf_mathseq.rendering.matrices import box, named
from hf_mathseq.rendering.notation import Notation
from hf_mathseq.rendering.pde import pde
from hf_mathseq.rendering.phase_portraits import phase_portrait
from hf_mathseq.rendering.pieces import Composer
from hf_mathseq.rendering.system_trees import system
from hf_mathseq.systems.layout import system_trees
from hf_mathseq.systems.pde_input import pde_from_text
from hf_mathseq.systems.words import VARIABLES
from hf_mathseq.task import Row, Task


def system_equations(task: Task, row: Row, notation: Notation) -> str:
    """Return the equations of a row's system, and where they are looked at."""
    names = _names(row)
    written = system(system_trees(row["system"]), notation, names)
    shown = Composer(notation)
    point = shown.signed(shown.decimal(row["point"]))
    words = notation.words("  where every coordinate is ")
    return notation.row(written, words, point)


def system_answer(task: Task, tokens: Sequence[str], answer: Any, notation: Notation) -> str:
    """Return a gain as a matrix; other answers are said in words."""
    if isinstance(answer, list) and answer and isinstance(answer[0], list):
        return named("K", answer, notation)
    return ""


def portrait(row: Row, answer: Any) -> str:
    """Return the trajectories of a row's system with two states and no controls."""
    if answer is not None or len(row["system"]) != 2 or row["controls"]:
        return ""
    point = [row["point"]] * 2
    return phase_portrait(system_trees(row["system"]), point, names=_names(row))


def partial_equation(task: Task, row: Row, notation: Notation) -> str:
    """Return a partial differential equation and its initial condition."""
    return pde(pde_from_text(row["equation"]), notation)


def behaviour(task: Task, tokens: Sequence[str], answer: Any, notation: Notation) -> str:
    """Return what is said of existence and the box of frequencies."""
    head = notation.words(task.show({**answer, "bounds": None}))
    if answer["bounds"] is None:
        return head
    return notation.row(head, notation.words("; frequencies "), box(answer["bounds"], notation))


def _names(row: Row) -> Sequence[str]:
    """Return the names of states and controls, then that of time, which users call t."""
    own = row.get(NAMES)
    return (*own, "t") if own else VARIABLES
