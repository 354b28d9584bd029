"""Convergence speeds of systems of differential equations (arXiv 2006.06462, section 3.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.scientific import write_float
from hf_mathseq.options import option
from hf_mathseq.systems.baselines import MEDIAN, SMALLEST_DECAY, median_speed, smallest_decay
from hf_mathseq.systems.duals import ComplexArray, gradients
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.layout import system_trees
from hf_mathseq.systems.matrix_words import longest_float, longest_matrix, write_matrix
from hf_mathseq.systems.random_systems import Systems
from hf_mathseq.systems.shapes import BoolArray
from hf_mathseq.systems.spectra import FloatArray, convergence_speeds, spectral_abscissas
from hf_mathseq.systems.words import MATRIX_SEPARATOR, ROW_SEPARATOR
from hf_mathseq.task import Row, TaskDescription
from hf_mathseq.tasks.given_answers import given_number
from hf_mathseq.tasks.stability import SpectrumTask
from hf_mathseq.tasks.systems_base import PAPER, SYSTEM_COLUMNS, SYSTEM_FIELDS, Answers
from hf_mathseq.tasks.systems_options import SpectrumConfig
from hf_mathseq.verdict import Verdict
from hf_mathseq.verification.system_answers import read_jacobian_and_speed, read_real
from hf_mathseq.verification.system_facts import SystemAtPoint
from hf_mathseq.verification.systems import judge_jacobian, judge_speed
from hf_mathseq.verification.systems_published import published_speed


@dataclass(frozen=True)
class ConvergenceSpeedConfig(SpectrumConfig):
    """Options of `ConvergenceSpeed`."""

    max_degree: int = option(
        6, "Most equations.", source="published settings", minimum=1, maximum=10
    )
    precision: int = option(
        2,
        "Decimals of the speed: 2 means three significant digits.",
        source="published settings",
        minimum=0,
        maximum=6,
    )
    jacobian: bool = option(
        False, "Write the Jacobian before the speed.", source="published option predict_jacobian"
    )
    jacobian_precision: int = option(
        1, "Decimals of the Jacobian's entries.", source="our choice", minimum=0, maximum=6
    )


class ConvergenceSpeed(SpectrumTask):
    """Minus the largest real part of the eigenvalues of a system's Jacobian at a point.

    A positive speed is the rate at which nearby solutions approach the equilibrium; a negative one
    belongs to an unstable system. The option `jacobian` writes the Jacobian row by row before the
    speed; only the speed is the answer. Clean labels leave out systems whose speed is not certain
    to all written digits.

    Of 1,000 systems labelled by the published rules, clean labels leave out 51; by the strict
    criterion 10 of the 1,000 published labels are wrong and 5 undecided; of 1,000 clean ones 1 is
    undecided (`benchmarks/differential_systems_agreement.py`).
    """

    config_name = "convergence_speed"
    Config = ConvergenceSpeedConfig
    config: ConvergenceSpeedConfig
    natural_schema = pa.schema([*SYSTEM_FIELDS, ("speed", pa.float64())])
    description = TaskDescription(
        title="Convergence speed of a system",
        paper=PAPER,
        problem="system",
        answer="speed",
        columns={
            **SYSTEM_COLUMNS,
            "speed": "Minus the largest real part of the Jacobian's eigenvalues, as written.",
        },
        example="x' = -x + y*y; y' = sin(x) - 2*y at (0, 0)",
    )

    @property
    def longest_target(self) -> int:
        """The largest number of tokens that an answer can have, ends not counted."""
        n, speed = self.config.max_degree, longest_float(self.config.precision)
        if not self.config.jacobian:
            return speed
        return longest_matrix(n, n, self.config.jacobian_precision, real=False) + 1 + speed

    def is_decided(self, low: FloatArray, high: FloatArray) -> BoolArray:
        """Return where both bounds have the same written digits."""
        return np.array(
            [self._text(a) == self._text(b) for a, b in zip(low, high, strict=True)], dtype=np.bool_
        )

    def _text(self, speed: float) -> str:
        return f"{speed:.{self.config.precision}e}"

    def answers(self, systems: Systems) -> Answers:
        """Write the speeds, behind the Jacobians if they are wanted."""
        degrees = systems.shapes.degrees
        speeds = convergence_speeds(systems.jacobians, degrees)
        targets = [
            self._words(speed, jacobian[:n, :n])
            for speed, jacobian, n in zip(speeds, systems.jacobians, degrees, strict=True)
        ]
        # Adding 0 turns a negative zero, which has no words, into zero.
        written = [float(self._text(speed)) + 0.0 for speed in speeds]
        return Answers({"speed": pa.array(written, pa.float64())}, targets)

    def _words(self, speed: float, jacobian: ComplexArray) -> list[str]:
        words = write_float(speed, self.config.precision)
        if not self.config.jacobian:
            return words
        entries = write_matrix(jacobian, self.config.jacobian_precision)
        return [*entries, MATRIX_SEPARATOR, *words]

    def answer_words(self, row: Row) -> list[str]:
        """Return the words of a row's speed, behind its Jacobian if that is wanted."""
        speed = row.get("speed")
        if speed is None:
            return []
        trees = system_trees(row["system"])
        point = np.full(len(trees), row["point"])
        return self._words(speed, gradients(Forest.from_trees(trees), point))

    def decode(self, tokens: Sequence[str]) -> float:
        """Return the speed that target tokens say.

        Raises:
            ProblemError: The tokens are not a number, behind a Jacobian if that is wanted.
        """
        words = list(tokens)
        if self.config.jacobian:
            rows = words.count(ROW_SEPARATOR)
            return read_jacobian_and_speed(words, rows)[1]
        return read_real(words)

    def answer_from(self, row: Row, given: Any) -> float:
        """Return a speed from a number or its text; a Jacobian is never asked for."""
        return given_number(given)

    def show(self, answer: float) -> str:
        """Return the speed as text."""
        return f"{answer:g}"

    def baseline_answers(self, rows: Sequence[Row]) -> Mapping[str, Sequence[Sequence[str]]]:
        """Return the median of the speeds, and what the diagonals suggest."""
        jacobians = [self.jacobian_of(row) for row in rows]
        middle = median_speed(
            [-float(spectral_abscissas(jacobian[None])[0]) for jacobian in jacobians]
        )
        return {
            MEDIAN: [self._words(middle, jacobian) for jacobian in jacobians],
            SMALLEST_DECAY: [
                self._words(smallest_decay(jacobian), jacobian) for jacobian in jacobians
            ],
        }

    def judge(
        self, system: SystemAtPoint, words: Sequence[str], tolerance: float | None
    ) -> Verdict:
        """Judge the speed, and the Jacobian where it is written, to all written digits."""
        precision = self.config.precision
        if self.config.jacobian:
            entries = self.config.jacobian_precision
            return judge_jacobian(system, words, precision, entries, tolerance)
        return judge_speed(system, words, precision, tolerance)

    def published(
        self,
        system: SystemAtPoint,
        target: Sequence[str],
        words: Sequence[str],
        tolerance: float,
    ) -> Verdict:
        """Compare the speeds; they may differ by 10 %."""
        return published_speed(target, words, tolerance)
