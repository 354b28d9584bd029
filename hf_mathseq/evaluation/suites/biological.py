"""Textbook pathways and pharmacokinetics as networks, in several numberings of their vertices."""

from __future__ import annotations

from typing import Any

from hf_mathseq.encodings.levels import written_levels
from hf_mathseq.evaluation.suites.suite import Suite, SuiteRow, encoded
from hf_mathseq.networks.levels import levels
from hf_mathseq.networks.library import examples
from hf_mathseq.networks.network import Network
from hf_mathseq.networks.outcomes import has_equilibrium_label
from hf_mathseq.networks.renumbering import numberings
from hf_mathseq.randomness import rng_for
from hf_mathseq.task import Task
from hf_mathseq.tasks.metabolic_levels import Levels

NUMBERINGS = 20
"""Numberings of each network in the whole suite."""


class BiologicalNetworks(Suite):
    """The eleven networks of the package, as they are and with their vertices renumbered.

    They have 3 to 14 vertices and are sparser than the random networks of training. Models of
    levels are not asked about the two that have none, as training shows them no such network. What
    is too long for a model counts as not solved.
    """

    name = "metabolic_networks/biological"
    title = "Biological networks"
    grouping = "network"

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the numberings of each network, its own first; see `Suite.rows`."""
        count = NUMBERINGS if per_group is None else per_group
        found = []
        for name, network in examples().items():
            exists = has_equilibrium_label(network, task.config.label_rule)
            if not exists and isinstance(task, Levels):
                continue
            rng = rng_for(self.name, "1", name, "test", seed, 0)
            found += [
                SuiteRow(_row(task, numbered, exists), name)
                for numbered in numberings(network, rng, count)
            ]
        return found


def _row(task: Task, network: Network, exists: bool) -> dict[str, Any]:
    """Return a network with its answer."""
    column = task.description.answer
    answer: Any = exists
    if column == "levels":
        answer = None
        if exists:
            answer = written_levels(levels(network), task.config.precision).tolist()
    return encoded(task, {**task.problem_from(network), column: answer})
