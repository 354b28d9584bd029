"""Integration by parts (generator "IBP" of arXiv 1912.01412)."""

from __future__ import annotations

import numpy as np

from hf_mathseq.symbolic.nodes import collector_paused
from hf_mathseq.task import Block
from hf_mathseq.tasks.chained_table import chained_table
from hf_mathseq.tasks.finished_data import content_digest
from hf_mathseq.tasks.integration import IntegrationTask, described
from hf_mathseq.tasks.parts_options import PartsConfig
from hf_mathseq.tasks.parts_pairs import PartsPairs


class IntegrationByParts(IntegrationTask):
    """Find f by parts from what is already integrated (generator "IBP" of the paper)."""

    config_name = "ibp"
    block_size = 1024
    Config = PartsConfig
    config: PartsConfig
    description = described(
        "Integration by parts: products of random functions and derivatives",
        example="x**2*exp(x)",
    )

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw `size` functions of either kind; pair them all and keep up to `size` new problems.

        The block's `attempts` are pairings of two functions, as in the published program.
        """
        folder = self.config.table
        before = chained_table(folder, content_digest(folder)) if folder else None
        source = PartsPairs(self.config, rng, before)
        with collector_paused():
            pairs = source.draw(size)
            return self._block(pairs, source.pairings)
