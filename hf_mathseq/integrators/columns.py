"""Values of the derivatives of possible terms at the points of a sample."""

from __future__ import annotations

import numpy as np

from hf_mathseq.integrators.generators import Generators, UnsuitableError
from hf_mathseq.integrators.logarithms import Candidate
from hf_mathseq.integrators.modular import Residues, inverses, powers
from hf_mathseq.integrators.samples import Sample
from hf_mathseq.integrators.supports import Monomial

MAX_RANGE = 400
"""Largest difference between exponents of one generator."""


def derivative_columns(
    sample: Sample, generators: Generators, terms: list[Monomial], candidates: list[Candidate]
) -> Residues:
    """Return the derivatives of products of generators and of other candidates.

    Args:
        sample: Where.
        generators: The variables.
        terms: Exponents of the products.
        candidates: Other terms, to the right of the products.

    Returns:
        Shape (points, terms + candidates).

    Raises:
        UnsuitableError: Exponents differ too much, or a slope is not one of the generators.
    """
    parts = [_products(sample, generators, terms)] if terms else []
    if candidates:
        parts.append(np.stack([sample.value(other.slope) for other in candidates], axis=1))
    return np.concatenate(parts, axis=1)


def _products(sample: Sample, generators: Generators, terms: list[Monomial]) -> Residues:
    """(m)' = m * sum of e*g'/g over the generators g of m with exponents e."""
    prime = sample.prime
    exponents = np.array(terms, dtype=np.int64)
    used = np.flatnonzero(exponents.any(axis=0)).tolist()
    value = np.ones((len(terms), len(sample.values[0])), dtype=np.int64)
    logarithmic = np.zeros_like(value)
    for i in used:
        own = sample.values[i]
        inverse = inverses(own, prime)
        low, high = int(exponents[:, i].min()), int(exponents[:, i].max())
        if high - low > MAX_RANGE:
            raise UnsuitableError("exponents far apart")
        table = _power_table(own, inverse, low, high, prime)
        value = value * table[exponents[:, i] - low] % prime
        ratio = sample.slope(generators.every[i].expr) * inverse % prime
        logarithmic += exponents[:, i, None] * ratio
    return (value * (logarithmic % prime) % prime).T


def _power_table(own: Residues, inverse: Residues, low: int, high: int, prime: int) -> Residues:
    """Return own**low ... own**high, one row each."""
    rows = [powers(own if low > 0 else inverse, abs(low), prime)]
    for _ in range(high - low):
        rows.append(rows[-1] * own % prime)
    return np.stack(rows)
