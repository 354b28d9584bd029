"""Batches agree with single networks, whatever else is in them."""

import numpy as np
import pytest
from worked_networks import WORKED, network_of

from hf_mathseq.networks import (
    LABEL_RULES,
    Network,
    NoEquilibriumError,
    has_equilibrium_label,
    levels,
    renumbered,
)
from hf_mathseq.networks.batches import batches, stacked
from hf_mathseq.networks.graph_levels import graph_levels, stuck

ROWS = [{"n": case["n"], "edges": case["edges"]} for case in WORKED]


@pytest.mark.parametrize("rule", LABEL_RULES)
def test_labels_of_a_batch(rule):
    expected = [has_equilibrium_label(network_of(case), rule) for case in WORKED]
    assert (~stuck(stacked(ROWS)[0], rule).any(axis=1)).tolist() == expected


def test_vertices_without_path():
    for case, found in zip(WORKED, stuck(stacked(ROWS)[0]), strict=True):
        intake = [] if case["intake_reaches_excretion"] else [0]
        assert np.flatnonzero(found).tolist() == intake + case["trapped"]


def test_levels_of_a_batch():
    for case, found in zip(WORKED, graph_levels(*stacked(ROWS)), strict=True):
        try:
            expected = levels(network_of(case))
        except NoEquilibriumError:
            assert np.isnan(found).all()
            continue
        assert found[: case["n"]].tolist() == pytest.approx(expected.tolist(), rel=1e-12)
        assert ((found[: case["n"]] == 0) == (expected == 0)).all()
        assert not found[case["n"] :].any()


@pytest.mark.parametrize(("n", "weighted"), [(8, True), (12, True), (32, False)])
def test_levels_of_networks_that_drain_slowly(n, weighted):
    """Linear equations in doubles are wrong by a factor here, or singular."""
    rng = np.random.default_rng(n)
    networks = []
    for _ in range(8):
        edges = [(v, v + 1, 1) for v in range(n + 1)]
        edges += [
            (v, w, int(rng.integers(80, 100)) if weighted else 1)
            for v in range(2, n + 1)
            for w in range(max(1, v - 3), v)
        ]
        drawn = Network(n, tuple(edges))
        networks.append(renumbered(drawn, (rng.permutation(n) + 1).tolist()))
    rows = [{"n": n, "edges": network.edges} for network in networks]
    expected = np.array([levels(network) for network in networks])
    np.testing.assert_allclose(graph_levels(*stacked(rows)), expected, rtol=1e-12)


def test_batches_hold_every_row_once(monkeypatch):
    monkeypatch.setattr("hf_mathseq.networks.batches.MAX_ENTRIES", 300)
    found = list(batches(ROWS))
    assert sorted(i for members, _, _ in found for i in members) == list(range(len(ROWS)))
    assert len(found) > 5
    for members, graphs, coefficients in found:
        assert coefficients.size <= 300
        assert graphs.sizes.tolist() == [ROWS[i]["n"] for i in members]
        assert (coefficients.sum(axis=(1, 2)) > 0).all()
