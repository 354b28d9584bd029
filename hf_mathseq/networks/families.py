"""Random networks of four families, with intakes and excretions (arXiv 2112.03588).

Statistically as the published generator, which draws from three generators one network at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hf_mathseq.encodings.decimals import IntArray
from hf_mathseq.networks.choices import distinct_pairs, some_members
from hf_mathseq.networks.graphs import BoolArray, Graphs
from hf_mathseq.networks.scale_free import scale_free
from hf_mathseq.networks.small_world import small_world

ERDOS, GNM, SMALL_WORLD, SCALE_FREE = FAMILIES = ("erdos", "gnm", "small_world", "scale_free")


@dataclass(frozen=True)
class NetworkLaw:
    """The law of random networks.

    Attributes:
        family: One of `FAMILIES`.
        nodes: Fewest and most internal vertices.
        ratios: Fewest and most edges per internal vertex.
        rewiring: Rewiring probability of `small_world`, a new one for each network if negative.
        intakes: Fewest and most intake edges.
        excretions: Fewest and most excretion edges.
    """

    family: str
    nodes: tuple[int, int]
    ratios: tuple[float, float]
    rewiring: float = -1.0
    intakes: tuple[int, int] = (1, 1)
    excretions: tuple[int, int] = (1, 1)

    def draw(self, rng: np.random.Generator, count: int) -> Graphs:
        """Return random networks; the numbers of vertices and of edges per vertex are uniform."""
        low, high = self.nodes
        sizes = rng.integers(low, high + 1, count)
        first, last = self.ratios
        wanted = np.rint((first + rng.random(count) * (last - first)) * sizes).astype(np.int64)
        edges = np.minimum(wanted, sizes * (sizes - 1))
        links = np.zeros((count, high + 1, high + 1), dtype=np.bool_)
        links[:, 1:, :-1] = self._internal(rng, sizes, edges)
        graphs = Graphs(sizes, links)
        links[:, 1:, -1] = some_members(rng, graphs.inside, self.excretions)
        links[:, 0, :-1] = some_members(rng, graphs.inside, self.intakes)
        return graphs

    def _internal(self, rng: np.random.Generator, sizes: IntArray, edges: IntArray) -> BoolArray:
        order = self.nodes[1]
        if self.family == SMALL_WORLD:
            return small_world(rng, sizes, edges, order, self.rewiring)
        if self.family == SCALE_FREE:
            return scale_free(rng, sizes, edges, order)
        if self.family == ERDOS:
            # Independent edges are a binomial number of edges, uniformly placed.
            pairs = sizes * (sizes - 1)
            edges = rng.binomial(pairs, edges / np.maximum(pairs, 1))
        return distinct_pairs(rng, sizes, edges, order)
