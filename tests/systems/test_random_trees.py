"""Random right-hand sides: the published law, and independence of what is drawn together."""

import json
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.systems.forest import INTEGER, VARIABLE
from hf_mathseq.systems.random_trees import TreeLaw, draw_trees, hashed
from hf_mathseq.systems.words import BINARY, OPERATORS

DATA = Path(__file__).parents[1] / "data" / "differential_systems"
VECTORS = json.loads((DATA / "vectors.json").read_text())


def keys(count):
    return hashed(np.arange(count, dtype=np.uint64), 0)


def drawn(count, operators, variables, **law):
    return draw_trees(
        keys(count), np.full(count, operators), np.full(count, variables), TreeLaw(**law)
    )


@pytest.mark.parametrize("published", VECTORS["random_tree_statistics"], ids=str)
def test_the_published_statistics(published):
    """6,000 published trees against 12,000 of ours, within five standard errors."""
    count, operators = 12_000, published["operators"]
    forest = drawn(count, operators, published["variables"])
    heights = np.maximum.reduceat(forest.depths, forest.offsets[:-1])
    leaves = forest.kinds >= VARIABLE
    spread = 5 * np.sqrt(1 / count + 1 / published["trees"])
    assert abs(heights.mean() - published["mean_depth"]) < spread * heights.std()
    assert abs(leaves.sum() / count - published["mean_leaves"]) < spread * np.sqrt(operators)
    per_node = spread / np.sqrt(operators)
    used = forest.kinds[~leaves]
    assert len(used) == count * operators
    assert abs((used >= len(BINARY)).mean() - published["unary_share"]) < per_node
    integers = (forest.kinds[leaves] == INTEGER).mean()
    assert abs(integers - published["integer_leaf_share"]) < per_node
    for name, share in published["operator_share"].items():
        assert abs((used == OPERATORS.index(name)).mean() - share) < per_node


def test_shapes_are_equally_likely():
    """22 shapes have three operators; see the large Schroeder numbers."""
    forest = drawn(22_000, 3, 1, unary=("sin",), integer_probability=0.0)
    shapes = {}
    for tree in forest.trees():
        shape = tuple("b" if node in BINARY else node for node in tree)
        shapes[shape] = shapes.get(shape, 0) + 1
    assert len(shapes) == 22
    assert all(abs(count - 1000) < 5 * np.sqrt(1000) for count in shapes.values())


def test_leaves():
    forest = drawn(4000, 6, 3)
    leaves = forest.payloads[forest.kinds == INTEGER]
    assert set(leaves) == {*range(-10, 0), *range(1, 11)}
    counts = np.unique(leaves, return_counts=True)[1]
    assert abs(counts - counts.mean()).max() < 5 * np.sqrt(counts.mean())
    variables = np.unique(forest.payloads[forest.kinds == VARIABLE], return_counts=True)
    assert list(variables[0]) == [0, 1, 2]
    assert abs(variables[1] - variables[1].mean()).max() < 5 * np.sqrt(variables[1].mean())
    assert not (drawn(100, 6, 3, integer_probability=0.0).kinds == INTEGER).any()
    assert not (drawn(100, 6, 3, integer_probability=1.0).kinds == VARIABLE).any()


def test_a_tree_depends_on_its_key_alone():
    count = 60
    operators = np.arange(count) % 7
    variables = np.arange(count) % 4 + 1
    together = draw_trees(keys(count), operators, variables, TreeLaw())
    assert [sum(node in OPERATORS for node in tree) for tree in together.trees()] == list(operators)
    order = np.arange(count)[::-3]
    apart = draw_trees(keys(count)[order], operators[order], variables[order], TreeLaw())
    assert apart.trees() == [together.trees()[i] for i in order]


def test_no_trees():
    assert len(drawn(0, 3, 2)) == 0
