"""What every task on systems of differential equations shares: blocks and verdicts."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.splits import UInt64Array, key_of, keys_of_rows
from hf_mathseq.systems.duals import ComplexArray, gradients
from hf_mathseq.systems.forest import Forest, IntArray
from hf_mathseq.systems.layout import system_text, system_trees, write_system
from hf_mathseq.systems.random_systems import SystemLaw, Systems, empty_systems
from hf_mathseq.systems.shapes import Shapes
from hf_mathseq.systems.words import Tree, vocabulary_words
from hf_mathseq.task import Block, Row
from hf_mathseq.tasks.systems_reading import SystemReading
from hf_mathseq.verdict import Verdict
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


class SystemTask(SystemReading):
    """A task whose problem is a system of differential equations at a point."""

    block_size = 512

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
        return block if keep.all() else block.short_ones(keep)

    def _columns(self, equations: Sequence[list[Tree]], systems: Systems) -> dict[str, pa.Array]:
        return {
            "system": pa.array(map(system_text, equations), pa.list_(pa.string())),
            "degree": pa.array(systems.shapes.degrees, pa.int8()),
            "controls": pa.array(systems.shapes.controls, pa.int8()),
            "point": pa.array(np.full(len(systems), self.config.point)),
        }

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
        systems = [self.system_at_point(row) for row in rows]
        if criterion == "strict":
            return judge_many(partial(self.judge, tolerance=tolerance), systems, hypotheses)
        limit = TOLERANCE if tolerance is None else tolerance
        verdicts = []
        for row, system, words in zip(rows, systems, hypotheses, strict=True):
            target = self.answer_words(row) or self.computed_answer(row)
            rule = partial(self.published, system, tolerance=limit)
            verdicts += published_many(rule, [target], [words])
        return verdicts

    def system_at_point(self, row: Row) -> SystemAtPoint:
        """Return a row's system as verdicts see it."""
        return SystemAtPoint(tuple(system_trees(row["system"])), row["controls"], row["point"])

    def computed_answer(self, row: Row) -> list[str]:
        """Return the words of the answer that a generated example of a row's system would have.

        They say -1 for a dimension where clean labels are in doubt.
        """
        return self.answers(self.linearised(row)).targets[0]

    def exact_answer(self, row: Row) -> list[str]:
        """Return the words of the answer to a row's system, none where it is in doubt."""
        return self.computed_answer(row)

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


def _ragged(rows: Sequence[Sequence[int]]) -> Ragged:
    lengths = [len(row) for row in rows]
    values = np.fromiter((i for row in rows for i in row), dtype=np.int64, count=sum(lengths))
    return Ragged.from_lengths(values, lengths)


def _keys(rows: Sequence[Sequence[int]]) -> UInt64Array:
    """Return one key for each sequence of ids, which are below 256."""
    return np.array([key_of(bytes(row)) for row in rows], dtype=np.uint64)
