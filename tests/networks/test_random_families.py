"""Random networks have the published statistics."""

import numpy as np
import pytest

from hf_mathseq.networks.families import FAMILIES, NetworkLaw
from hf_mathseq.networks.labelled import labels_of
from hf_mathseq.networks.outcomes import ALL_VERTICES
from hf_mathseq.networks.repair import repaired
from hf_mathseq.networks.scale_free import scale_free
from hf_mathseq.networks.small_world import small_world

nx = pytest.importorskip("networkx")

S, TINY, SMALL = ((32, 64), (2.0, 4.0)), ((4, 8), (1.2, 2.5)), ((8, 16), (2.0, 4.0))


def drawn(count, family, nodes, ratios, seed=0, **options):
    return NetworkLaw(family, nodes, ratios, **options).draw(np.random.default_rng(seed), count)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("nodes", "ratios"), [S, TINY, SMALL])
def test_networks_are_valid(family, nodes, ratios):
    graphs = drawn(300, family, nodes, ratios)
    assert set(graphs.sizes) <= set(range(nodes[0], nodes[1] + 1))
    assert not (graphs.links & ~graphs.used_rows[:, :, None]).any()
    assert not (graphs.links & ~graphs.used_columns[:, None, :]).any()
    own = np.arange(graphs.order)
    assert not graphs.links[:, own + 1, own].any()
    assert (graphs.links[:, 0, :-1].sum(axis=1) == 1).all()
    assert (graphs.links[:, 1:, -1].sum(axis=1) == 1).all()
    assert not graphs.links[:, 0, -1].any()
    counts, edges = graphs.edges()
    owner = np.repeat(np.arange(len(graphs)), counts)
    order = np.lexsort((edges[:, 1], edges[:, 0], owner))
    assert (order == np.arange(len(edges))).all()


# The rates of the specification, measured there on 2,000 to 4,000 networks of each kind: share of
# networks in which every vertex drains, and mean number of edges.
@pytest.mark.parametrize(
    ("family", "nodes", "ratios", "rate", "edges"),
    [
        ("erdos", *S, 0.166, 146),
        ("gnm", *S, 0.156, 146),
        ("small_world", *S, 0.168, 123),
        ("scale_free", *S, 0.003, 77),
        ("erdos", (24, 32), (2.0, 4.0), 0.325, None),
        ("erdos", *SMALL, 0.65, None),
        ("erdos", *TINY, 0.54, None),
        ("erdos", (6, 12), (1.5, 3.0), 0.50, None),
    ],
)
def test_rates_are_the_published_ones(family, nodes, ratios, rate, edges):
    graphs = drawn(3000, family, nodes, ratios)
    found = labels_of(graphs, ALL_VERTICES).mean()
    assert abs(found - rate) < 4 * (2 * rate * (1 - rate) / 3000) ** 0.5 + 0.002
    if edges:
        assert graphs.links.sum() / len(graphs) == pytest.approx(edges, rel=0.015)


def test_repairs_add_as_many_edges_as_published():
    graphs = drawn(3000, "erdos", *S)
    broken = graphs.take(~labels_of(graphs, ALL_VERTICES))
    fixed = repaired(np.random.default_rng(1), broken)
    assert labels_of(fixed, ALL_VERTICES).all()
    assert not (broken.links & ~fixed.links).any()
    added = (fixed.links & ~broken.links).sum(axis=(1, 2))
    assert np.mean(added) == pytest.approx(5.3, rel=0.1)
    assert np.median(added) == 3
    assert np.percentile(added, 99) == pytest.approx(48, rel=0.25)
    # Only undrained vertices get edges.
    gained = (fixed.links & ~broken.links).any(axis=2)
    assert not (gained & broken.drained()).any()


def test_repairs_anywhere():
    graphs = drawn(300, "erdos", *TINY)
    fixed = repaired(np.random.default_rng(1), graphs, anywhere=True)
    assert labels_of(fixed, ALL_VERTICES).all()
    assert not (fixed.links & ~(fixed.used_rows[:, :, None] & fixed.used_columns[:, None])).any()
    gained = (fixed.links & ~graphs.links).any(axis=2)
    assert (gained & graphs.drained()).any()


def degrees(matrices):
    """Return the mean over networks of the sorted out- and in-degrees."""
    return [np.sort(matrices.sum(axis=axis), axis=1).mean(axis=0) for axis in (1, 2)]


def test_scale_free_growth_is_that_of_networkx():
    n, m, count = 24, 60, 600
    ours = scale_free(np.random.default_rng(0), np.full(count, n), np.full(count, m), n)
    theirs = np.zeros((count, n, n), dtype=np.bool_)
    for seed, matrix in enumerate(theirs):
        graph = nx.scale_free_graph(
            n, 0.9 * n / m, (m - n) / m, 0.1 * n / m, delta_in=0.2, delta_out=0, seed=seed
        )
        for u, v in graph.edges():
            matrix[u, v] = u != v
    assert ours.sum() == pytest.approx(theirs.sum(), rel=0.03)
    for own, other in zip(degrees(ours), degrees(theirs), strict=True):
        assert np.abs(own - other).max() < 0.35


@pytest.mark.parametrize("rewiring", [0.0, 0.3, 1.0])
def test_small_worlds_are_those_of_networkx(rewiring):
    n, m, count = 20, 50, 500
    ours = small_world(np.random.default_rng(0), np.full(count, n), np.full(count, m), n, rewiring)
    assert not (ours & ours.transpose(0, 2, 1)).any()
    joined = ours | ours.transpose(0, 2, 1)
    theirs = np.stack(
        [
            nx.to_numpy_array(nx.watts_strogatz_graph(n, 2 * m // n, rewiring, seed=s), dtype=bool)
            for s in range(count)
        ]
    )
    assert (joined.sum(axis=(1, 2)) == theirs.sum(axis=(1, 2))).all()
    assert np.abs(degrees(joined)[0] - degrees(theirs)[0]).max() < 0.25
    assert np.abs(joined.mean(axis=0) - theirs.mean(axis=0)).max() < 0.12
    # Both directions are as likely.
    forward = np.triu(ours).sum() / ours.sum()
    assert forward == pytest.approx(0.5, abs=0.02)


def test_several_intakes_and_excretions():
    graphs = drawn(500, "gnm", *SMALL, intakes=(2, 3), excretions=(5, 20))
    assert set(graphs.links[:, 0].sum(axis=1)) == {2, 3}
    found = graphs.links[:, 1:, -1].sum(axis=1)
    assert (found >= 5).all()
    assert (found <= graphs.sizes).all()
    assert (found == graphs.sizes).any()
