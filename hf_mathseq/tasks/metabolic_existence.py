"""Does a metabolic network have an equilibrium? (arXiv 2112.03588, qualitative task)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.levels import EXISTS, EXISTS_NOT, read_class
from hf_mathseq.encodings.networks import MalformedNetwork
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.networks.baselines import rules_of_thumb
from hf_mathseq.networks.labelled import Labelled, shuffled
from hf_mathseq.networks.network import INTAKE, Network
from hf_mathseq.networks.outcomes import trapped
from hf_mathseq.task import Row, TaskDescription
from hf_mathseq.tasks.given_answers import YES_OR_NO, given_class
from hf_mathseq.tasks.metabolic_base import EXAMPLE, PAPER, Answers, NetworkTask
from hf_mathseq.tasks.metabolic_drawn import NETWORK_COLUMNS, NETWORK_FIELDS, Drawn
from hf_mathseq.tasks.metabolic_options import BOTH, HARD, ExistenceConfig
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.networks import existence_verdicts


class BothClassesTask(NetworkTask):
    """A task on networks with and without equilibrium."""

    config: ExistenceConfig

    def draw_labelled(self, rng: np.random.Generator, size: int) -> Labelled:
        """Draw networks of both classes, from the released set, the hard set or half from each."""
        law = self.config.label_law
        if self.config.existence_set == HARD:
            return law.hard(rng, size)
        if self.config.existence_set == BOTH:
            half = size // 2
            return shuffled(rng, [law.hard(rng, half), super().draw_labelled(rng, size - half)])
        return super().draw_labelled(rng, size)


class Existence(BothClassesTask):
    """Whether a network of linear fluxes has an equilibrium, one of two tokens.

    The label says that every vertex, the intake included, has a path to the excretion
    (`label_rule` tells of the other rule). On the released set the rule "every vertex has an
    outgoing edge" is right for 99.7 % of the labels of size S; `existence_set=hard` draws networks
    for which it says nothing. Evaluations report that rule beside every model.
    """

    config_name = "existence"
    Config = ExistenceConfig
    natural_schema = pa.schema([*NETWORK_FIELDS, ("exists", pa.bool_())])
    longest_target = 1
    description = TaskDescription(
        title="Existence of the equilibrium of a metabolic network",
        paper=PAPER,
        problem="edges",
        answer="exists",
        columns={**NETWORK_COLUMNS, "exists": "Whether the network has an equilibrium."},
        example=EXAMPLE,
    )

    def answers(self, drawn: Drawn) -> Answers:
        """Say which networks have an equilibrium."""
        labels = drawn.labelled.labels
        ids = np.where(labels, self.vocabulary.ids[EXISTS], self.vocabulary.ids[EXISTS_NOT])
        targets = Ragged.from_lengths(ids, np.ones(len(labels), dtype=np.int64))
        return Answers({"exists": pa.array(labels)}, targets)

    def answer_words(self, row: Row) -> list[str]:
        """Return the word of a row's label."""
        exists = row.get("exists")
        return [] if exists is None else self._word(exists)

    @staticmethod
    def _word(exists: bool) -> list[str]:
        return [EXISTS if exists else EXISTS_NOT]

    def decode(self, tokens: Sequence[str]) -> bool:
        """Return whether target tokens say that there is an equilibrium.

        Raises:
            ProblemError: The tokens are not `N0` or `N1`.
        """
        try:
            return read_class(tokens)
        except MalformedNetwork as error:
            raise ProblemError(str(error)) from None

    def answer_from(self, row: Row, given: Any) -> bool:
        """Return the class with a name; see `given_class`."""
        meanings = {self.show(value): value for value in (True, False)}
        return given_class(given, meanings | YES_OR_NO)

    def show(self, answer: bool) -> str:
        """Return the answer in words."""
        return "an equilibrium" if answer else "no equilibrium"

    def finish(self, row: Row, answer: bool) -> str | None:
        """Return which vertices have no path to the excretion, where there is no equilibrium."""
        if answer:
            return None
        edges = tuple((u, v, f) for u, v, f in row["edges"])
        network = Network(row["n"], edges, tuple(row.get("names") or ()))
        stuck = ", ".join(network.name(vertex) for vertex in trapped(network))
        return f"no path to the excretion: {stuck or network.name(INTAKE)}"

    def trivial_answers(self) -> Mapping[str, Sequence[str]]:
        """Return both classes."""
        return {"always an equilibrium": [EXISTS], "never an equilibrium": [EXISTS_NOT]}

    def baseline_answers(self, rows: Sequence[Row]) -> Mapping[str, Sequence[Sequence[str]]]:
        """Return what the rules of thumb of `networks.baselines` answer."""
        found = rules_of_thumb(rows, self.config.label_rule)
        return {name: [self._word(value) for value in values] for name, values in found.items()}

    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        return existence_verdicts(rows, hypotheses, read_class, self.config.label_rule)
