"""Controllability of linear systems that depend on time (arXiv 2006.06462, section 3.2).

x' = A(t) x + B(t) u is controllable on an interval if the blocks D_0 = B, D_(i+1) = dD_i/dt - A D_i
span the whole space at some time in it (Chang 1965; Silverman and Meadows 1967). The published
program takes the blocks up to i = floor(2n/p) at five times. A time where something is undefined is
left out, and without a usable time it calls a system not controllable.
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.systems.duals import ComplexArray
from hf_mathseq.systems.forest import Forest, IntArray
from hf_mathseq.systems.jets import derivative
from hf_mathseq.systems.kalman import UNDECIDED, clean_ranks, published_ranks
from hf_mathseq.systems.shapes import BoolArray, Shapes
from hf_mathseq.systems.spectra import LARGEST_ENTRY, by_size
from hf_mathseq.systems.time_jets import Clock, time_gradients

TIMES = 5
"""Published program: times k * horizon / 5 - 0.01 for k = 1 to 5."""
EARLIER = 0.01
NOT_CONTROLLABLE, CONTROLLABLE = 0, 1
SMALLEST_ENTRY = 1e-10
"""Linearisations with a smaller entry that is not 0 are not used for clean labels: it may be a
rounding error."""
CANCELLED = 1e-10
"""Blocks with an entry below this share of its terms, but not 0, are not used for clean labels."""
_TOGETHER = 256
"""Systems that are expanded at once, which bounds the memory."""


def published_times(horizon: float) -> list[float]:
    """Return the times at which the published program looks at [0, horizon]."""
    return [k * horizon / TIMES - EARLIER for k in range(1, TIMES + 1)]


def last_block(n: int, p: int) -> int:
    """Return the largest index i of the blocks D_i, as in the published program."""
    return 2 * n // p


def controllable_in_time(
    trees: Forest, shapes: Shapes, value: float, horizon: float, *, clean: bool
) -> IntArray:
    """Return which systems are controllable.

    Args:
        trees: Right-hand sides, system after system; time is the variable after the controls.
        shapes: Sizes of the systems.
        value: Value of the states and controls.
        horizon: End of the interval.
        clean: Whether singular values are judged by `kalman.clean_ranks`, and systems are left
            undecided that are in doubt or undefined at a time, unless they have full rank at
            another one.

    Returns:
        Shape (systems,): `CONTROLLABLE`, `NOT_CONTROLLABLE` or `UNDECIDED`.
    """
    ends = np.cumsum(shapes.degrees)
    starts = ends - shapes.degrees
    found = np.empty(len(shapes), dtype=np.int64)
    for (n, p), members in by_size(shapes.degrees, shapes.controls):
        for begin in range(0, len(members), _TOGETHER):
            now = members[begin : begin + _TOGETHER]
            rows = starts[now][:, None] + np.arange(n)
            found[now] = _of_one_size(
                trees.take(rows.ravel()), (n, p), value, published_times(horizon), clean
            )
    return found


def _of_one_size(
    trees: Forest, size: tuple[int, int], value: float, times: list[float], clean: bool
) -> IntArray:
    n, p = size
    # In most systems few blocks have full rank at the first time, and more blocks do not lower it.
    few = -(-n // p)
    first = _ranks(trees, size, few, value, times[:1], clean)[:, 0]
    rest = np.flatnonzero(first < n)
    found = np.full(len(first), CONTROLLABLE)
    if len(rest):
        rows = (rest[:, None] * n + np.arange(n)).ravel()
        ranks = _ranks(trees.take(rows), size, last_block(n, p) + 1, value, times, clean)
        full, decided = (ranks == n).any(axis=1), (ranks != UNDECIDED).all(axis=1)
        otherwise = np.where(decided, NOT_CONTROLLABLE, UNDECIDED) if clean else NOT_CONTROLLABLE
        found[rest] = np.where(full, CONTROLLABLE, otherwise)
    return found


def _ranks(
    trees: Forest,
    size: tuple[int, int],
    blocks: int,
    value: float,
    times: list[float],
    clean: bool,
) -> IntArray:
    """Return the ranks of some blocks, shape (systems, times); `UNDECIDED` where undefined."""
    n, p = size
    clock = Clock(np.full(len(trees), n + p), times, blocks)
    jets = time_gradients(trees, value, n + p, clock)
    shape = (len(trees) // n, n, len(times), blocks, n + p)
    joint = jets.reshape(shape).transpose(3, 0, 2, 1, 4).reshape(blocks, -1, n, n + p)
    with np.errstate(all="ignore"):
        matrices = spanning_blocks(joint[..., :n], joint[..., n:])
    usable = np.isfinite(matrices).all(axis=(1, 2))
    if clean:
        usable &= _without_doubt(joint, matrices, n)
    ranks = np.full(len(matrices), UNDECIDED)
    if usable.any():
        ranks[usable] = (clean_ranks if clean else published_ranks)(matrices[usable])
    return ranks.reshape(shape[0], len(times))


def _without_doubt(joint: ComplexArray, matrices: ComplexArray, n: int) -> BoolArray:
    """Return where no entry is so large, or what is left of so much larger terms, as to be noise.

    Args:
        joint: Taylor coefficients of `[A B]`, shape (orders, systems, n, n + p).
        matrices: Their blocks, see `spanning_blocks`.
        n: Number of states.
    """
    sizes = np.abs(joint)
    shown = (sizes > 0).any(axis=0)
    entries = ~shown | ((sizes[0] >= SMALLEST_ENTRY) & (sizes[0] <= LARGEST_ENTRY))
    # A derivative in time that rounding leaves of a constant is small beside the constant.
    sizes = np.where(sizes > 0, sizes + sizes[0], 0)
    with np.errstate(all="ignore"):
        terms = spanning_blocks(-sizes[..., :n], sizes[..., n:])
    clear = (matrices == 0) | (np.abs(matrices) >= CANCELLED * terms)
    return np.asarray(clear.all(axis=(1, 2)) & entries.all(axis=(1, 2)))


def spanning_blocks(a: ComplexArray, b: ComplexArray) -> ComplexArray:
    """Return `[D_0, D_1, ...]` at the time of expansion.

    Args:
        a: Taylor coefficients of A, shape (orders, systems, n, n).
        b: Taylor coefficients of B, shape (orders, systems, n, p).

    Returns:
        Shape (systems, n, orders * p).
    """
    block, found = b, [b[0]]
    while len(block) > 1:
        moved = derivative(block)
        orders = len(moved)
        block = moved - _products(a[:orders], block[:orders])
        found.append(block[0])
    return np.concatenate(found, axis=2)


def _products(a: ComplexArray, b: ComplexArray) -> ComplexArray:
    """Return the Taylor coefficients of the product of two matrices."""
    total = np.zeros_like(b)
    for i in range(len(a)):
        if a[i].any():
            total[i:] += a[i] @ b[: len(b) - i]
    return total
