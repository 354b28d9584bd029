from fractions import Fraction

import numpy as np
import pytest
from worked_networks import IDS, WORKED, network_of

from hf_mathseq.networks import (
    Network,
    NetworkError,
    NoEquilibriumError,
    edge_fluxes,
    exact_levels,
    levels,
)
from hf_mathseq.networks.levels import accumulation_rate, total_excretion, total_intake


@pytest.mark.parametrize("case", WORKED, ids=IDS)
def test_worked_levels(case):
    network = network_of(case)
    expected_rate = pytest.approx(float(Fraction(case["accumulation_rate"])), rel=1e-12)
    assert accumulation_rate(network) == expected_rate
    if case["equilibrium"] is None:
        for method in (levels, exact_levels):
            with pytest.raises(NoEquilibriumError, match="no path to the excretion"):
                method(network)
        return
    exact = [Fraction(level) for level in case["equilibrium"]]
    assert exact_levels(network) == exact
    found = levels(network)
    assert found.tolist() == pytest.approx([float(level) for level in exact], rel=1e-12)
    assert [level == 0 for level in found] == [level == 0 for level in exact]
    fluxes = [float(Fraction(flux)) for _, _, flux in case["edge_fluxes"]]
    assert edge_fluxes(network, found).tolist() == pytest.approx(fluxes, rel=1e-12)
    assert total_intake(network) == pytest.approx(float(Fraction(case["total_intake"])))
    expected = pytest.approx(float(Fraction(case["total_excretion"])), rel=1e-12)
    assert total_excretion(network, found) == expected


def random_network(rng, n, weights=99):
    """Return a network whose vertices all drain through a random tree."""
    pairs = {(int(rng.integers(0, v)), v) for v in range(1, n + 1)}
    pairs |= {(v, int(rng.integers(v + 1, n + 2))) for v in range(1, n + 1)}
    pairs |= {(int(u), int(v)) for u, v in rng.integers(1, n + 1, (n, 2)) if u != v}
    return Network(n, tuple((u, v, int(rng.integers(1, weights + 1))) for u, v in pairs))


@pytest.mark.parametrize("n", [1, 10, 40])
def test_levels_agree_with_exact_ones(n):
    network = random_network(np.random.default_rng(n), n)
    exact = np.array([float(level) for level in exact_levels(network)])
    np.testing.assert_allclose(levels(network), exact, rtol=1e-12)
    assert total_excretion(network, exact) == pytest.approx(total_intake(network), rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_slow_exits_cost_no_digits(seed):
    """Solving the equations in floating point is wrong by a factor here."""
    rng = np.random.default_rng(seed)
    drawn = random_network(rng, 8)
    both_ways = {(v, u) for u, v, _ in drawn.edges if u and v <= 8}
    edges = {(u, v): 10 ** rng.uniform(-3, 3) for u, v, _ in drawn.edges}
    edges |= {pair: 10 ** rng.uniform(-3, 3) for pair in both_ways}
    edges |= {(u, v): 10 ** rng.uniform(-20, -15) for u, v in edges if v == 9}
    network = Network(8, tuple((u, v, f) for (u, v), f in edges.items()))
    exact = np.array([float(level) for level in exact_levels(network)])
    np.testing.assert_allclose(levels(network), exact, rtol=1e-14)


def test_large_sparse_networks_are_solved_at_once():
    n = 1500
    rng = np.random.default_rng(0)
    back = {(v, int(rng.integers(max(1, v - 20), v))) for v in range(2, n + 1, 3)}
    network = Network(n, tuple(sorted({(v, v + 1) for v in range(n + 1)} | back)))
    found = levels(network)
    assert total_excretion(network, found) == pytest.approx(1, rel=1e-10)


def test_scaling_all_coefficients_changes_no_level():
    network = random_network(np.random.default_rng(1), 12)
    scaled = Network(12, tuple((u, v, 3.5 * f) for u, v, f in network.edges))
    np.testing.assert_allclose(levels(scaled), levels(network), rtol=1e-12)


def test_levels_follow_the_intake():
    network = random_network(np.random.default_rng(2), 12)
    fed = Network(12, tuple((u, v, f if u else 7 * f) for u, v, f in network.edges))
    np.testing.assert_allclose(levels(fed), 7 * levels(network), rtol=1e-12)


def test_an_unfed_network_is_empty():
    assert levels(Network(2, ((1, 2), (2, 3)))).tolist() == [0.0, 0.0]


def test_coefficients_at_the_ends_of_the_range_of_doubles():
    smallest, large = 5e-324, 1e307
    edges = ((0, 1), (1, 2), (2, 1), (2, 3))
    for f in (smallest, large):
        assert levels(Network(2, tuple((*edge, f) for edge in edges))).tolist() == [2, 1]
    assert levels(Network(1, ((0, 1, 3 * smallest), (1, 2, smallest)))).tolist() == [3]


@pytest.mark.parametrize("rates", [(1e200, 1e-200), (5e-324, 1e307), (1e307, 5e-324)])
def test_levels_beyond_doubles_are_refused(rates):
    network = Network(2, ((0, 1, rates[0]), (1, 2), (2, 3, rates[1])))
    with pytest.raises(NetworkError, match="exact_levels"):
        levels(network)
    assert exact_levels(network)[1] == Fraction(rates[0]) / Fraction(rates[1])
