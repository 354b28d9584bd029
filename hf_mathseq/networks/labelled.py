"""Random networks with labels, both classes in a wanted proportion (arXiv 2112.03588)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hf_mathseq.networks.families import NetworkLaw
from hf_mathseq.networks.graph_levels import stuck
from hf_mathseq.networks.graphs import BoolArray, Graphs
from hf_mathseq.networks.hard import hard_pairs
from hf_mathseq.networks.repair import repaired

KEPT_SHARE = 0.2
"""Published program: without repairs one network in five without equilibrium is kept."""
MAX_ROUNDS = 1000
"""Draws for one place that wants a network without equilibrium, before it is given up."""


@dataclass(frozen=True)
class Labelled:
    """Random networks with their labels.

    Attributes:
        graphs: The networks.
        labels: Which have an equilibrium, by the rule, shape (networks,).
        repaired: To which edges were added.
    """

    graphs: Graphs
    labels: BoolArray
    repaired: BoolArray

    def take(self, keep: BoolArray) -> Labelled:
        """Return the networks where `keep` is true."""
        return Labelled(self.graphs.take(keep), self.labels[keep], self.repaired[keep])


def shuffled(rng: np.random.Generator, parts: Sequence[Labelled]) -> Labelled:
    """Return networks of the same N in random order: what is read in order is then mixed."""
    order = rng.permutation(sum(len(part.labels) for part in parts))
    return Labelled(
        Graphs(
            np.concatenate([part.graphs.sizes for part in parts])[order],
            np.concatenate([part.graphs.links for part in parts])[order],
        ),
        np.concatenate([part.labels for part in parts])[order],
        np.concatenate([part.repaired for part in parts])[order],
    )


def labels_of(graphs: Graphs, rule: str) -> BoolArray:
    """Return the labels of networks under one of `outcomes.LABEL_RULES`."""
    return np.asarray(~stuck(graphs, rule).any(axis=1))


@dataclass(frozen=True)
class LabelLaw:
    """How labels are made.

    Attributes:
        networks: The law of the networks before labels are looked at.
        rule: One of `outcomes.LABEL_RULES`.
        anywhere: Repairs add edges anywhere; see `repair.repaired`.
    """

    networks: NetworkLaw
    rule: str
    anywhere: bool = False

    def released(self, rng: np.random.Generator, count: int, redeem: float) -> Labelled:
        """Return networks as published: those without equilibrium are repaired now and then.

        Args:
            rng: Where the draws come from.
            count: Number of draws.
            redeem: Probability of a repair; if negative, nothing is repaired and one network in
                five without equilibrium is kept.
        """
        graphs = self.networks.draw(rng, count)
        labels = labels_of(graphs, self.rule)
        coins = rng.random(count)
        if redeem < 0:
            drawn = Labelled(graphs, labels, np.zeros_like(labels))
            return drawn.take(labels | (coins < KEPT_SHARE))
        return self._repaired(rng, graphs, labels, ~labels & (coins < redeem))

    def balanced(self, rng: np.random.Generator, count: int, share: float) -> Labelled:
        """Return networks whose label is drawn first.

        A network without equilibrium is repaired where one with is wanted; where none is wanted,
        networks are drawn until there is none.

        Args:
            rng: Where the draws come from.
            count: Number of draws.
            share: Probability that an equilibrium is wanted.
        """
        wanted = rng.random(count) < share
        graphs = self.networks.draw(rng, count)
        labels = labels_of(graphs, self.rule)
        for _ in range(MAX_ROUNDS):
            again = np.flatnonzero(labels & ~wanted)
            if not len(again):
                break
            fresh = self.networks.draw(rng, len(again))
            graphs.sizes[again], graphs.links[again] = fresh.sizes, fresh.links
            labels[again] = labels_of(fresh, self.rule)
        drawn = self._repaired(rng, graphs, labels, ~labels & wanted)
        return drawn.take(drawn.labels == wanted)

    def hard(self, rng: np.random.Generator, count: int) -> Labelled:
        """Return pairs of networks with and without equilibrium; see `networks.hard`."""
        without, with_one = hard_pairs(rng, self.networks.draw(rng, count // 2))
        good = labels_of(with_one, self.rule) & ~labels_of(without, self.rule)
        pairs = (without.take(good), with_one.take(good))
        unchanged = np.zeros(int(good.sum()), dtype=np.bool_)
        return shuffled(
            rng,
            [Labelled(graphs, unchanged | bool(i), unchanged) for i, graphs in enumerate(pairs)],
        )

    def _repaired(
        self, rng: np.random.Generator, graphs: Graphs, labels: BoolArray, chosen: BoolArray
    ) -> Labelled:
        graphs.links[chosen] = repaired(rng, graphs.take(chosen), self.anywhere).links
        return Labelled(graphs, labels | chosen, chosen)
