"""Many trees as flat arrays, for computing with all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hf_mathseq.systems.words import ARITY, OPERATORS, VARIABLE_INDEX, VARIABLES, Tree

VARIABLE = len(OPERATORS)
INTEGER = VARIABLE + 1
_OPERATOR_INDEX = {name: i for i, name in enumerate(OPERATORS)}
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Forest:
    """Nodes of many trees; tree t holds the nodes `offsets[t]` to `offsets[t + 1] - 1`.

    Attributes:
        kinds: Index in `OPERATORS`, or `VARIABLE`, or `INTEGER`; shape (nodes,).
        payloads: The variable's index or the integer, as floats; 0 for operators.
        first: The node's first operand; the node itself if it is a leaf.
        second: The second operand; the node itself if there is none.
        depths: Distance from the root.
        offsets: First node of each tree, which is its root; shape (trees + 1,).
    """

    kinds: npt.NDArray[np.int8]
    payloads: npt.NDArray[np.float64]
    first: IntArray
    second: IntArray
    depths: IntArray
    offsets: IntArray

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def tree_of_node(self) -> IntArray:
        """Index of the tree that each node belongs to."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    @classmethod
    def from_trees(cls, trees: Sequence[Tree]) -> Forest:
        """Return the forest of trees in prefix order."""
        links = [_linked(tree) for tree in trees]
        sizes = [len(tree) for tree in trees]
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        first, second, depths = (
            np.array([value for link in links for value in link[i]], dtype=np.int64)
            for i in range(3)
        )
        start = np.repeat(offsets[:-1], sizes)
        nodes = [node for tree in trees for node in tree]
        return cls(
            kinds=np.array([_kind(node) for node in nodes], dtype=np.int8),
            payloads=np.array([_payload(node) for node in nodes], dtype=np.float64),
            first=first + start,
            second=second + start,
            depths=depths,
            offsets=offsets,
        )

    def take(self, trees: npt.NDArray[np.bool_] | IntArray) -> Forest:
        """Return the forest of some trees, given by a mask or by indices."""
        chosen = np.flatnonzero(trees) if trees.dtype == np.bool_ else trees
        sizes = np.diff(self.offsets)[chosen]
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        shift = np.repeat(self.offsets[chosen] - offsets[:-1], sizes)
        nodes = np.arange(offsets[-1]) + shift
        return Forest(
            kinds=self.kinds.take(nodes),
            payloads=self.payloads.take(nodes),
            first=self.first.take(nodes) - shift,
            second=self.second.take(nodes) - shift,
            depths=self.depths.take(nodes),
            offsets=offsets,
        )

    def trees(self) -> list[Tree]:
        """Return the trees in prefix order."""
        names: list[str | int] = []
        for kind, payload in zip(self.kinds.tolist(), self.payloads.tolist(), strict=True):
            if kind < VARIABLE:
                names.append(OPERATORS[kind])
            else:
                names.append(VARIABLES[int(payload)] if kind == VARIABLE else int(payload))
        first, second = self.first.tolist(), self.second.tolist()
        return [_prefix(root, names, first, second) for root in self.offsets[:-1].tolist()]


def _prefix(root: int, names: list[str | int], first: list[int], second: list[int]) -> Tree:
    nodes: list[str | int] = []
    waiting = [root]
    while waiting:
        at = waiting.pop()
        nodes.append(names[at])
        if second[at] != at:
            waiting.append(second[at])
        if first[at] != at:
            waiting.append(first[at])
    return tuple(nodes)


def _linked(tree: Tree) -> tuple[list[int], list[int], list[int]]:
    """Return first operands, second operands and depths of the nodes of one tree."""
    size = len(tree)
    first, second, depths = list(range(size)), list(range(size)), [0] * size
    complete: list[int] = []
    for at in range(size - 1, -1, -1):
        node = tree[at]
        arity = ARITY.get(node, 0) if isinstance(node, str) else 0
        if arity:
            first[at] = complete.pop()
        if arity == 2:
            second[at] = complete.pop()
        complete.append(at)
    for at in range(size):
        for operand in (first[at], second[at]):
            if operand != at:
                depths[operand] = depths[at] + 1
    return first, second, depths


def _kind(node: str | int) -> int:
    if isinstance(node, int):
        return INTEGER
    return _OPERATOR_INDEX.get(node, VARIABLE)


def _payload(node: str | int) -> float:
    if isinstance(node, str):
        return float(VARIABLE_INDEX.get(node, 0))
    try:
        return float(node)
    except OverflowError:
        return np.inf
