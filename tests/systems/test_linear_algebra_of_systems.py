"""Speeds, ranks and gains of many systems, and when clean labels are in doubt."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.systems.controllable_parts import clean_dimensions, generic_dimensions
from hf_mathseq.systems.gains import (
    closed_loop_speeds,
    exact_gramians,
    feedback_gains,
    normalised_pairs,
    trapezoidal_gramians,
)
from hf_mathseq.systems.kalman import UNDECIDED, clean_ranks, uncontrollable_dimensions
from hf_mathseq.systems.spectra import convergence_speeds, speed_ranges


def padded(matrices, shape):
    stack = np.zeros((len(matrices), *shape), dtype=complex)
    for place, matrix in zip(stack, matrices, strict=True):
        rows, columns = np.shape(matrix)
        place[:rows, :columns] = matrix
    return stack


def test_convergence_speeds_of_different_sizes():
    matrices = [[[-2.0]], [[0, 1], [-1, -2]], [[0, 1], [-1, 0]], [[1j, 0], [5, -0.25]]]
    degrees = np.array([len(matrix) for matrix in matrices])
    speeds = convergence_speeds(padded(matrices, (3, 3)), degrees)
    np.testing.assert_allclose(speeds, [2, 1, 0, 0], atol=1e-7)


@pytest.mark.parametrize(
    ("matrix", "least", "most"),
    [
        ([[-1.0, 2.0], [0.5, -3.0]], 0, 1e-9),
        ([[1, 3], [-3, -5]], 1e-7, 1e-3),
        ([[1e-17, 1], [0, -1]], 1e-14, 1e-12),
        ([[1e11, 0], [0, -1]], np.inf, np.inf),
        ([[np.finfo(float).max, 0], [0, -1]], np.inf, np.inf),
    ],
)
def test_ranges_grow_with_doubt(matrix, least, most):
    """A defective spectrum moves by a root of the perturbation; huge entries are never trusted."""
    stack = np.array([matrix], dtype=complex)
    degrees = np.array([len(matrix)])
    low, high = speed_ranges(stack, degrees, convergence_speeds(stack, degrees))
    exact = -np.linalg.eigvals(np.array(matrix)).real.max()
    assert low[0] <= exact <= high[0]
    assert least <= high[0] - low[0] <= most


def chain(scale):
    """Return a chain of integrators with a control at its end, and the same without the control."""
    joint = np.zeros((3, 4))
    joint[0, 1] = joint[1, 2] = 1.0
    joint[2, 3] = scale
    return joint


@pytest.mark.parametrize("scale", [1.0, 1e-7, 1e6])
def test_clean_dimensions_do_not_depend_on_units(scale):
    stack, n, p = chain(scale)[None], np.array([3]), np.array([1])
    assert uncontrollable_dimensions(stack, n, p, clean=True) == [0]
    published = uncontrollable_dimensions(stack, n, p, clean=False)
    assert published == [3 if scale == 1e-7 else 0]


def test_ranks_by_hand():
    joints = [chain(1.0), chain(0.0), chain(1.0), chain(1.0)]
    joints[2][1, 2] = 0.0
    joints[3][0, 1] = 1e11
    stack, n, p = np.array(joints), np.full(4, 3), np.ones(4, dtype=int)
    assert list(uncontrollable_dimensions(stack, n, p, clean=False)) == [0, 3, 2, 0]
    assert list(uncontrollable_dimensions(stack, n, p, clean=True)) == [0, 3, 2, UNDECIDED]


def test_a_singular_value_in_the_gap_is_undecided():
    almost = np.array([[1.0, 1.0], [1.0, 1.0 + 1e-10]])
    assert list(clean_ranks(np.array([almost, np.ones((2, 2)), np.eye(2)]))) == [UNDECIDED, 1, 2]


def test_dimensions_by_a_growing_basis():
    """A chain of six with weak links: the Kalman matrix has singular values below 1e-12."""
    weak = np.zeros((1, 6, 7))
    for i in range(6):
        weak[0, i, i], weak[0, i, i + 1] = -0.1 * i, 1e-3
    n, p = np.array([6]), np.array([1])
    assert uncontrollable_dimensions(weak, n, p, clean=True) == [0]
    assert uncontrollable_dimensions(weak, n, p, clean=False) == [4]
    weak[0, 2, 3] = 0
    assert uncontrollable_dimensions(weak, n, p, clean=True) == [3]


def test_deficiencies_by_values_alone_are_in_doubt():
    """Two equal modes with one control: their difference is not controllable, but only just."""
    joint = np.array([[[-1.0, 0, 1], [0, -1.0, 1]], [[-1.0, 0, 1], [0, -1.0, 0]]])
    n, p = np.array([2, 2]), np.array([1, 1])
    assert list(uncontrollable_dimensions(joint, n, p, clean=False)) == [1, 1]
    assert list(uncontrollable_dimensions(joint, n, p, clean=True)) == [UNDECIDED, 1]


@given(st.integers(0, 2**32), st.integers(2, 6), st.integers(1, 3))
def test_changing_units_changes_no_dimension(seed, n, p):
    rng = np.random.default_rng(seed)
    zeros = rng.random((1, n, n + p)) < 0.6
    joint = np.where(zeros, 0, rng.uniform(0.5, 2, (1, n, n + p)))
    units = 10.0 ** rng.uniform(-3, 3, n)
    moved = joint / units[:, None]
    moved[:, :, :n] *= units
    found = [clean_dimensions(part[:, :, :n], part[:, :, n:]) for part in (joint, moved)]
    assert found[0][0] == found[1][0]
    assert found[0][0] == generic_dimensions(~zeros)
    assert found[0][1].all()


def random_pairs(count, n, p):
    rng = np.random.default_rng(3)
    return normalised_pairs(rng.normal(size=(count, n, n)), rng.normal(size=(count, n, p)))


def test_gramians_against_a_fine_quadrature():
    a, b = random_pairs(20, 4, 2)
    assert np.allclose(np.linalg.norm(a, axis=(1, 2)), 1)
    nodes, weights = np.polynomial.legendre.leggauss(12)
    times, weights = (nodes + 1) / 2, weights / 2
    expected = np.zeros((20, 4, 4))
    for i in range(20):
        values, vectors = np.linalg.eig(a[i])
        for t, w in zip(times, weights, strict=True):
            flow = (vectors * np.exp(-t * values)) @ np.linalg.inv(vectors)
            expected[i] += w * (flow @ b[i] @ b[i].T @ flow.T).real
    np.testing.assert_allclose(exact_gramians(a, b), expected, rtol=1e-10, atol=1e-12)
    rough = trapezoidal_gramians(a, b)
    np.testing.assert_allclose(rough, expected, atol=1e-3 * np.abs(expected).max())


@pytest.mark.parametrize("exact", [True, False])
def test_gains_stabilise(exact):
    a, b = random_pairs(50, 3, 1)
    gains = feedback_gains(a, b, exact=exact)
    assert gains.shape == (50, 1, 3)
    assert (closed_loop_speeds(a, b, gains) > 0).mean() > 0.9


def test_one_singular_gramian_spoils_no_other():
    a, b = np.zeros((3, 2, 2)), np.array([np.eye(2), np.full((2, 2), 1e20), np.eye(2)])
    gains = feedback_gains(a, b, exact=True)
    assert np.isnan(gains[1]).all()
    np.testing.assert_allclose(gains[[0, 2]], -np.eye(2)[None] * np.ones((2, 1, 1)), rtol=1e-5)


NO_SPECTRUM = np.array([[np.inf, 1], [1, 1]])


def test_a_matrix_without_a_spectrum_spoils_no_other():
    """LAPACK raises for a whole stack where one matrix overflows or does not converge."""
    stack = np.array([np.eye(2), NO_SPECTRUM, -np.eye(2)])
    np.testing.assert_equal(convergence_speeds(stack, np.full(3, 2)), [-1, np.nan, 1])
    turning = np.array([NO_SPECTRUM + 1j, np.eye(2) + 1j])
    np.testing.assert_equal(convergence_speeds(turning, np.full(2, 2))[0], np.nan)
    low, high = speed_ranges(stack, np.full(3, 2), np.array([-1, np.nan, 1]))
    assert not low[1] > 0
    assert not high[1] < 0


def test_a_closed_loop_that_overflows_has_no_speed():
    largest = np.finfo(np.float64).max
    a, b = np.zeros((2, 1, 1)), np.array([[[1.0]], [[largest]]])
    speeds = closed_loop_speeds(a, b, np.array([[[-2.0]], [[-2.0]]]))
    np.testing.assert_equal(speeds, [2, np.nan])


@pytest.mark.parametrize("scale", [1e-170, 1.0, 1e170])
def test_ranks_do_not_hang_on_squares_that_overflow_or_vanish(scale):
    full = np.array([[[1.0, scale], [1.0, -scale]]])
    assert clean_ranks(full).tolist() == [2]
    assert clean_ranks(np.array([[[1.0, scale], [1.0, scale]]])).tolist() == [1]


def awkward(shape, seed):
    """Return matrices with entries from the least to the greatest double."""
    rng = np.random.default_rng(seed)
    tiny, largest = np.finfo(np.float64).tiny, np.finfo(np.float64).max
    entries = [0, 1, -1, largest, -largest, largest / 3, 1e200, 1e155, 1e-155, 1e-200, tiny, 5e-324]
    some = rng.choice(np.array(entries), shape)
    wide = rng.choice([-1, 1], shape) * 10.0 ** rng.uniform(-320, 308, shape)
    return np.where(rng.random((shape[0], 1, 1)) < 0.5, some, wide)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("seed", range(40))
def test_no_drawn_jacobian_ends_a_training(seed):
    """What labels systems takes every finite Jacobian; what it cannot judge is left out."""
    n, p, count = 1 + seed % 6, 1 + seed % 3, 32
    joint = awkward((count, n, n + p), seed)
    degrees, controls = np.full(count, n), np.full(count, p)
    for jacobians in (joint, joint + 1j * awkward(joint.shape, seed + 1000)):
        low, high = speed_ranges(jacobians, degrees, convergence_speeds(jacobians, degrees))
        assert not ((low > 0) & (high < 0)).any()
    a, b = normalised_pairs(joint[:, :, :n], joint[:, :, n:])
    for choice in (True, False):
        found = uncontrollable_dimensions(joint, degrees, controls, clean=choice)
        assert ((found >= UNDECIDED) & (found <= n)).all()
        gains = feedback_gains(a, b, exact=choice)
        finite = np.isfinite(gains).all(axis=(1, 2))
        closed_loop_speeds(a[finite], b[finite], gains[finite])
    assert (clean_ranks(joint) <= n).all()
