"""Controllable parts of linear systems, and when their dimension is beyond doubt.

Singular values of `[B, AB, ..., A^(n-1) B]` say little: the powers of A turn the columns into each
other, so that controllable systems of six equations have ratios below 1e-12. Here an orthonormal
basis of the controllable part grows instead: the columns of B, then A times each basis vector, each
only by what is new in it (the block Arnoldi process, as in staircase forms).

A dimension below n is beyond doubt when it is the generic one: that of almost all systems with the
same zero entries. Nearly all deficiencies are of this kind.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from hf_mathseq.splits import mix
from hf_mathseq.systems.forest import IntArray
from hf_mathseq.systems.shapes import BoolArray
from hf_mathseq.systems.spectra import LARGEST_ENTRY, FloatArray

SMALLEST_SHARE = 1e-12
"""An entry below this share of the largest one of its equation, but not 0, may be a rounding error
and is not used for clean labels."""
SMALLEST_ENTRY = 1e-100
"""Nor is a smaller one, so that squares do not vanish."""
NOTHING_NEW, SOMETHING_NEW = 1e-13, 1e-8
"""A vector adds nothing when the new share of it is below the first, something above the second."""
_SWEEPS = 4


def clean_dimensions(a: FloatArray, b: FloatArray) -> tuple[IntArray, BoolArray]:
    """Return the dimensions of the controllable parts, and where they are beyond doubt.

    Args:
        a: Shape (pairs, n, n).
        b: Shape (pairs, n, controls).
    """
    n = a.shape[1]
    joint = np.concatenate([a, b], axis=2)
    sizes = np.abs(joint)
    smallest = np.maximum(SMALLEST_SHARE * sizes.max(axis=2, keepdims=True), SMALLEST_ENTRY)
    proper = (sizes == 0) | ((sizes >= smallest) & (sizes <= LARGEST_ENTRY))
    usable = proper.all(axis=(1, 2))
    joint = np.where(usable[:, None, None], joint, 0)
    dimensions, decided = controllable_dimensions(*balanced(joint[:, :, :n], joint[:, :, n:]))
    deficient = np.flatnonzero(usable & decided & (dimensions < n))
    decided &= usable
    decided[deficient] = generic_dimensions(joint[deficient] != 0) == dimensions[deficient]
    return dimensions, decided


def controllable_dimensions(a: FloatArray, b: FloatArray) -> tuple[IntArray, BoolArray]:
    """Return the dimensions of the controllable parts, and where every step was clear."""
    pairs, n, controls = b.shape
    basis = np.zeros((pairs, n, n))
    count = np.zeros(pairs, dtype=np.int64)
    clear = np.ones(pairs, dtype=np.bool_)
    for step in range(controls + n):
        place = step - controls
        vectors = b[:, :, step] if place < 0 else np.einsum("kij,kj->ki", a, basis[:, :, place])
        lengths = np.linalg.norm(vectors, axis=1)
        there = (lengths > 0) & (count > place) & (count < n)
        new = vectors / np.where(lengths > 0, lengths, 1)[:, None]
        for _ in range(2):  # the second time removes what rounding left
            new = new - np.einsum("kij,kj->ki", basis, np.einsum("kij,ki->kj", basis, new))
        share = np.linalg.norm(new, axis=1)
        adds = np.flatnonzero(there & (share >= SOMETHING_NEW))
        clear &= ~(there & (share > NOTHING_NEW) & (share < SOMETHING_NEW))
        basis[adds, :, count[adds]] = new[adds] / share[adds][:, None]
        count[adds] += 1
    return count, clear


def balanced(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the pairs in units of the states in which rows and columns of A have similar sizes.

    Units are powers of two, so that nothing is rounded and no dimension changes.
    """
    a, b = a.copy(), b.copy()
    for _ in range(_SWEEPS):
        for i in range(a.shape[1]):
            inner = np.square(a[:, i, i])
            row = np.square(a[:, i]).sum(axis=1) - inner + np.square(b[:, i]).sum(axis=1)
            column = np.square(a[:, :, i]).sum(axis=1) - inner
            both = (row > 0) & (column > 0)
            ratio = np.where(both, row, 1) / np.where(both, column, 1)
            unit = np.exp2(np.rint(np.log2(ratio) / 4))[:, None]
            a[:, i] /= unit
            b[:, i] /= unit
            a[:, :, i] *= unit
    return a, b


def generic_dimensions(nonzero: BoolArray) -> IntArray:
    """Return the dimension of the controllable part of almost all systems with given zeros.

    It is an upper bound for every one of them.

    Args:
        nonzero: Which entries of `[A B]` are not 0, shape (pairs, n, n + controls).
    """
    joint = np.where(nonzero, _numbers(*nonzero.shape[1:]), 0.0)
    n = nonzero.shape[1]
    return controllable_dimensions(joint[:, :, :n], joint[:, :, n:])[0]


@lru_cache(maxsize=64)
def _numbers(rows: int, columns: int) -> FloatArray:
    """Return fixed numbers without any relation between them, of sizes from 1/2 to 3/2."""
    words = mix(np.arange(rows * columns, dtype=np.uint64))
    sizes = 0.5 + (words >> np.uint64(11)) * 2.0**-53
    return np.where(words & np.uint64(1), sizes, -sizes).reshape(rows, columns)
