from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked_networks import IDS, WORKED, network_of

from hf_mathseq.networks import (
    Network,
    Outcome,
    has_equilibrium_label,
    offending_path,
    outcome,
    reachable,
    trapped,
)
from hf_mathseq.suggestions import UserError


@pytest.mark.parametrize("case", WORKED, ids=IDS)
def test_worked_outcomes(case):
    network = network_of(case)
    assert outcome(network) == case["status"]
    assert has_equilibrium_label(network) == case["label"]
    assert has_equilibrium_label(network, "reachable") == case["label_reachable_rule"]
    assert trapped(network) == case["trapped"]
    assert reachable(network) == case["reachable_from_intake"]


@st.composite
def networks(draw):
    n = draw(st.integers(1, 7))
    pairs = [(u, v) for u in range(n + 1) for v in range(1, n + 2) if u != v]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3 * n))
    return Network(n, tuple(chosen))


@given(networks())
def test_the_rank_of_the_jacobian_agrees(network):
    matrix = network.jacobian()
    rank = np.linalg.matrix_rank(matrix)
    augmented = np.linalg.matrix_rank(np.column_stack([matrix, network.intake()]))
    expected = Outcome.UNIQUE if rank == network.n else Outcome.NON_UNIQUE
    assert outcome(network) is (expected if augmented == rank else Outcome.NONE)


@given(networks())
def test_a_path_is_shown_when_there_is_no_equilibrium(network):
    path = offending_path(network)
    assert bool(path) == (outcome(network) is Outcome.NONE)
    if path:
        edges = {(u, v) for u, v, _ in network.edges}
        assert path[0] == 0
        assert path[-1] in trapped(network)
        assert all(pair in edges for pair in pairwise(path))


def test_unknown_rules_are_refused():
    with pytest.raises(UserError, match="did you mean 'reachable'"):
        has_equilibrium_label(Network(1, ((0, 1), (1, 2))), "reachible")


def test_long_chains():
    n = 5000
    assert outcome(Network(n, tuple((v, v + 1) for v in range(n + 1)))) is Outcome.UNIQUE
