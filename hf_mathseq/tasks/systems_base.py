"""What every task on systems of differential equations shares: blocks, words, reading."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa

from hf_mathseq.analysis.rows import NAMES, eigenvalue_line, reach_line
from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.splits import UInt64Array, key_of, keys_of_rows
from hf_mathseq.systems.duals import ComplexArray, gradients, is_real
from hf_mathseq.systems.forest import Forest, IntArray
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
from hf_mathseq.systems.random_systems import SystemLaw, Systems, empty_systems
from hf_mathseq.systems.shapes import Shapes
from hf_mathseq.systems.words import MAX_VARIABLES, Tree, vocabulary_words
from hf_mathseq.task import Block, Row, Task
from hf_mathseq.tasks.systems_options import ControlConfig, SpectrumConfig
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.system_facts import SystemAtPoint
from hf_mathseq.verification.systems import judge_many
from hf_mathseq.verification.systems_published import TOLERANCE, published_many

PAPER = "2006.06462"
SYSTEM_FIELDS = [
    ("system", pa.list_(pa.string())),
    ("degree", pa.int8()),
    ("controls", pa.int8()),
    ("point", pa.float64()),
]
SYSTEM_COLUMNS = {
    "system": "The right-hand sides of x0', x1', ...; controls are numbered after the states.",
    "degree": "Number of equations.",
    "controls": "Number of controls.",
    "point": "Value of every coordinate, controls included, at the point; it is not in the input.",
}


@dataclass(frozen=True)
class Answers:
    """What is said of drawn systems.

    Attributes:
        natural: The answer columns.
        targets: The words of each answer.
    """

    natural: dict[str, pa.Array]
    targets: list[list[str]]


class SystemTask(Task):
    """A task whose problem is a system of differential equations at a point."""

    dataset = "differential_systems"
    block_size = 512
    config: SpectrumConfig | ControlConfig
    controlled: ClassVar[bool]
    real: ClassVar[bool]
    timed: ClassVar[bool] = False

    # ------------------------------------------------------------------ drawing

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The tokens of inputs and targets, ordered."""
        return Vocabulary(vocabulary_words())

    @property
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included."""
        law = self.config.shape_law
        operators = law.max_operators(law.max_variables)
        # A tree is longest when it is binary; a leaf is a variable or a sign with digits.
        leaf = 1 + len(str(self.config.max_integer))
        equation = 1 + operators + (operators + 1) * leaf
        longest = len(write_integer(self.config.max_degree)) + self.config.max_degree * equation
        limit = self.config.max_tokens or longest + self.longest_target
        return min(longest, limit) + 1, min(self.longest_target, limit) + 1

    @property
    @abstractmethod
    def longest_target(self) -> int:
        """The largest number of tokens that an answer can have, ends not counted."""

    @property
    def system_law(self) -> SystemLaw:
        """What systems are made of."""
        return SystemLaw(self.config.tree_law, self.config.point, self.real)

    @abstractmethod
    def draw_systems(self, keys: UInt64Array) -> tuple[Systems, IntArray]:
        """Return one accepted system for each key, those given up left out, and all attempts."""

    @abstractmethod
    def answers(self, systems: Systems) -> Answers:
        """Return the answers to drawn systems."""

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw a system of the wanted kind for each of `size` keys."""
        keys = rng.integers(0, 2**64, size, dtype=np.uint64)
        systems, attempts = self.draw_systems(keys)
        answers = self.answers(systems)
        trees = systems.forest(self.config.tree_law).trees()
        ends = np.cumsum(systems.shapes.degrees).tolist()
        equations = [trees[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
        inputs = [self.vocabulary.to_ids(write_system(trees)) for trees in equations]
        targets = [self.vocabulary.to_ids(words) for words in answers.targets]
        problem_keys = _keys(inputs)
        block = Block(
            natural=self._columns(equations, systems) | answers.natural,
            inputs=_ragged(inputs),
            targets=_ragged(targets),
            problem_keys=problem_keys,
            row_keys=keys_of_rows(np.stack([problem_keys, _keys(targets)], axis=1).view(np.int64)),
            attempts=int(attempts.sum()),
        )
        limit = self.config.max_tokens
        keep = np.maximum(block.inputs.lengths, block.targets.lengths) <= (limit or np.inf)
        return block if keep.all() else _taken(block, keep)

    def _columns(self, equations: Sequence[list[Tree]], systems: Systems) -> dict[str, pa.Array]:
        return {
            "system": pa.array(map(system_text, equations), pa.list_(pa.string())),
            "degree": pa.array(systems.shapes.degrees, pa.int8()),
            "controls": pa.array(systems.shapes.controls, pa.int8()),
            "point": pa.array(np.full(len(systems), self.config.point)),
        }

    # ------------------------------------------------------------------ writing and reading

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
                any form that `systems.own_input` understands; then the row has the user's `names`.
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
            names = {NAMES: list(system.names)}
        self._check(trees, count)
        return {
            "system": system_text(trees),
            "degree": len(trees),
            "controls": count,
            "point": self.config.point,
            **names,
        }

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
        """Return a row's equations with their left sides."""
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

    # ------------------------------------------------------------------ checking

    @abstractmethod
    def judge(
        self, system: SystemAtPoint, words: Sequence[str], tolerance: float | None
    ) -> Verdict:
        """Judge an answer mathematically; raise `ProblemError` for words that are none."""

    @abstractmethod
    def published(
        self,
        system: SystemAtPoint,
        target: Sequence[str],
        words: Sequence[str],
        tolerance: float,
    ) -> Verdict:
        """Judge an answer by the published rule; raise `ProblemError` for words that are none."""

    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        systems = [
            SystemAtPoint(tuple(system_trees(row["system"])), row["controls"], row["point"])
            for row in rows
        ]
        if criterion == "strict":
            return judge_many(partial(self.judge, tolerance=tolerance), systems, hypotheses)
        limit = TOLERANCE if tolerance is None else tolerance
        verdicts = []
        for row, system, words in zip(rows, systems, hypotheses, strict=True):
            target = self.answer_words(row) or self.computed_answer(row)
            rule = partial(self.published, system, tolerance=limit)
            verdicts += published_many(rule, [target], [words])
        return verdicts

    def computed_answer(self, row: Row) -> list[str]:
        """Return the words of the answer that a generated example of a row's system would have.

        They say -1 for a dimension where clean labels are in doubt.
        """
        return self.answers(self.linearised(row)).targets[0]

    def linearised(self, row: Row) -> Systems:
        """Return a row's system with its Jacobian, as if it had been drawn."""
        trees, controls = system_trees(row["system"]), row["controls"]
        degree, variables = len(trees), len(trees) + controls
        shapes = Shapes(np.array([degree]), np.array([controls]), np.zeros((1, degree), np.int64))
        system = empty_systems(shapes, variables)
        system.jacobians[0] = gradients(Forest.from_trees(trees), np.full(variables, row["point"]))
        return system

    def jacobian_of(self, row: Row) -> ComplexArray:
        """Return the Jacobian of a row's system at its point, shape (degree, degree + controls)."""
        found: ComplexArray = self.linearised(row).jacobians[0]
        return found

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the number of equations."""
        return {"degree": len(row["system"])}


def _is_natural(given: Any) -> bool:
    """Whether a system is given as in a data-set row: a list of right-hand sides."""
    sides = given if isinstance(given, (list, tuple)) else ()
    return bool(sides) and all(isinstance(side, str) and "=" not in side for side in sides)


def _ragged(rows: Sequence[Sequence[int]]) -> Ragged:
    lengths = [len(row) for row in rows]
    values = np.fromiter((i for row in rows for i in row), dtype=np.int64, count=sum(lengths))
    return Ragged.from_lengths(values, lengths)


def _keys(rows: Sequence[Sequence[int]]) -> UInt64Array:
    """Return one key for each sequence of ids, which are below 256."""
    return np.array([key_of(bytes(row)) for row in rows], dtype=np.uint64)


def _taken(block: Block, keep: np.ndarray[Any, np.dtype[np.bool_]]) -> Block:
    mask = pa.array(keep)
    return Block(
        natural={name: column.filter(mask) for name, column in block.natural.items()},
        inputs=block.inputs.take(keep),
        targets=block.targets.take(keep),
        problem_keys=block.problem_keys[keep],
        row_keys=block.row_keys[keep],
        attempts=block.attempts,
        too_long=int((~keep).sum()),
    )
