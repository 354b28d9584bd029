"""Random choices for many networks at once."""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import IntArray
from hf_mathseq.networks.graphs import BoolArray


def chosen(rng: np.random.Generator, allowed: BoolArray) -> IntArray:
    """Return the position of a random true entry of each row.

    Args:
        rng: Where the draws come from.
        allowed: Shape (rows, columns), a true entry in every row.
    """
    ranks = np.cumsum(allowed, axis=1, dtype=np.int32)
    wanted = np.floor(rng.random(len(allowed)) * ranks[:, -1]).astype(np.int32) + 1
    return (ranks >= wanted[:, None]).argmax(axis=1)


def distinct_pairs(
    rng: np.random.Generator, sizes: IntArray, edges: IntArray, order: int
) -> BoolArray:
    """Return uniformly chosen ordered pairs of different vertices, shape (networks, order, order).

    Args:
        rng: Where the draws come from.
        sizes: Number n of vertices of each network.
        edges: Number of pairs to choose in each, at most n (n - 1).
        order: Rows and columns of the result.
    """
    links = np.zeros((len(sizes), order, order), dtype=np.bool_)
    missing = edges
    while missing.any():
        owner = np.repeat(np.arange(len(sizes)), missing)
        n = sizes[owner]
        origins, shift = np.divmod(rng.integers(0, n * (n - 1)), n - 1)
        links[owner, origins, shift + (shift >= origins)] = True
        missing = edges - links.sum(axis=(1, 2))
    return links


def some_members(
    rng: np.random.Generator, allowed: BoolArray, numbers: tuple[int, int]
) -> BoolArray:
    """Return random subsets of the rows of `allowed`.

    Args:
        rng: Where the draws come from.
        allowed: Shape (networks, columns).
        numbers: Fewest and most members; never more than are allowed.
    """
    counts = rng.integers(numbers[0], numbers[1] + 1, len(allowed))
    return allowed & (random_ranks(rng, allowed) < counts[:, None])


def random_ranks(rng: np.random.Generator, allowed: BoolArray) -> IntArray:
    """Return random orders of the true entries of rows: their ranks from 0, others rank last."""
    keys = rng.random(allowed.shape)
    keys[~allowed] = 2.0  # after all others, which are below 1
    return keys.argsort(axis=1).argsort(axis=1)
