"""Local stability of systems of differential equations (arXiv 2006.06462, section 3.1)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.options import option
from hf_mathseq.splits import UInt64Array
from hf_mathseq.systems.balance import wanted_classes
from hf_mathseq.systems.baselines import (
    DIAGONAL,
    TRACE,
    unstable_by_diagonal,
    unstable_by_trace,
)
from hf_mathseq.systems.conditioning import are_well_conditioned
from hf_mathseq.systems.forest import IntArray
from hf_mathseq.systems.random_systems import Systems, draw_systems, empty_systems
from hf_mathseq.systems.random_trees import hashed
from hf_mathseq.systems.selection import first_accepted
from hf_mathseq.systems.shapes import BoolArray
from hf_mathseq.systems.spectra import FloatArray, convergence_speeds, speed_ranges
from hf_mathseq.task import Row, TaskDescription
from hf_mathseq.tasks.given_answers import given_class
from hf_mathseq.tasks.systems_base import (
    PAPER,
    SYSTEM_COLUMNS,
    SYSTEM_FIELDS,
    Answers,
    SystemTask,
)
from hf_mathseq.tasks.systems_options import SpectrumConfig
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.system_answers import read_class
from hf_mathseq.verification.system_facts import SystemAtPoint
from hf_mathseq.verification.systems import judge_stability
from hf_mathseq.verification.systems_published import published_integer

MAX_ATTEMPTS = 20_000
"""Systems that are drawn for one place: of five equations about one in 300 is stable."""


class SpectrumTask(SystemTask):
    """A task on the spectrum of the Jacobian of a system without controls."""

    config: SpectrumConfig
    controlled = False
    real = False

    @abstractmethod
    def is_decided(self, low: FloatArray, high: FloatArray) -> BoolArray:
        """Return whether the answer is the same for both bounds of the convergence speed."""

    def draw_systems(self, keys: UInt64Array) -> tuple[Systems, IntArray]:
        """Draw systems of each shape until the stability that its place wants."""
        shapes = self.config.shape_law.draw(keys)
        balanced = self.config.stable_share >= 0
        wanted = wanted_classes(shapes.degrees, max(self.config.stable_share, 0.0))

        def draw(places: IntArray, attempts: IntArray) -> Systems:
            return draw_systems(
                hashed(keys[places], -attempts),
                shapes.take(places),
                self.config.max_degree,
                self.system_law,
            )

        def accepted(systems: Systems, places: IntArray) -> BoolArray:
            good = systems.complete.copy()
            if balanced:
                good &= _of_stability(systems, wanted[places])
            good[good] = self._has_answer(systems.take(good))
            return good

        places = empty_systems(shapes, self.config.max_degree)
        expected = np.where(wanted, 3 ** (shapes.degrees - 1), 1)
        filled, attempts = first_accepted(places, draw, accepted, MAX_ATTEMPTS, expected)
        return places.take(filled), attempts

    def _has_answer(self, systems: Systems) -> BoolArray:
        """Return which systems have a convergence speed, and a clean one if it has to be."""
        degrees = systems.shapes.degrees
        speeds = convergence_speeds(systems.jacobians, degrees)
        there = np.asarray(np.isfinite(speeds))
        if self.config.clean:
            there &= self.is_decided(*speed_ranges(systems.jacobians, degrees, speeds))
            there &= are_well_conditioned(systems, self.system_law)
        return there


def _of_stability(systems: Systems, stable: BoolArray) -> BoolArray:
    """Return which systems are stable as wanted; those that have not been found are not."""
    trace = np.trace(systems.jacobians, axis1=1, axis2=2).real
    # The trace is the sum of the eigenvalues: unless it is negative, one of them is not.
    good = systems.complete & ~(stable & (trace >= 0))
    chosen = systems.take(good)
    speeds = convergence_speeds(chosen.jacobians, chosen.shapes.degrees)
    good[good] = np.where(stable[good], speeds > 0, speeds <= 0)  # NaN is neither
    return good


_NO_CLASSES = ("stable", "not stable", "asymptotically stable", "marginally stable")


@dataclass(frozen=True)
class StabilityConfig(SpectrumConfig):
    """Options of `Stability`."""

    stable_share: float = option(
        0.5,
        "Share of stable systems for each number of equations; -1 keeps what is drawn.",
        source="published settings of the balanced set",
        minimum=-1.0,
        maximum=1.0,
    )


class Stability(SpectrumTask):
    """Whether a system is locally unstable at a point: 1 for unstable, 0 for not.

    A system is stable when all eigenvalues of its Jacobian have negative real parts. In the
    published data class 1 is *unstable*, and a system whose convergence speed is exactly 0 is drawn
    as unstable but written as 0. Clean labels leave such systems out.

    Of 1,000 systems labelled by the published rules, clean labels leave out 46; by the strict
    criterion 3 of the 1,000 published labels are wrong and 3 undecided, and no clean one
    (`benchmarks/differential_systems_agreement.py`).
    """

    config_name = "stability"
    Config = StabilityConfig
    natural_schema = pa.schema([*SYSTEM_FIELDS, ("unstable", pa.bool_())])
    longest_target = 2
    description = TaskDescription(
        title="Local stability of a system",
        paper=PAPER,
        problem="system",
        answer="unstable",
        columns={
            **SYSTEM_COLUMNS,
            "unstable": "Whether an eigenvalue of the Jacobian has a positive real part.",
        },
        example="x' = -x + y*y; y' = sin(x) - 2*y at (0, 0)",
    )

    def is_decided(self, low: FloatArray, high: FloatArray) -> BoolArray:
        """Return where both bounds have the same sign."""
        return np.asarray((low > 0) | (high < 0))

    def answers(self, systems: Systems) -> Answers:
        """Say which systems have a negative convergence speed."""
        unstable = convergence_speeds(systems.jacobians, systems.shapes.degrees) < 0
        return Answers(
            {"unstable": pa.array(unstable)}, [write_integer(int(value)) for value in unstable]
        )

    def answer_words(self, row: Row) -> list[str]:
        """Return the word of a row's class."""
        unstable = row.get("unstable")
        return [] if unstable is None else write_integer(int(unstable))

    def decode(self, tokens: Sequence[str]) -> bool:
        """Return whether target tokens say that the system is unstable.

        Raises:
            ProblemError: The tokens are not `INT+ 0` or `INT+ 1`.
        """
        return read_class(tokens)

    def answer_from(self, row: Row, given: Any) -> bool:
        """Return the class with a name; see `given_class`."""
        if isinstance(given, str) and given.strip().lower() in _NO_CLASSES:
            raise ProblemError(
                f"{given.strip().lower()!r} is no class: not unstable, where no eigenvalue has a "
                "positive real part, may be stable or neither; answer 'unstable' or 'not unstable'"
            )
        return given_class(given, {self.show(value): value for value in (True, False)})

    def show(self, answer: bool) -> str:
        """Return the answer in words."""
        return "unstable" if answer else "not unstable"

    def trivial_answers(self) -> Mapping[str, Sequence[str]]:
        """Return both classes."""
        return {"always unstable": write_integer(1), "never unstable": write_integer(0)}

    def baseline_answers(self, rows: Sequence[Row]) -> Mapping[str, Sequence[Sequence[str]]]:
        """Return what the trace and the diagonal of the Jacobian suggest."""
        jacobians = [self.jacobian_of(row) for row in rows]
        rules = {TRACE: unstable_by_trace, DIAGONAL: unstable_by_diagonal}
        return {
            name: [write_integer(int(rule(jacobian))) for jacobian in jacobians]
            for name, rule in rules.items()
        }

    def judge(
        self, system: SystemAtPoint, words: Sequence[str], tolerance: float | None
    ) -> Verdict:
        """Judge the class by the spectrum."""
        return judge_stability(system, words)

    def published(
        self,
        system: SystemAtPoint,
        target: Sequence[str],
        words: Sequence[str],
        tolerance: float,
    ) -> Verdict:
        """Compare classes."""
        return published_integer(target, words)
