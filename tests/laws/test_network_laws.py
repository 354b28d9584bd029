"""Random networks follow their laws, against all networks that a generator can draw."""

import numpy as np
import pytest
from laws.networks import (
    balanced,
    edge_numbers,
    edge_places,
    grown,
    hard_classes,
    repairs,
    rewired_rings,
    scale_free_growth,
    sizes_and_edges,
    small_worlds,
    weights,
)
from levels import CERTAIN, LEAST, SEED

from hf_mathseq.networks.families import FAMILIES


def rng():
    return np.random.default_rng(SEED)


@pytest.mark.parametrize("family", FAMILIES)
def test_sizes_edges_and_ends(family):
    found = list(sizes_and_edges(family, rng(), 3_000, (1.2, 2.5)))
    assert len(found) == (9 if family in ("erdos", "gnm") else 5)
    assert all(one.p > LEAST for one in found)


@pytest.mark.parametrize("family", ["erdos", "gnm"])
def test_other_numbers_of_edges_are_noticed(family):
    found = sizes_and_edges(family, rng(), 6_000, (1.2, 2.5), claimed=(1.3, 2.7))
    assert min(one.p for one in found) < CERTAIN


def test_enumerated_laws_are_complete():
    laws = [
        rewired_rings(4, 0.3),
        grown(5, 0.9, 0.2),
        edge_numbers("erdos", 4, 1.0, 2.0),
        edge_numbers("gnm", 4, 1.0, 2.0),
    ]
    for law in laws:
        assert sum(law.values()) == pytest.approx(1)
    assert edge_numbers("gnm", 4, 1.0, 2.0) == {4: 0.125, 5: 0.25, 6: 0.25, 7: 0.25, 8: 0.125}


def test_places_of_edges():
    assert edge_places(rng(), 4_000).p > LEAST


@pytest.mark.parametrize("rewiring", [0.0, 0.3, 1.0])
def test_small_worlds(rewiring):
    assert small_worlds(rng(), 4_000, rewiring, rewiring).p > LEAST


def test_other_rewiring_is_noticed():
    assert small_worlds(rng(), 4_000, 0.3, 0.4).p < CERTAIN


def test_scale_free_growth():
    assert scale_free_growth(rng(), 4_000).p > LEAST
    assert scale_free_growth(rng(), 4_000, origin_share=0.85).p < CERTAIN
    assert scale_free_growth(rng(), 4_000, offset=0.4).p < CERTAIN


def test_coefficients():
    assert weights(rng(), 400).p > LEAST


def test_classes():
    assert repairs(rng(), 2_000, 0.4).p > LEAST
    assert repairs(rng(), 4_000, 0.5).p < CERTAIN
    assert balanced(rng(), 1_000, 0.5, 0.5).p > LEAST
    assert balanced(rng(), 2_000, 0.5, 0.6).p < CERTAIN
    assert hard_classes(rng(), 300).p == 1
