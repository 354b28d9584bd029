"""Controllability of systems of differential equations (arXiv 2006.06462, section 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.options import option
from hf_mathseq.splits import UInt64Array
from hf_mathseq.systems.balance import wanted_classes
from hf_mathseq.systems.baselines import REACHED, unreached_states
from hf_mathseq.systems.conditioning import are_well_conditioned
from hf_mathseq.systems.forest import IntArray
from hf_mathseq.systems.kalman import UNDECIDED, uncontrollable_dimensions
from hf_mathseq.systems.random_systems import Systems, draw_systems, empty_systems
from hf_mathseq.systems.random_trees import hashed
from hf_mathseq.systems.selection import first_accepted
from hf_mathseq.systems.shapes import BoolArray
from hf_mathseq.task import Row, TaskDescription
from hf_mathseq.tasks.given_answers import YES_OR_NO, given_class
from hf_mathseq.tasks.systems_base import (
    PAPER,
    SYSTEM_COLUMNS,
    SYSTEM_FIELDS,
    Answers,
    SystemTask,
)
from hf_mathseq.tasks.systems_options import ControlConfig, check_share, point_option
from hf_mathseq.verdict import Verdict
from hf_mathseq.verification.system_answers import read_class, read_dimension
from hf_mathseq.verification.system_facts import SystemAtPoint
from hf_mathseq.verification.systems import judge_controllability, judge_dimension
from hf_mathseq.verification.systems_published import published_integer

MAX_ATTEMPTS = 2_000
"""Systems that are drawn for one place: about one in 30 is not controllable."""
_MAX_COMPLETIONS = 64
"""Systems of one shape that are drawn until every variable has an influence."""
_UNCONTROLLABLE_ATTEMPTS = 16
"""Attempts that are made together for a system that is not controllable."""
TARGETS = ("qualitative", "dimension")


class ControlTask(SystemTask):
    """A task on the linearisation of a system with controls."""

    config: ControlConfig
    controlled = True
    real = True

    def uncontrollable(self, systems: Systems) -> IntArray:
        """Return the dimension of each system's uncontrollable part, `UNDECIDED` where in doubt."""
        shapes = systems.shapes
        return uncontrollable_dimensions(
            systems.jacobians.real, shapes.degrees, shapes.controls, clean=self.config.clean
        )


@dataclass(frozen=True)
class ControllabilityConfig(ControlConfig):
    """Options of `Controllability`."""

    point: float = point_option(0.9)
    controllable_share: float = option(
        0.5,
        "Share of controllable systems; -1 keeps what is drawn, of which 95 % are controllable.",
        source="published settings of the balanced set",
        minimum=-1.0,
        maximum=1.0,
    )
    target: str = option(
        "qualitative",
        "What is written: 1 for controllable and 0 for not, or the dimension of the "
        "uncontrollable part (0 for controllable).",
        source="published settings",
        choices=TARGETS,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        check_share("controllable_share", self.controllable_share)


class Controllability(ControlTask):
    """Whether the linearisation of a system at a point is controllable: 1 if it is, 0 if not.

    With A and B the derivatives by states and controls, it is when `[B, AB, ..., A^(n-1) B]` has
    rank n (Kalman). The option `target="dimension"` asks for n minus the rank instead, so that 0
    means controllable. The published labels count singular values above 1e-6, which depends on the
    units of time and state; clean labels use a scaled matrix and leave out what is in doubt.

    Of 1,000 systems labelled by the published rules, clean labels leave out 71 and differ for 11;
    by the strict criterion 25 of the 1,000 published labels are wrong and 5 undecided, and no
    clean one (`benchmarks/differential_systems_agreement.py`).
    """

    config_name = "controllability"
    Config = ControllabilityConfig
    config: ControllabilityConfig
    natural_schema = pa.schema(
        [*SYSTEM_FIELDS, ("controllable", pa.bool_()), ("uncontrollable", pa.int8())]
    )
    longest_target = 3
    description = TaskDescription(
        title="Controllability of a system",
        paper=PAPER,
        problem="system",
        answer="controllable",
        columns={
            **SYSTEM_COLUMNS,
            "controllable": "Whether the linearisation is controllable.",
            "uncontrollable": "Dimension of the uncontrollable part, 0 for a controllable system.",
        },
        example="x' = y; y' = z - x; z' = sin(x) + u at (0, 0, 0)",
    )

    def __init__(self, /, **options: Any) -> None:
        super().__init__(**options)
        if self._counts:
            self.description = replace(self.description, answer="uncontrollable")  # type: ignore[misc]

    @property
    def _counts(self) -> bool:
        return bool(self.config.target == "dimension")

    def draw_systems(self, keys: UInt64Array) -> tuple[Systems, IntArray]:
        """Draw shapes and systems until the controllability that a place wants.

        The shape is drawn anew each time: the published set was balanced after drawing.
        """
        law = self.config.shape_law
        balanced = self.config.controllable_share >= 0
        wanted = wanted_classes(
            np.zeros(len(keys), dtype=np.int64), max(self.config.controllable_share, 0.0)
        )

        def draw(places: IntArray, attempts: IntArray) -> Systems:
            return self._complete(hashed(keys[places], attempts))

        def accepted(systems: Systems, places: IntArray) -> BoolArray:
            dimensions = np.full(len(systems), UNDECIDED)
            dimensions[systems.complete] = self.uncontrollable(systems.take(systems.complete))
            good = dimensions >= 0
            if balanced:
                good &= (dimensions == 0) == wanted[places]
            if self.config.clean:
                good[good] = are_well_conditioned(systems.take(good), self.system_law)
            return good

        places = empty_systems(law.draw(keys), law.max_variables)
        expected = np.where(wanted | (not balanced), 1, _UNCONTROLLABLE_ATTEMPTS)
        filled, attempts = first_accepted(places, draw, accepted, MAX_ATTEMPTS, expected)
        return places.take(filled), attempts

    def _complete(self, keys: UInt64Array) -> Systems:
        """Draw a shape for each key, and systems of it until every variable has an influence."""
        law = self.config.shape_law
        shapes = law.draw(keys)

        def draw(places: IntArray, attempts: IntArray) -> Systems:
            found = hashed(keys[places], -1 - attempts)
            return draw_systems(found, shapes.take(places), law.max_variables, self.system_law)

        places = empty_systems(shapes, law.max_variables)
        first_accepted(places, draw, lambda systems, _: systems.complete, _MAX_COMPLETIONS)
        return places

    def answers(self, systems: Systems) -> Answers:
        """Say which systems are controllable, or what is not."""
        dimensions = self.uncontrollable(systems)
        values = dimensions if self._counts else dimensions == 0
        return Answers(
            {
                "controllable": pa.array(dimensions == 0),
                "uncontrollable": pa.array(dimensions, pa.int8()),
            },
            [write_integer(int(value)) for value in values],
        )

    def answer_words(self, row: Row) -> list[str]:
        """Return the words of a row's class or dimension."""
        value = row.get(self.description.answer)
        return [] if value is None else write_integer(int(value))

    def decode(self, tokens: Sequence[str]) -> bool | int:
        """Return whether target tokens say controllable, or the dimension that they say.

        Raises:
            ProblemError: The tokens are not such an integer.
        """
        return read_dimension(tokens) if self._counts else read_class(tokens)

    def answer_from(self, row: Row, given: Any) -> bool | int:
        """Return the class with a name, or a dimension; see `given_class`."""
        values = range(self.config.max_degree + 1) if self._counts else (True, False)
        meanings = {self.show(value): value for value in values}
        if self._counts:
            return given_class(str(given), meanings | {str(value): value for value in values})
        return given_class(given, meanings | YES_OR_NO | {"uncontrollable": False})

    def show(self, answer: bool | int) -> str:
        """Return the answer in words."""
        if self._counts:
            return f"the uncontrollable part has dimension {answer}" if answer else "controllable"
        return "controllable" if answer else "not controllable"

    def trivial_answers(self) -> Mapping[str, Sequence[str]]:
        """Return both classes; of dimensions that of controllable systems alone."""
        if self._counts:
            return {"always controllable": write_integer(0)}
        return {"always controllable": write_integer(1), "never controllable": write_integer(0)}

    def baseline_answers(self, rows: Sequence[Row]) -> Mapping[str, Sequence[Sequence[str]]]:
        """Return what the influences of controls and states on each other suggest."""
        unreached = [unreached_states(self.jacobian_of(row)) for row in rows]
        values = unreached if self._counts else [count == 0 for count in unreached]
        return {REACHED: [write_integer(int(value)) for value in values]}

    def judge(
        self, system: SystemAtPoint, words: Sequence[str], tolerance: float | None
    ) -> Verdict:
        """Judge the class or the dimension by the rank of the Kalman matrix."""
        judge = judge_dimension if self._counts else judge_controllability
        return judge(system, words)

    def published(
        self,
        system: SystemAtPoint,
        target: Sequence[str],
        words: Sequence[str],
        tolerance: float,
    ) -> Verdict:
        """Compare classes or dimensions."""
        return published_integer(target, words)
