"""Both classes come in the wanted shares, and the hard set says nothing to simple rules."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.networks import Network, has_equilibrium_label, reachable, trapped
from hf_mathseq.networks.families import FAMILIES, NetworkLaw
from hf_mathseq.networks.hard import hard_pairs
from hf_mathseq.networks.labelled import LabelLaw, labels_of
from hf_mathseq.networks.outcomes import ALL_VERTICES, LABEL_RULES, REACHABLE

nx = pytest.importorskip("networkx")

S, TINY = ((32, 64), (2.0, 4.0)), ((4, 8), (1.2, 2.5))


def law(nodes, ratios, family="erdos", rule=ALL_VERTICES):
    return LabelLaw(NetworkLaw(family, nodes, ratios), rule)


def network_at(graphs, i):
    counts, edges = graphs.edges()
    start = counts[:i].sum()
    rows = edges[start : start + counts[i]].tolist()
    return Network(int(graphs.sizes[i]), tuple((u, v, 1) for u, v in rows))


@given(st.integers(0, 2**32), st.sampled_from(FAMILIES), st.sampled_from(LABEL_RULES))
@settings(max_examples=25, deadline=None)
def test_labels_and_sets_are_those_of_single_networks(seed, family, rule):
    graphs = NetworkLaw(family, (3, 70), (1.0, 2.5)).draw(np.random.default_rng(seed), 4)
    labels, drained, reached = labels_of(graphs, rule), graphs.drained(), graphs.reached()
    for i in range(len(graphs)):
        network = network_at(graphs, i)
        assert labels[i] == has_equilibrium_label(network, rule)
        stuck = np.flatnonzero(~drained[i, 1 : network.n + 1]) + 1
        assert stuck.tolist() == trapped(network)
        assert (np.flatnonzero(reached[i]) + 1).tolist() == reachable(network)


def test_released_shares_are_the_published_ones():
    rng = np.random.default_rng(0)
    assert law(*S).released(rng, 4000, 0.4).labels.mean() == pytest.approx(0.50, abs=0.025)
    kept = law(*S).released(rng, 8000, -1.0)
    assert kept.labels.mean() == pytest.approx(0.50, abs=0.035)
    assert not kept.repaired.any()
    assert law(*S).released(rng, 300, 1.0).labels.all()


@pytest.mark.parametrize(("nodes", "ratios"), [S, TINY])
def test_exact_balance(nodes, ratios):
    found = law(nodes, ratios).balanced(np.random.default_rng(0), 3000, 0.5)
    assert len(found.labels) == 3000
    assert found.labels.mean() == pytest.approx(0.5, abs=0.03)
    assert (labels_of(found.graphs, ALL_VERTICES) == found.labels).all()
    assert not (found.repaired & ~found.labels).any()
    assert law(nodes, ratios).balanced(np.random.default_rng(0), 200, 1.0).labels.all()


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("nodes", [(4, 8), (8, 16), (32, 64)])
@pytest.mark.parametrize("rule", LABEL_RULES)
def test_hard_pairs(family, nodes, rule):
    rng = np.random.default_rng(0)
    found = law(nodes, (2.0, 4.0), family, rule).hard(rng, 200)
    graphs = found.graphs
    assert len(graphs) > (0 if rule == REACHABLE else 40)
    assert (labels_of(graphs, rule) == found.labels).all()
    # Every vertex has an outgoing edge.
    assert (graphs.links.any(axis=2) | ~graphs.used_rows).all()
    assert found.labels.mean() == 0.5
    assert 0.3 < found.labels[: len(graphs) // 2].mean() < 0.7


@pytest.mark.parametrize("family", FAMILIES)
def test_hard_partners_differ_by_two_edges(family):
    graphs = NetworkLaw(family, (4, 20), (1.5, 3.0)).draw(np.random.default_rng(0), 200)
    without, with_one = hard_pairs(np.random.default_rng(1), graphs)
    assert (without.sizes == with_one.sizes).all()
    assert ((without.links & ~with_one.links).sum(axis=(1, 2)) == 1).all()
    assert ((with_one.links & ~without.links).sum(axis=(1, 2)) == 1).all()


def test_circles_of_hard_networks_are_closed_and_connected():
    graphs = NetworkLaw("erdos", *S).draw(np.random.default_rng(0), 200)
    without, with_one = hard_pairs(np.random.default_rng(1), graphs)
    assert labels_of(with_one, ALL_VERTICES).all()
    for i, n in enumerate(without.sizes):
        inner = nx.from_numpy_array(without.links[i, 1 : n + 1, :n], create_using=nx.DiGraph)
        excreting = np.flatnonzero(without.links[i, 1:, -1]).tolist()
        closed = [c for c in nx.attracting_components(inner) if not c & {*excreting}]
        assert len(closed) == 1
        assert 2 <= len(closed[0]) <= max(3, n // 8)


def best_threshold(values, labels):
    """Return the accuracy of the best rule on a single number."""
    return sum(
        max((labels & (values == v)).sum(), (~labels & (values == v)).sum())
        for v in np.unique(values)
    ) / len(labels)


@pytest.mark.parametrize(("nodes", "ratios"), [TINY, ((8, 16), (2.0, 4.0)), S])
def test_counts_tell_little_of_the_hard_set(nodes, ratios):
    found = law(nodes, ratios).hard(np.random.default_rng(0), 4000)
    links, labels = found.graphs.links, found.labels
    assert best_threshold(links.sum(axis=(1, 2)), labels) == 0.5
    assert best_threshold(found.graphs.sizes, labels) == 0.5
    assert best_threshold(links[:, :, -1].sum(axis=1), labels) < 0.52
    assert best_threshold((links[:, 1:].sum(axis=2) == 1).sum(axis=1), labels) < 0.64


def test_the_rule_that_the_released_set_gives_away():
    graphs = law(*S).released(np.random.default_rng(0), 4000, 0.4)
    exits = (graphs.graphs.links.any(axis=2) | ~graphs.graphs.used_rows).all(axis=1)
    assert (exits == graphs.labels).mean() == pytest.approx(0.997, abs=0.003)
