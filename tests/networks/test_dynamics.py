from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked_networks import IDS, WORKED, network_of

from hf_mathseq.networks import Network, NetworkError, NoEquilibriumError, levels
from hf_mathseq.networks.dynamics import sensitivities, trajectory

SOLVED = [case for case in WORKED if case["equilibrium"] and case["status"] == "unique"]
SOLVED_IDS = [case["id"] for case in SOLVED]


@pytest.mark.parametrize("case", WORKED, ids=IDS)
def test_the_empty_network_runs_into_the_canonical_equilibrium(case):
    network = network_of(case)
    late = trajectory(network, [1e5])[0]
    if case["equilibrium"] is not None:
        np.testing.assert_allclose(late, levels(network), rtol=1e-6, atol=1e-9)
        return
    growth = (trajectory(network, [2e5])[0] - late).sum() / 1e5
    assert growth == pytest.approx(float(Fraction(case["accumulation_rate"])), rel=1e-6)


def test_one_vertex_follows_its_closed_form():
    network = Network(1, ((0, 1, 3), (1, 2, 0.5)))
    times = np.array([0.0, 0.1, 1.0, 10.0, 100.0])
    expected = 6 + (2 - 6) * np.exp(-0.5 * times)
    np.testing.assert_allclose(trajectory(network, times, [2.0])[:, 0], expected, rtol=1e-13)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(1e-3, 1e3))
def test_trajectories_agree_with_scipy(seed, time):
    linalg = pytest.importorskip("scipy.linalg")
    rng = np.random.default_rng(seed)
    network = random_network(rng, 5)
    system = np.zeros((6, 6))
    system[:5, :5], system[:5, 5] = network.jacobian(), network.intake()
    start = rng.random(5)
    expected = (linalg.expm(system * time) @ np.append(start, 1))[:5]
    found = trajectory(network, time, start)[0]
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)
    assert (found >= 0).all()


def random_network(rng, n):
    pairs = [(u, v) for u in range(n + 1) for v in range(1, n + 2) if u != v and rng.random() < 0.4]
    return Network(n, tuple((u, v, float(rng.uniform(0.1, 5))) for u, v in pairs))


def test_fast_and_slow_rates_together():
    network = Network(2, ((0, 1, 1), (1, 2, 1e6), (2, 1, 1e6), (2, 3, 1e-3)))
    found = trajectory(network, [1.0, 1e3, 1e5])
    total = 2e3 * (1 - np.exp(-np.array([1.0, 1e3, 1e5]) * 1e-3 / 2))
    np.testing.assert_allclose(found.sum(axis=1), total, rtol=1e-4)


@pytest.mark.parametrize(
    ("times", "start"), [([-1.0], None), ([np.nan], None), ([1.0], [1.0]), ([1.0], [-1.0, 0.0])]
)
def test_strange_times_and_starts_are_refused(times, start):
    with pytest.raises(NetworkError):
        trajectory(Network(2, ((0, 1), (1, 2), (2, 3))), times, start)


@pytest.mark.parametrize("case", SOLVED, ids=SOLVED_IDS)
def test_sensitivities_are_derivatives(case):
    network = network_of(case)
    found = sensitivities(network)
    for k, (u, v, f) in enumerate(network.edges):
        step = 1e-5 * f
        more, less = (
            levels(Network(network.n, [*network.edges[:k], (u, v, f + s), *network.edges[k + 1 :]]))
            for s in (step, -step)
        )
        scale = np.abs(found[:, k]).max() + 1e-12
        np.testing.assert_allclose(
            found[:, k], (more - less) / (2 * step), atol=1e-6 * scale + 1e-7
        )


def test_edges_that_are_not_there():
    network = Network(3, ((0, 1), (1, 4), (2, 4, 2)))
    found = sensitivities(network, [(1, 2), (0, 1), (2, 1)])
    # From vertex 1 to the unfed vertex 2: x1 = 1/(1 + e), x2 = e x1 / 2.
    assert found[:, 0].tolist() == [-1.0, 0.5, 0.0]
    assert found[:, 1].tolist() == [1.0, 0.0, 0.0]
    assert not found[:, 2].any()


def test_edges_that_would_leave_no_equilibrium():
    network = Network(3, ((0, 1), (1, 4), (2, 4, 2)))
    with pytest.raises(NoEquilibriumError, match="1 -> 3 there is no equilibrium"):
        sensitivities(network, [(1, 3)])
    with pytest.raises(NetworkError, match="loop"):
        sensitivities(network, [(1, 1)])


def test_raising_all_coefficients_changes_nothing():
    network = network_of(SOLVED[6])
    coefficients = np.array([float(f) for _, _, f in network.edges])
    np.testing.assert_allclose(sensitivities(network) @ coefficients, 0, atol=1e-12)


@pytest.mark.parametrize("exit_rate", [1e-200, 1e-17])
def test_sensitivities_that_would_be_noise_are_refused(exit_rate):
    network = Network(2, ((0, 1), (1, 2), (2, 1), (2, 3, exit_rate)))
    with pytest.raises(NetworkError, match="drains too slowly"):
        sensitivities(network)


@pytest.mark.parametrize(("rate", "time"), [(1e300, 1e10), (1, 1e308)])
def test_trajectories_beyond_doubles_are_refused(rate, time):
    with pytest.raises(NetworkError, match="range of doubles"):
        trajectory(Network(1, ((0, 1), (1, 2, rate))), [time])


@pytest.mark.parametrize("times", [["soon"], [[1.0, 2.0]], [1j]])
def test_times_that_are_no_list_of_numbers(times):
    with pytest.raises(NetworkError, match="times"):
        trajectory(Network(1, ((0, 1), (1, 2))), times)
