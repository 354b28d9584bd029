"""Controllability of systems that depend on time (arXiv 2006.06462, section 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.options import option
from hf_mathseq.splits import UInt64Array
from hf_mathseq.systems.forest import Forest, IntArray
from hf_mathseq.systems.kalman import UNDECIDED
from hf_mathseq.systems.layout import count_variables, system_trees
from hf_mathseq.systems.random_systems import SystemLaw, Systems, draw_systems
from hf_mathseq.systems.shapes import BoolArray, ShapeLaw, Shapes
from hf_mathseq.systems.time_jets import Clock, time_gradients
from hf_mathseq.systems.time_rank import CONTROLLABLE, controllable_in_time, published_times
from hf_mathseq.systems.words import Tree
from hf_mathseq.task import Row, TaskDescription
from hf_mathseq.tasks.controllability import Controllability, ControllabilityConfig
from hf_mathseq.tasks.systems_base import PAPER, SYSTEM_COLUMNS, SYSTEM_FIELDS, Answers
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.system_facts import SystemAtPoint
from hf_mathseq.verification.time_controllability import judge_in_time


@dataclass(frozen=True)
class NonAutonomousConfig(ControllabilityConfig):
    """Options of `NonAutonomousControllability`."""

    min_degree: int = option(
        2, "Fewest equations.", source="published settings", minimum=2, maximum=6
    )
    max_degree: int = option(
        3, "Most equations.", source="published settings", minimum=2, maximum=6
    )
    point: float = option(
        0.5,
        "Value of every state and control where the system is linearised; it is not written.",
        source="published settings",
        minimum=-1e3,
        maximum=1e3,
    )
    horizon: float = option(
        1.0,
        "End of the interval of time, which begins at 0; it is not written.",
        source="published settings",
        minimum=0.1,
        maximum=1e3,
    )
    controllable_share: float = option(
        -1.0,
        "Share of controllable systems; -1 keeps what is drawn, of which 83 % are controllable.",
        source="published settings; 0.5 as in the balanced set",
        minimum=-1.0,
        maximum=1.0,
    )
    target: str = option(
        "qualitative",
        "What is written: 1 for controllable and 0 for not.",
        source="published settings",
        choices=("qualitative",),
    )

    @property
    def shape_law(self) -> ShapeLaw:
        """The law of the sizes."""
        return replace(super().shape_law, timed=True)


class NonAutonomousControllability(Controllability):
    """Whether the linearisation of x' = f(x, u, t) is controllable on an interval: 1 if, 0 if not.

    With A(t) and B(t) the derivatives by states and controls at a fixed point, it is when the
    blocks D_0 = B, D_(i+1) = dD_i/dt - A D_i span the space at some time. As published, blocks up
    to i = floor(2n/p) are taken at five times, k/5 of the interval minus 0.01. The published labels
    count singular values above 1e-6, and call a system without a usable time not controllable;
    clean labels use scaled blocks and leave out what is in doubt. An equation that is undefined at
    the first time is drawn again.

    Of 200 published lines, clean labels are the same for 194, leave out 5 and differ for 1
    (`benchmarks/controllability_in_time.py`).

    Equations are numbered states first, then controls, then time. Whether the last variable is time
    is not written: more than one variable after the states means that the last one is.
    """

    config_name = "controllability_non_autonomous"
    Config = NonAutonomousConfig
    config: NonAutonomousConfig
    real = False
    timed = True
    natural_schema = pa.schema([*SYSTEM_FIELDS, ("controllable", pa.bool_())])
    longest_target = 2
    description = TaskDescription(
        title="Controllability of a system that depends on time",
        paper=PAPER,
        problem="system",
        answer="controllable",
        columns={
            **SYSTEM_COLUMNS,
            "system": "The right-hand sides of x0', x1', ...; then come the controls, then time.",
            "point": "Value of every state and control; it is not in the input.",
            "controllable": "Whether the linearisation is controllable on the interval of time.",
        },
        example="x' = y*t; y' = sin(x) + u at (0, 0)",
    )

    @property
    def system_law(self) -> SystemLaw:
        """What systems are made of."""
        return replace(super().system_law, time=published_times(self.config.horizon)[0])

    def _complete(self, keys: UInt64Array) -> Systems:
        """Draw a shape and a system for each key; some may not be complete."""
        law = self.config.shape_law
        return draw_systems(keys, law.draw(keys), law.max_variables, self.system_law)

    def uncontrollable(self, systems: Systems) -> IntArray:
        """Return 0 for controllable systems, 1 for others, `UNDECIDED` where in doubt."""
        trees = systems.forest(self.config.tree_law)
        found = self._labels(trees, systems.shapes, self.config.clean)
        return np.where(found == UNDECIDED, UNDECIDED, found != CONTROLLABLE)

    def _labels(self, trees: Forest, shapes: Shapes, clean: bool) -> IntArray:
        return controllable_in_time(
            trees, shapes, self.config.point, self.config.horizon, clean=clean
        )

    def answers(self, systems: Systems) -> Answers:
        """Say which systems are controllable."""
        controllable = self.uncontrollable(systems) == 0
        return Answers(
            {"controllable": pa.array(controllable)},
            [write_integer(int(value)) for value in controllable.tolist()],
        )

    def label(self, row: Row, *, clean: bool) -> int:
        """Return `CONTROLLABLE`, `NOT_CONTROLLABLE` or `UNDECIDED` for a row's system.

        Args:
            row: A system.
            clean: Whether by the rule of clean labels, or by the published one.
        """
        trees = system_trees(row["system"])
        operators = np.zeros((1, len(trees)), dtype=np.int64)
        shapes = Shapes(np.array([len(trees)]), np.array([row["controls"]]), operators, True)
        return int(self._labels(Forest.from_trees(trees), shapes, clean)[0])

    def computed_answer(self, row: Row) -> list[str]:
        """Return the words of a row's label; in doubt, of the label by the published rule."""
        found = self.label(row, clean=self.config.clean)
        return write_integer(self.label(row, clean=False) if found == UNDECIDED else found)

    def controls_of(self, trees: Sequence[Tree]) -> int:
        """Return the number of controls; of several other variables the last one is time."""
        others = count_variables(trees) - len(trees)
        return others - 1 if others > 1 else others

    def _check(self, trees: Sequence[Tree], controls: int) -> None:
        n = len(trees)
        if not controls:
            raise ProblemError(f"{self.name} needs a control: a variable without an equation")
        clock = Clock(np.full(n, n + controls), published_times(self.config.horizon), 1)
        slopes = time_gradients(Forest.from_trees(trees), self.config.point, n + controls, clock)
        usable: BoolArray = np.isfinite(slopes).all(axis=(2, 3)).reshape(n, -1)
        for i in range(n):
            if not usable[i].any():
                raise ProblemError(
                    f"equation {i + 1} has no gradient at the point at any time: it is undefined "
                    "there, not differentiable, or too large"
                )

    def trivial_answers(self) -> Mapping[str, Sequence[str]]:
        """Return the answer that is right for most systems."""
        return {"always controllable": write_integer(1)}

    def judge(
        self, system: SystemAtPoint, words: Sequence[str], tolerance: float | None
    ) -> Verdict:
        """Judge the class by the ranks of the blocks at the five times."""
        return judge_in_time(system, words, self.config.horizon)
