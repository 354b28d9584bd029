"""Networks of other sizes, densities and families than those of training (arXiv 2112.03588)."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import Any

from hf_mathseq.evaluation.related import related_task
from hf_mathseq.evaluation.suites.suite import DEFAULT_SIZE, Suite, SuiteRow
from hf_mathseq.networks.families import FAMILIES
from hf_mathseq.options import OptionError
from hf_mathseq.task import Task
from hf_mathseq.tasks.metabolic_options import EXISTENCE_SETS, MAX_POSITIONS

BASE = "as in training"
# Shares of the smallest and of the largest number of vertices. For size S these are 8 to 16, 16 to
# 24, 24 to 32, 64 to 80 and 80 to 96; of the published test sets only 24 to 32 is known.
SMALLER = ((1 / 4, 1 / 2), (1 / 2, 3 / 4), (3 / 4, 1))
LARGER = ((1, 5 / 4), (5 / 4, 3 / 2))
FEWEST_VERTICES = 3


class NetworkDistributions(Suite):
    """The first test problems of the model's task under changed options of the generator.

    Sizes and densities go by those of training: half to three quarters as many vertices, half as
    many edges per vertex, and so on. Groups that the generator cannot draw are left out; problems
    that are too long for the model count as not solved.
    """

    name = "metabolic_networks/distributions"
    title = "Networks out of distribution"
    grouping = "distribution"
    drawn = True

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems, distribution by distribution; see `Suite.rows`."""
        count = DEFAULT_SIZE if per_group is None else per_group
        found = []
        for group, options in distributions(task).items():
            try:
                changed = related_task(task, task.name, options)
            except OptionError:
                continue
            drawn = changed.generate(count, seed, "test")
            found += [SuiteRow(row, group) for row in drawn.to_pylist()]
        return found


def distributions(task: Task) -> dict[str, dict[str, Any]]:
    """Return the options of every group for a model of a task."""
    law = task.config.law
    found: dict[str, dict[str, Any]] = {BASE: {}}
    for bound, shares in ((law.nodes[0], SMALLER), (law.nodes[1], LARGER)):
        for first, last in shares:
            low, high = math.ceil(first * bound), math.floor(last * bound)
            if low >= FEWEST_VERTICES:
                sizes = {"min_nodes": low, "max_nodes": high, "max_length": MAX_POSITIONS}
                found[f"{low} to {high} vertices"] = sizes
    for low_ratio, high_ratio in (
        (law.ratios[0] / 2, law.ratios[0]),
        (law.ratios[1], law.ratios[1] * 3 / 2),
    ):
        options = {"min_edges": low_ratio, "max_edges": high_ratio, "max_length": MAX_POSITIONS}
        found[f"{low_ratio:g} to {high_ratio:g} edges per vertex"] = options
    found |= {f"family {name}": {"family": name} for name in FAMILIES if name != law.family}
    if "existence_set" in {field.name for field in fields(task.Config)}:
        others = [name for name in EXISTENCE_SETS[:2] if name != task.config.existence_set]
        found |= {f"existence_set {name}": {"existence_set": name} for name in others}
    return found
