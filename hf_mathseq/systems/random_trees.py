"""Random right-hand sides: unary-binary trees with a given number of operators (arXiv 2006.06462).

Shapes are drawn as in arXiv 1912.01412, appendix C: empty nodes wait in a queue, and whether the
next one becomes a leaf, a unary or a binary operator has the probability that makes all shapes
equally likely. The operator is drawn after its arity, uniformly.

Random numbers are hashes of a key of each tree. A tree is therefore a function of its key alone:
how many trees are drawn together, and what becomes of the others, does not change it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.splits import UInt64Array, mix
from hf_mathseq.symbolic.trees import count_trees
from hf_mathseq.systems.forest import INTEGER, VARIABLE, Forest, IntArray
from hf_mathseq.systems.words import BINARY, OPERATORS, UNARY

# Odd constant of the splitmix64 sequence.
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_HALF_WORD = np.uint64(32)


@dataclass(frozen=True)
class TreeLaw:
    """What random trees are made of.

    Attributes:
        unary: Functions, equally likely.
        integer_probability: Probability that a leaf is an integer.
        max_integer: Integers are uniform on -max ... -1, 1 ... max.
    """

    unary: tuple[str, ...] = UNARY
    integer_probability: float = 0.3
    max_integer: int = 10


def hashed(keys: UInt64Array, index: int | IntArray) -> UInt64Array:
    """Return the keys of the members `index` of the sequences that `keys` stand for."""
    with np.errstate(over="ignore"):
        return mix(keys + np.asarray(index).astype(np.uint64) * _GOLDEN)


def draw_trees(keys: UInt64Array, operators: IntArray, variables: IntArray, law: TreeLaw) -> Forest:
    """Return one tree for each key.

    Args:
        keys: Shape (trees,).
        operators: Number of operators of each tree.
        variables: Number of variables that may occur in each tree.
        law: What the trees are made of.
    """
    tree, position, arity, content, child, depths = _queues(keys, operators)
    sizes = np.bincount(tree, minlength=len(keys))
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    start = offsets[tree]
    here = start + position
    kinds, payloads = _labels(arity, content, variables[tree], law)
    order = np.empty_like(here)
    order[here] = np.arange(len(here))
    first = np.where(arity > 0, start + child, here)
    return Forest(
        kinds=kinds[order],
        payloads=payloads[order],
        first=first[order],
        second=np.where(arity == 2, first + 1, here)[order],
        depths=depths[order],
        offsets=offsets,
    )


def _queues(keys: UInt64Array, operators: IntArray) -> tuple[npt.NDArray[Any], ...]:
    """Return the nodes of all queues, those at the first position before those at the second.

    Returns:
        Tree, position, arity, a uniform number of [0, 1) to draw the label from, position of the
        first operand, and depth of each node; shape (nodes,).
    """
    leaf, unary = _arity_tables(int(operators.max(initial=0)))
    tree, left = np.arange(len(keys)), operators
    empty = end = level_end = np.ones(len(keys), dtype=np.int64)
    depth = np.zeros(len(keys), dtype=np.int64)
    found = []
    position = 0
    while len(tree):
        words = hashed(keys, position)
        uniform = (words >> _HALF_WORD) * 2.0**-32
        state = left * leaf.shape[1] + empty
        arity = (uniform >= leaf.ravel()[state]).astype(np.int64)
        arity += uniform >= unary.ravel()[state]
        # Nodes of one depth follow each other in the queue.
        deeper = level_end == position
        depth, level_end = depth + deeper, np.where(deeper, end, level_end)
        content = (words & np.uint64(0xFFFFFFFF)) * 2.0**-32
        found.append((tree, np.full_like(tree, position), arity, content, end, depth))
        left, empty, end = left - (arity > 0), empty + arity - 1, end + arity
        position += 1
        going = empty > 0
        if not going.all():
            tree, keys, left, empty = tree[going], keys[going], left[going], empty[going]
            end, depth, level_end = end[going], depth[going], level_end[going]
    if not found:
        return (tree, tree, tree, np.zeros(0), tree, tree)
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))


@lru_cache(maxsize=16)
def _arity_tables(operators: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the probabilities of a leaf, and of a leaf or a unary operator.

    Both are indexed by the number of operators that are left and of empty nodes, the next included.
    """
    leaf, unary = np.ones((2, operators + 1, operators + 2))
    for left in range(1, operators + 1):
        for empty in range(1, operators + 2):
            total = count_trees(empty, left)
            leaf[left, empty] = count_trees(empty - 1, left) / total
            unary[left, empty] = leaf[left, empty] + count_trees(empty, left - 1) / total
    return leaf, unary


def _labels(
    arity: IntArray, content: npt.NDArray[np.float64], variables: IntArray, law: TreeLaw
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float64]]:
    """Return kinds and payloads of nodes; `content` is uniform on [0, 1) and used up here."""
    unary_kinds = np.array([OPERATORS.index(name) for name in law.unary])
    integer = content < law.integer_probability
    kinds = np.where(integer, INTEGER, VARIABLE)
    kinds = np.where(arity == 1, unary_kinds[(content * len(law.unary)).astype(np.int64)], kinds)
    kinds = np.where(arity == 2, (content * len(BINARY)).astype(np.int64), kinds)
    share = law.integer_probability or 1.0
    magnitude = np.floor(content / share * 2 * law.max_integer) - law.max_integer
    rest = 1.0 - law.integer_probability or 1.0
    index = np.floor((content - law.integer_probability) / rest * variables)
    payloads = np.where(integer, magnitude + (magnitude >= 0), np.minimum(index, variables - 1))
    return kinds.astype(np.int8), np.where(arity > 0, 0.0, payloads)
