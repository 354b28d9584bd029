"""The test sets of all generators of integrals: one model, every distribution."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.evaluation.related import related_task
from hf_mathseq.evaluation.suites.suite import DEFAULT_SIZE, Published, Suite, SuiteRow
from hf_mathseq.task import Task

CONFIGS = ("fwd", "bwd", "ibp")
"""The generators that the paper compares."""

BEAMS = ("1", "10", "50")
TABLE_6 = {
    ("fwd",): {"fwd": (93.6, 95.6, 96.2), "bwd": (10.9, 13.9, 17.2), "ibp": (85.6, 86.8, 88.9)},
    ("bwd",): {"fwd": (18.9, 24.6, 27.5), "bwd": (98.4, 99.4, 99.7), "ibp": (42.9, 54.6, 59.2)},
    ("bwd", "ibp"): {
        "fwd": (41.6, 54.9, 56.1),
        "bwd": (98.2, 99.4, 99.7),
        "ibp": (96.8, 99.2, 99.5),
    },
    ("bwd", "fwd", "ibp"): {
        "fwd": (89.1, 93.4, 94.3),
        "bwd": (98.1, 99.3, 99.7),
        "ibp": (97.2, 99.4, 99.7),
    },
}
"""arXiv 1912.01412, table 6: trained on -> tested on -> per cent solved at each of `BEAMS`. The
paper has no model that was trained on IBP alone."""


class GeneratorTestSets(Suite):
    """The first problems of the test split of each generator, with the model's own options.

    One hash of the problem decides the split for all generators, so that no test problem can stand
    in the training data of another one.
    """

    name = "integration/generators"
    title = "Test sets of every generator"
    grouping = "test set"
    drawn = True
    published_source = "arXiv 1912.01412, table 6 (published sizes of model and data)"

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems, generator by generator; see `Suite.rows`."""
        count = DEFAULT_SIZE if per_group is None else per_group
        return [
            SuiteRow(row, config)
            for config in CONFIGS
            for row in related_task(task, f"{self.dataset}/{config}")
            .generate(count, seed, "test")
            .to_pylist()
        ]

    def published(self, trained_on: Sequence[str]) -> Published:
        """Return the row of table 6 for a model trained on these generators."""
        configs = tuple(sorted({name.partition("/")[2] for name in trained_on}))
        return {
            tested_on: {beam: share / 100 for beam, share in zip(BEAMS, shares, strict=True)}
            for tested_on, shares in TABLE_6.get(configs, {}).items()
        }
