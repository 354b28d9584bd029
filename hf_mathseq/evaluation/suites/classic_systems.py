"""Classic systems of differential equations at their equilibria, with known answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import yaml

from hf_mathseq.analysis.fields import value_at
from hf_mathseq.analysis.systems import analyse
from hf_mathseq.evaluation.suites.suite import Suite, SuiteRow, first_of_each, typed_row
from hf_mathseq.suggestions import UserError
from hf_mathseq.systems.own_formulas import formula_tree
from hf_mathseq.systems.pde_answers import written_bounds
from hf_mathseq.systems.pde_input import pde_from_text
from hf_mathseq.task import Task

PROBLEMS = "classic_systems.yaml"

Answer = Callable[[str, Any, Task], Any]
"""From a typed system and what the file says of it to a task's answer, None where it has none."""


def _speed(system: str, known: Any, task: Task) -> float:
    """Return the number that a formula without variables says."""
    return value_at(formula_tree(str(known), {}), []).real


def _unstable(system: str, known: Any, task: Task) -> bool:
    return _speed(system, known, task) < 0


def _reach(system: str, known: Any, task: Task) -> bool | int:
    """Return the dimension that is not controllable, or whether it is 0, as the task asks."""
    dimension = int(known["uncontrollable"])
    return dimension if task.description.answer == "uncontrollable" else dimension == 0


def _gain(system: str, known: Any, task: Task) -> list[list[float]] | None:
    """Return a gain for the pair of the task, whose A is divided by its norm and whose B is not."""
    if "gain" not in known:
        return None
    gain = np.array(known["gain"]) / np.linalg.norm(analyse(system).jacobian)
    return [[float(f"{entry:.2e}") + 0.0 for entry in row] for row in gain]


def _given(system: str, known: Any, task: Task) -> Any:
    return known


def _behaviour(equation: str, known: Any, task: Task) -> dict[str, Any]:
    """Return what is known, with the frequencies of the initial condition where the task asks."""
    exists, vanishes = known
    bounds = None
    if task.config.bounds:
        pde = pde_from_text(equation, task.config.min_dimension)
        bounds = [list(interval) for interval in written_bounds(pde.frequency_bounds())]
    return {"exists": exists, "vanishes": vanishes, "bounds": bounds}


# Config -> section of the file, and how the task's answer follows from what stands there.
SECTIONS: dict[str, tuple[str, Answer]] = {
    "stability": ("stability", _unstable),
    "convergence_speed": ("stability", _speed),
    "controllability": ("control", _reach),
    "feedback_gain": ("control", _gain),
    "controllability_non_autonomous": ("controllability_non_autonomous", _given),
    "pde": ("pde", _behaviour),
}


class ClassicSystems(Suite):
    """Systems that textbooks of dynamics, control, biology and physics teach, by field."""

    name = "differential_systems/classic"
    title = "Classic systems"
    grouping = "field"

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems, field by field; see `Suite.rows`.

        Raises:
            UserError: There are no problems for the task.
        """
        if task.config_name not in SECTIONS:
            raise UserError(f"suite {self.name!r} has no problems for {task.name}")
        section, answer = SECTIONS[task.config_name]
        found = [
            (field, text, answer(text, known, task))
            for field, text, known in known_systems(section)
        ]
        problems = [problem for problem in found if problem[2] is not None]
        chosen = first_of_each(problems, lambda problem: problem[0], per_group)
        return [SuiteRow(typed_row(task, system, value), field) for field, system, value in chosen]


@cache
def known_systems(section: str) -> list[tuple[str, str, Any]]:
    """Return (field, system, what is known of it) of every problem in a section of the file."""
    text = files(__package__).joinpath(PROBLEMS).read_text(encoding="utf-8")
    return [
        (field, system, known)
        for field, systems in yaml.safe_load(text)[section].items()
        for system, known in systems.items()
    ]
