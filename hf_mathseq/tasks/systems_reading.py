"""How systems of differential equations are read from what people type, and shown to them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np

from hf_mathseq.analysis.rows import NAMES, SHOWN, eigenvalue_line, reach_line, shown_system
from hf_mathseq.systems.duals import gradients, is_real
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.layout import (
    count_variables,
    read_system,
    system_text,
    system_trees,
    write_system,
)
from hf_mathseq.systems.own_input import own_system
from hf_mathseq.systems.own_shift import moved
from hf_mathseq.systems.own_system import OwnSystem
from hf_mathseq.systems.words import MAX_VARIABLES, Tree
from hf_mathseq.task import Row, Task
from hf_mathseq.tasks.systems_options import ControlConfig, SpectrumConfig
from hf_mathseq.verdict import ProblemError


class SystemReading(Task):
    """The reading and writing of a task on systems.

    Attributes:
        controlled: Whether the task is about systems with controls.
        real: Whether the gradients have to be real at the point.
        timed: Whether time may occur.
    """

    dataset = "differential_systems"
    config: SpectrumConfig | ControlConfig
    controlled: ClassVar[bool]
    real: ClassVar[bool]
    timed: ClassVar[bool] = False

    @abstractmethod
    def answer_words(self, row: Row) -> list[str]:
        """Return the words of a row's answer, none if it has no answer."""

    def encode(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the words of a row's system and of its answer; see `Task.encode`."""
        return write_system(system_trees(row["system"])), self.answer_words(row)

    def problem_from(
        self,
        user_input: Any = None,
        *,
        tokens: Sequence[str] | None = None,
        point: Any = None,
        controls: Sequence[Any] | None = None,
    ) -> dict[str, Any]:
        """Return `{"system": ..., "degree": ..., "controls": ..., "point": ...}`.

        Args:
            user_input: A system as a data-set row has it (right-hand sides in x0, x1, ...), or in
                any form that `systems.own_input` understands; then the row has the user's `names`
                and how it is `shown`.
            tokens: The published words instead.
            point: The user's point; the variables are moved so that the task's point stands for
                it. None is the point in the text, or the task's.
            controls: Names of the controls; None takes every name without an equation for one.

        Raises:
            ProblemError: The system cannot be read, has another number of equations or controls
                than the task allows, or is not defined at the point.
        """
        if (user_input is None) == (tokens is None):
            raise ProblemError("give either a system or its tokens")
        names: dict[str, Any] = {}
        if tokens is not None or _is_natural(user_input):
            trees = system_trees(user_input) if tokens is None else read_system(tokens)
            count = self.controls_of(trees)
        else:
            system = own_system(user_input, point=point, controls=controls)
            trees, count = self._moved(system), len(system.controls)
            shown = shown_system(system, self.config.point)
            names = {NAMES: list(system.names), SHOWN: shown}
        self._check(trees, count)
        return {
            "system": system_text(trees),
            "degree": len(trees),
            "controls": count,
            "point": self.config.point,
            **names,
        }

    def problem_at_rest(self, user_input: Any, **given: Any) -> dict[str, Any]:
        """Return the row of a system as `problem_from` does, for methods that need no model.

        Where no point is given it is 0 in every coordinate, as in `analyse`, unless the system has
        no derivatives there: then, and where time occurs, it is the task's.
        """
        if given.get("point") is None and not self.timed and not _is_natural(user_input):
            controls = given.get("controls")
            try:
                if own_system(user_input, controls=controls).point is None:
                    return self.problem_from(user_input, point=0, controls=controls)
            except ProblemError:
                pass
        return self.problem_from(user_input, **given)

    def controls_of(self, trees: Sequence[Tree]) -> int:
        """Return the number of controls of a system whose variables have the published names."""
        return count_variables(trees) - len(trees)

    def _moved(self, system: OwnSystem) -> list[Tree]:
        """Return the equations of a user's system, its point moved to that of the task."""
        if system.timed and not self.timed:
            raise ProblemError(f"{self.name} is about systems without time; t occurs")
        if system.point is None:
            return list(system.equations)
        return list(moved(system.equations, system.point, Fraction(str(self.config.point))))

    def _check(self, trees: Sequence[Tree], controls: int) -> None:
        """Raise `ProblemError` for a system that the task is not about."""
        degree, variables = len(trees), count_variables(trees)
        if not self.controlled and (controls or variables > degree):
            raise ProblemError(
                f"{self.name} is about systems without controls; {degree} equations have the "
                f"variables x0 to x{degree - 1}, this system has {variables} variables"
            )
        if self.controlled and not controls:
            raise ProblemError(f"{self.name} needs a control: a variable without an equation")
        slopes = gradients(Forest.from_trees(trees), np.full(MAX_VARIABLES, self.config.point))
        for i, row in enumerate(slopes):
            if not np.isfinite(row).all():
                raise ProblemError(
                    f"equation {i + 1} has no gradient at the point: it is undefined there, not "
                    "differentiable, or too large"
                )
            if self.real and not is_real(row).all():
                raise ProblemError(f"the gradient of equation {i + 1} is not real at the point")

    def show_problem(self, row: Row) -> str:
        """Return a row's equations with their left sides; a user's with the point as well."""
        if SHOWN in row:
            return str(row[SHOWN])
        return "; ".join(f"x{i}' = {right}" for i, right in enumerate(row["system"]))

    def finish(self, row: Row, answer: Any) -> str | None:
        """Return what the linearisation of the row's system says, None where time occurs."""
        if self.timed:
            return None
        try:
            return self.remark(row, answer)
        except ProblemError:
            return None

    def remark(self, row: Row, answer: Any) -> str:
        """Return the eigenvalues or what the controls reach, in the user's names."""
        return reach_line(row) if self.controlled else eigenvalue_line(row)


def _is_natural(given: Any) -> bool:
    """Whether a system is given as in a data-set row: a list of right-hand sides."""
    sides = given if isinstance(given, (list, tuple)) else ()
    return bool(sides) and all(isinstance(side, str) and "=" not in side for side in sides)
