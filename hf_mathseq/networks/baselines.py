"""Rules of thumb for whether a network has an equilibrium; models are to be better than these.

On the published distributions "every vertex has an outgoing edge" is right for 99 % of the labels,
and as repaired networks have more edges, their number alone tells much, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.batches import batches
from hf_mathseq.networks.graph_levels import stuck
from hf_mathseq.networks.graphs import BoolArray, Graphs
from hf_mathseq.networks.outcomes import ALL_VERTICES

EXITS = "every vertex has an outgoing edge"
PAIRS = "every vertex has an outgoing edge, and no two have only each other's"
DENSITY = "enough edges per vertex"


def rules_of_thumb(
    rows: Sequence[Mapping[str, Any]], rule: str = ALL_VERTICES
) -> dict[str, list[bool]]:
    """Return what simple rules say of each network: is there an equilibrium?

    * whether every vertex, the intake included, has an outgoing edge;
    * whether also no two vertices are closed off together, each with the other as its only target:
      how far one gets on the hard set without following paths;
    * whether there are at least (or at most) so many edges per vertex: the threshold that is right
      most often for these very networks, which is more than can be known beforehand.

    Args:
        rows: The problems, with `n` and `edges`.
        rule: One of `LABEL_RULES`: what the threshold is chosen for.
    """
    exits, pairs, labels = np.zeros((3, len(rows)), dtype=np.bool_)
    for members, graphs, _ in batches(rows):
        absent = np.pad(~graphs.inside, [(0, 0), (1, 0)])
        exits[members] = (graphs.links.any(axis=2) | absent).all(axis=1)
        pairs[members] = exits[members] & ~_closed_pairs(graphs)
        labels[members] = ~stuck(graphs, rule).any(axis=1)
    density = np.array([len(row["edges"]) / row["n"] for row in rows])
    return {
        EXITS: exits.tolist(),
        PAIRS: pairs.tolist(),
        DENSITY: _best_split(density, labels).tolist(),
    }


def _closed_pairs(graphs: Graphs) -> BoolArray:
    """Return which networks have two vertices with no target but each other, shape (networks,)."""
    targets = graphs.links[:, 1:]
    single = targets.sum(axis=2) == 1
    only = targets[:, :, :-1] & single[:, :, None]
    return np.asarray((only & only.swapaxes(1, 2)).any(axis=(1, 2)))


def _best_split(values: FloatArray, labels: BoolArray) -> BoolArray:
    """Return the labels by the threshold, and its direction, that agree most often with `labels`.

    Args:
        values: Shape (networks,).
        labels: Same shape.
    """
    thresholds = np.append(np.unique(values), np.inf)
    # Right answers when "yes" begins at each threshold: yes among the values from there on, no
    # among those below.
    yes = np.searchsorted(np.sort(values[labels]), thresholds)
    no = np.searchsorted(np.sort(values[~labels]), thresholds)
    right = labels.sum() - yes + no
    if right.max() >= len(values) - right.min():
        return np.asarray(values >= thresholds[right.argmax()])
    return np.asarray(values < thresholds[right.argmin()])
