"""Batches agree with single networks, whatever else is in them."""

import numpy as np
import pytest
from worked_networks import WORKED, network_of

from hf_mathseq.networks import (
    LABEL_RULES,
    NoEquilibriumError,
    has_equilibrium_label,
    levels,
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


def test_batches_hold_every_row_once(monkeypatch):
    monkeypatch.setattr("hf_mathseq.networks.batches.MAX_ENTRIES", 300)
    found = list(batches(ROWS))
    assert sorted(i for members, _, _ in found for i in members) == list(range(len(ROWS)))
    assert len(found) > 5
    for members, graphs, coefficients in found:
        assert coefficients.size <= 300
        assert graphs.sizes.tolist() == [ROWS[i]["n"] for i in members]
        assert (coefficients.sum(axis=(1, 2)) > 0).all()
