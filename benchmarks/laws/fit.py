"""Tests of fit: does a sample follow the law that is claimed?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[Any]

LEAST_EXPECTED = 5.0
"""Cells of a chi-square test that expect fewer are put together (Cochran's rule)."""


@dataclass(frozen=True)
class Finding:
    """What one test says.

    Attributes:
        generator: What drew the sample.
        law: What is claimed of it.
        test: Name of the test.
        size: Number of independent values in the sample.
        statistic: The test's statistic.
        p: Probability of one as far off if the claim is true.
    """

    generator: str
    law: str
    test: str
    size: int
    statistic: float
    p: float


def keys(rng: np.random.Generator, count: int) -> npt.NDArray[np.uint64]:
    """Return keys of independent draws."""
    return rng.integers(0, 2**64, count, dtype=np.uint64)


def frequencies(
    generator: str,
    law: str,
    seen: Mapping[Hashable, int],
    probabilities: Mapping[Hashable, float],
) -> Finding:
    """Test counts of independent draws against their probabilities (Pearson's chi-square).

    What has no probability must not occur: then p is 0.
    """
    size = sum(seen.values())
    outside = [value for value in seen if not probabilities.get(value)]
    total = sum(probabilities.values())
    pairs = [(p / total * size, seen.get(value, 0)) for value, p in probabilities.items()]
    observed, expected = _merged(pairs)
    statistic = float(((observed - expected) ** 2 / expected).sum())
    p = 0.0 if outside else float(stats.chi2.sf(statistic, len(expected) - 1))
    if len(expected) == 1:
        p = 0.0 if outside else 1.0
    return Finding(generator, law, f"chi-square, {len(expected)} cells", size, statistic, p)


def _merged(pairs: Sequence[tuple[float, int]]) -> tuple[Array, Array]:
    """Put the rarest cells together until each expects enough, whatever was observed."""
    cells: list[tuple[float, int]] = []
    expected, observed = 0.0, 0
    for expect, count in sorted(pairs, key=lambda pair: pair[0]):
        expected, observed = expected + expect, observed + count
        if expected >= LEAST_EXPECTED:
            cells.append((expected, observed))
            expected, observed = 0.0, 0
    if expected or observed:
        last = cells.pop() if cells else (0.0, 0)
        cells.append((last[0] + expected, last[1] + observed))
    return np.array([o for _, o in cells], dtype=float), np.array([e for e, _ in cells])


def equally_likely(
    generator: str, law: str, seen: Mapping[Hashable, int], values: Sequence[Hashable]
) -> Finding:
    """Test counts of independent draws from values that are all as likely."""
    return frequencies(generator, law, seen, dict.fromkeys(values, 1.0 / len(values)))


def distribution(
    generator: str, law: str, values: Array, cumulative: Callable[[Array], Array]
) -> Finding:
    """Test independent numbers against a continuous law (Kolmogorov-Smirnov)."""
    found = stats.kstest(values, cumulative)
    return _finding(generator, law, "Kolmogorov-Smirnov", len(values), found)


def same_distribution(generator: str, law: str, values: Array, others: Array) -> Finding:
    """Test whether two samples of independent numbers have one law (Kolmogorov-Smirnov)."""
    found = stats.ks_2samp(values, others)
    return _finding(generator, law, "two-sample Kolmogorov-Smirnov", len(values), found)


def share(generator: str, law: str, hits: int, size: int, probability: float) -> Finding:
    """Test the number of hits in independent trials (exact binomial)."""
    p = float(stats.binomtest(int(hits), size, probability).pvalue)
    return Finding(generator, law, "binomial", size, hits / size, p)


def unrelated(generator: str, law: str, first: Array, second: Array) -> Finding:
    """Test whether two columns of counts or classes are independent (chi-square of the table)."""
    table = stats.contingency.crosstab(first, second).count
    while table.min(initial=0) >= 0 and min(table.shape) > 1:
        expected = stats.contingency.expected_freq(table)
        if expected.min() >= LEAST_EXPECTED:
            break
        # The rarest row or column joins its neighbour.
        axis = int(np.argmin([table.sum(axis=1).min(), table.sum(axis=0).min()]))
        table = _joined(table, axis)
    if min(table.shape) < 2:
        return Finding(generator, law, "chi-square of a table", len(first), 0.0, 1.0)
    found = stats.chi2_contingency(table, correction=False)
    return Finding(
        generator,
        law,
        f"chi-square of a {table.shape[0]} x {table.shape[1]} table",
        len(first),
        float(found.statistic),
        float(found.pvalue),
    )


def _joined(table: Array, axis: int) -> Array:
    """Add the smallest line along an axis to the next one, or to the one before."""
    lines = np.moveaxis(table, axis, 0)
    smallest = int(lines.reshape(len(lines), -1).sum(axis=1).argmin())
    other = smallest + 1 if smallest + 1 < len(lines) else smallest - 1
    merged = lines.copy()
    merged[other] += merged[smallest]
    return np.moveaxis(np.delete(merged, smallest, axis=0), 0, axis)


def uncorrelated(generator: str, law: str, first: Array, second: Array) -> Finding:
    """Test whether the ranks of paired numbers have no correlation (Spearman).

    A column that never changes is related to nothing: p is 1.
    """
    name = "rank correlation"
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return Finding(generator, law, name, len(first), 0.0, 1.0)
    return _finding(generator, law, name, len(first), stats.spearmanr(first, second))


def _finding(generator: str, law: str, test: str, size: int, found: Any) -> Finding:
    return Finding(generator, law, test, size, float(found.statistic), float(found.pvalue))


def adjusted(probabilities: Sequence[float]) -> list[float]:
    """Return p-values corrected for the number of tests (Holm, 1979).

    If all claims are true, the probability that any of these is below a is at most a.
    """
    order = np.argsort(probabilities)
    factors = np.arange(len(order), 0, -1)
    corrected = np.minimum(1.0, np.maximum.accumulate(np.array(probabilities)[order] * factors))
    result = np.empty(len(order))
    result[order] = corrected
    return result.tolist()
