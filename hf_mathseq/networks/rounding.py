"""Own coefficients as the integers that models read: scaling, rounding, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.networks import MAX_COEFFICIENT, MAX_NODES
from hf_mathseq.networks.levels import levels
from hf_mathseq.networks.network import Network, NetworkError
from hf_mathseq.networks.outcomes import Outcome, outcome


@dataclass(frozen=True)
class RoundingLoss:
    """What a network loses when its coefficients are written as integers.

    Attributes:
        coefficients: The largest relative error of a coefficient. Only their ratios matter, for
            a common factor changes no level.
        levels: Sum of the absolute errors of the levels over the sum of the levels; 0 where all
            levels are 0, None where there is no equilibrium.
    """

    coefficients: float
    levels: float | None


def encodable(network: Network, weighted: bool) -> tuple[Network, RoundingLoss]:
    """Return the network with coefficients that have words, and what that costs.

    Integers 1 to 99 stay as they are. Other coefficients are multiplied by the common factor
    that makes the largest relative error smallest, among those that take the largest
    coefficient to an integer, and are rounded to 1..99.

    Args:
        network: The network.
        weighted: False sets every coefficient to 1, for models that read no coefficients.

    Raises:
        NetworkError: More internal vertices than there are words.
    """
    if network.n > MAX_NODES:
        raise NetworkError(
            f"models read up to {MAX_NODES} internal vertices, not {network.n}; levels and "
            "outcome are computed for any number",
            "too_many_vertices",
        )
    values = np.array([float(f) for _, _, f in network.edges])
    rounded, error = _rounded(values) if weighted else _ones(values)
    if np.array_equal(rounded, values):
        return network, RoundingLoss(0.0, None if outcome(network) is Outcome.NONE else 0.0)
    edges = ((u, v, int(f)) for (u, v, _), f in zip(network.edges, rounded, strict=True))
    written = Network(network.n, tuple(edges), network.names)
    return written, RoundingLoss(error, _loss_of_levels(network, written))


def _ones(values: FloatArray) -> tuple[FloatArray, float]:
    """Return ones, and the error of the factor that is as far from the extremes on either side."""
    smallest, largest = values.min(initial=np.inf), values.max(initial=0.0)
    spread = float(smallest / largest) if largest else 1.0
    return np.ones_like(values), (1 - spread) / (1 + spread)


def _rounded(values: FloatArray) -> tuple[FloatArray, float]:
    """Return integers from 1 to 99 near a multiple of the values, and the largest error."""
    in_range = (values >= 1) & (values <= MAX_COEFFICIENT) & (values == np.rint(values))
    if in_range.all():
        return values, 0.0
    multiples = np.arange(1.0, MAX_COEFFICIENT + 1)[:, None] * (values / values.max())
    candidates = np.clip(np.rint(multiples), 1, MAX_COEFFICIENT)
    with np.errstate(divide="ignore", over="ignore"):  # ratios beyond the range of floats
        errors = np.abs(candidates / multiples - 1).max(axis=1)
    best = int(errors.argmin())
    return candidates[best], float(errors[best])


def _loss_of_levels(network: Network, written: Network) -> float | None:
    if outcome(network) is Outcome.NONE:
        return None
    exact = levels(network)
    total = float(np.abs(exact).sum())
    return float(np.abs(levels(written) - exact).sum()) / total if total else 0.0
