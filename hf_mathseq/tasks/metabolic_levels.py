"""At what levels is a metabolic network in equilibrium? (arXiv 2112.03588, quantitative task)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.levels import LevelsEncoding, written_levels
from hf_mathseq.encodings.networks import MalformedNetwork
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.networks.batches import batches
from hf_mathseq.networks.graph_levels import graph_levels
from hf_mathseq.networks.labelled import Labelled, labels_of
from hf_mathseq.networks.levels import levels as equilibrium_levels
from hf_mathseq.networks.network import Network
from hf_mathseq.networks.outcomes import Outcome, outcome
from hf_mathseq.task import Row, TaskDescription
from hf_mathseq.tasks.given_answers import LEVELS, given_levels
from hf_mathseq.tasks.metabolic_base import EXAMPLE, PAPER, Answers, NetworkTask
from hf_mathseq.tasks.metabolic_drawn import NETWORK_COLUMNS, NETWORK_FIELDS, Drawn
from hf_mathseq.tasks.metabolic_existence import BothClassesTask
from hf_mathseq.tasks.metabolic_options import EXACT, LevelsConfig, MixedConfig
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.level_criteria import PAPER_TOLERANCES
from hf_mathseq.verification.network_figures import diagnostics_of
from hf_mathseq.verification.networks import LevelsCriterion, levels_verdicts


class LevelsTask(NetworkTask):
    """A task whose answer is a level for every internal vertex."""

    config: LevelsConfig
    tolerances = PAPER_TOLERANCES
    natural_schema = pa.schema([*NETWORK_FIELDS, ("levels", pa.list_(pa.float64()))])

    @cached_property
    def output_encoding(self) -> LevelsEncoding:
        """How levels are written."""
        return LevelsEncoding(self.vocabulary, self.config.precision)

    @property
    def longest_target(self) -> int:
        """The largest number of tokens that an answer can have, ends not counted."""
        return self.output_encoding.length(self.config.law.nodes[1])

    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return a problem; see `NetworkTask.problem_from`.

        Raises:
            ProblemError: Also for an own network whose levels are too large or small for doubles.
        """
        row = super().problem_from(user_input, tokens=tokens)
        network = Network(row["n"], tuple((u, v, f) for u, v, f in row["edges"]))
        if tokens is None and outcome(network) is not Outcome.NONE:
            equilibrium_levels(network)
        return row

    def answers(self, drawn: Drawn) -> Answers:
        """Solve for the levels of the networks that have an equilibrium."""
        labels = drawn.labelled.labels
        graphs = drawn.graphs.take(labels)
        found = graph_levels(graphs, drawn.coefficients()[labels])
        values = written_levels(found[graphs.inside], self.config.precision)
        levels = Ragged.from_lengths(values, np.where(labels, drawn.graphs.sizes, 0))
        offsets = pa.array(levels.offsets.astype(np.int32))
        rows = pa.ListArray.from_arrays(offsets, pa.array(values), mask=pa.array(~labels))
        return Answers({"levels": rows}, self.output_encoding.ids(labels, levels))

    def answer_words(self, row: Row) -> list[str]:
        """Return the words of a row's levels."""
        if "levels" not in row:
            return []
        return self.output_encoding.tokens(row["levels"])

    def decode(self, tokens: Sequence[str]) -> list[float] | None:
        """Return the levels that target tokens stand for, None for no equilibrium.

        Raises:
            ProblemError: The tokens are not an answer.
        """
        try:
            return self.output_encoding.read(tokens)
        except MalformedNetwork as error:
            raise ProblemError(str(error)) from None

    def answer_from(self, row: Row, given: Any) -> list[float] | None:
        """Return levels, see `given_levels`, or None for `no equilibrium`."""
        if given is None or (isinstance(given, str) and given.strip().lower() == self.show(None)):
            return None
        names = row.get("names") or [str(vertex) for vertex in range(1, row["n"] + 1)]
        return given_levels(given, names)

    def show(self, answer: Sequence[float] | None) -> str:
        """Return levels as text, e.g. `1: 0.5, 2: 1.25`."""
        if answer is None:
            return "no equilibrium"
        return ", ".join(f"{vertex}: {level:g}" for vertex, level in enumerate(answer, start=1))

    def finish(self, row: Row, answer: Sequence[float] | None) -> str | None:
        """Return the levels by the names of the vertices, where they have names."""
        names = row.get("names")
        if not names or answer is None:
            return None
        pairs = zip(names, answer, strict=True)
        return LEVELS + ", ".join(f"{name} {level:g}" for name, level in pairs)

    def exact_answers(self, rows: Sequence[Row]) -> list[list[str]]:
        """Return the levels of the networks as written, rounded; see `Task.exact_answers`."""
        answers: list[list[str]] = [[] for _ in rows]
        for members, graphs, coefficients in batches(rows):
            labels = labels_of(graphs, self.config.label_rule)
            found = graph_levels(graphs, coefficients)
            for i, n, label, levels in zip(members, graphs.sizes, labels, found, strict=True):
                written = written_levels(levels[:n], self.config.precision) if label else None
                answers[i] = self.output_encoding.tokens(written)
        return answers

    def diagnostics(
        self, rows: Sequence[Row], hypotheses: Sequence[Sequence[str]]
    ) -> Mapping[str, Mapping[str, Mapping[str, float | None]]]:
        """Return how near single levels are and how well answers balance."""
        rule = self.config.label_rule
        return diagnostics_of(rows, hypotheses, self.output_encoding.read, rule)

    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        rule = LevelsCriterion(
            self.config.precision, criterion == "strict", tolerance, self.config.label_rule
        )
        return levels_verdicts(rows, hypotheses, self.output_encoding.read, rule)


class Levels(LevelsTask):
    """Levels of the internal vertices at equilibrium; every network has one.

    As published, networks without equilibrium are dropped, so that a model that was trained on this
    task never answers `N0`; `mixed` has both. The levels solve the equations of the very edges that
    are written (the published program counts parallel edges of unrepaired scale-free networks that
    it writes once). With coefficients 1 they are also the fluxes on the edges that leave a vertex.

    Strict criterion: every level within the tolerance (default 5 %), beyond what rounding explains.
    The published criterion, `sum |h - t| / sum |t|` below 10 %, is dominated by the largest levels.
    """

    config_name = "levels"
    Config = LevelsConfig
    description = TaskDescription(
        title="Levels of a metabolic network at equilibrium",
        paper=PAPER,
        problem="edges",
        answer="levels",
        columns={
            **NETWORK_COLUMNS,
            "levels": "Levels of the vertices 1, 2, ... at equilibrium, as their tokens say them.",
        },
        example=EXAMPLE,
    )

    def draw_labelled(self, rng: np.random.Generator, size: int) -> Labelled:
        """Draw networks that have an equilibrium."""
        if self.config.balance == EXACT:
            return self.config.label_law.balanced(rng, size, share=1.0)
        drawn = super().draw_labelled(rng, size)
        return drawn.take(drawn.labels)


class Mixed(BothClassesTask, LevelsTask):
    """Whether a network has an equilibrium, and the levels if it has; see `Existence`, `Levels`."""

    config: MixedConfig
    config_name = "mixed"
    Config = MixedConfig
    description = TaskDescription(
        title="Equilibrium of a metabolic network, if there is one",
        paper=PAPER,
        problem="edges",
        answer="levels",
        columns={
            **NETWORK_COLUMNS,
            "levels": "Levels at equilibrium, as their tokens say them; null if there is none.",
        },
        example=EXAMPLE,
    )
