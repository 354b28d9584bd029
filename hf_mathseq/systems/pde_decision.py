"""What becomes of solutions: decided from the real part of the symbol, for many problems at once.

Every decision is a proof: a curve on which the polynomial falls without end, a point where it is
negative beyond all rounding, or bounds from below. What none of them settles stays undecided.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray, IntArray
from hf_mathseq.splits import mix
from hf_mathseq.systems.pde_bounds import behaviour_of
from hf_mathseq.systems.pde_problem import (
    GROWS,
    MAX_DIMENSION,
    NO_SOLUTION,
    UNDECIDED,
    VANISHES,
)
from hf_mathseq.systems.pde_symbol import BoolArray, RealSymbol, SymbolBatch, symbol_batch

_DIRECTIONS, _POINTS = 128, 96
_CHUNK = 512  # problems; bounds the memory of the points
_SCALES = np.array([0, 1, 1, 2, 5, 20, 100, 1000], dtype=np.float64)
_MARGIN = 1e-12
"""A sum of at most 50 products of at most 71 factors is wrong by less than this share of the sum
of absolute values."""


def behaviours(symbols: Sequence[RealSymbol]) -> IntArray:
    """Return a code of `pde_problem` for every problem, shape (problems,)."""
    chunks = (symbols[i : i + _CHUNK] for i in range(0, len(symbols), _CHUNK))
    return np.concatenate([np.empty(0, dtype=np.int64), *map(_behaviours, chunks)])


def _behaviours(symbols: Sequence[RealSymbol]) -> IntArray:
    batch = symbol_batch(symbols)
    dangerous = batch.can_be_negative()
    found = np.full(len(symbols), UNDECIDED)
    found[~dangerous.any(axis=1)] = VANISHES
    open_ = np.flatnonzero(found == UNDECIDED)
    found[open_[_falls_without_end(batch.take(open_), dangerous[open_])]] = NO_SOLUTION
    open_ = np.flatnonzero(found == UNDECIDED)
    left = batch.take(open_)
    negative = _is_negative_somewhere(left)
    spread = (dangerous[open_] & (left.exponents * left.infinite[:, None, :]).any(axis=2)).any(
        axis=1
    )
    found[open_[negative & ~spread]] = GROWS
    for i, seen in zip(open_.tolist(), negative.tolist(), strict=True):
        if found[i] == UNDECIDED:
            found[i] = behaviour_of(symbols[i], negative_somewhere=seen)
    return found


def _falls_without_end(batch: SymbolBatch, dangerous: BoolArray) -> BoolArray:
    """Return where some term, negative for a choice of signs, leads along a curve to infinity.

    On the curve `eta_k = +-t^w_k` a term grows like t^(w . exponents). Weights are free where all
    frequencies occur, at most 0 where an interval has 0 in it, and 0 elsewhere.
    """
    if batch.coefficients.size == 0:
        return np.zeros(len(batch.coefficients), dtype=bool)
    # Small integers are exact as doubles, whose products are faster.
    weights = _pattern(_DIRECTIONS, batch.low.shape[1], 9).astype(np.float64) - 4
    infinite = (batch.exponents * batch.infinite[:, None, :]) @ weights.T
    shrinking = (batch.exponents * batch.around_zero[:, None, :]) @ np.abs(weights).T
    growth = infinite - shrinking
    growth[batch.coefficients == 0] = -np.inf
    leader = growth.argmax(axis=1)
    best = growth.max(axis=1)
    alone = (growth == best[:, None]).sum(axis=1) == 1
    return (alone & (best > 0) & np.take_along_axis(dangerous, leader, axis=1)).any(axis=1)


def _is_negative_somewhere(batch: SymbolBatch) -> BoolArray:
    """Return where the polynomial is negative beyond rounding at one of some points."""
    points = _points(batch)
    top = int(batch.exponents.max(initial=0))
    powers = points[..., None] ** np.arange(top + 1)
    values = np.ones((*points.shape[:2], batch.exponents.shape[1])) * batch.coefficients[:, None, :]
    for k in range(points.shape[2]):
        places = np.broadcast_to(batch.exponents[:, None, :, k], values.shape)
        values *= np.take_along_axis(powers[:, :, k, :], places, axis=2)
    sums, sizes = values.sum(axis=2), np.abs(values).sum(axis=2)
    return (sums < -_MARGIN * sizes).any(axis=1)


def _points(batch: SymbolBatch) -> FloatArray:
    """Return points of the boxes with integer coordinates, (problems, points, coordinates)."""
    width = batch.low.shape[1]
    choice = _pattern(_POINTS, width, len(_SCALES))
    sign = np.where(_pattern(_POINTS, width, 2, 7) == 1, 1.0, -1.0)
    scaled = (sign * _SCALES[choice])[None]
    low, high = batch.low[:, None, :], batch.high[:, None, :]
    with np.errstate(invalid="ignore"):
        middle = np.where(np.isinf(high), 0, np.rint((low + high) / 2))
    inside = np.clip(scaled, low, high)
    ends = np.where(sign > 0, high, low)
    pick = _pattern(_POINTS, width, 4, 13)[None]
    finite = np.where(pick == 0, middle, np.where(pick == 1, inside, ends))
    return np.where(np.isinf(high), scaled, finite)


def _pattern(rows: int, columns: int, values: int, salt: int = 0) -> IntArray:
    """Return fixed numbers 0 .. values - 1 without a pattern, shape (rows, columns).

    They are the same for any number of columns, so that no decision depends on the padding.
    """
    places = np.arange(rows * MAX_DIMENSION, dtype=np.uint64) + np.uint64(salt << 32)
    numbers = (mix(places) % np.uint64(values)).astype(np.int64)
    return numbers.reshape(rows, MAX_DIMENSION)[:, :columns]
