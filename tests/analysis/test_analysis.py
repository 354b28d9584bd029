"""What is said of systems: against NumPy on random matrices, and in words on known ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.analysis.regulator import regulator
from hf_mathseq.analysis.systems import analyse
from hf_mathseq.systems.own_input import own_system
from hf_mathseq.verdict import ProblemError

JORDAN = np.eye(5, k=1) - 0.5 * np.eye(5)


@given(seed=st.integers(0, 10**6), n=st.integers(1, 4), p=st.integers(0, 2))
@settings(max_examples=30, deadline=None)
def test_linear_systems_agree_with_numpy(seed, n, p):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(-9, 9, (n, n)) / 4, rng.integers(-3, 3, (n, p))
    found = analyse((a, b) if p else a, point=rng.integers(-3, 3, n + p).tolist())
    np.testing.assert_array_equal(found.jacobian, a)
    np.testing.assert_array_equal(found.inputs, b.reshape(n, p))
    expected = sorted(np.linalg.eigvals(a), key=lambda value: value.real)
    np.testing.assert_allclose(
        sorted(value.real for value in found.spectrum.values),
        [value.real for value in expected],
        atol=1e-3,  # of NumPy's, where eigenvalues coincide
    )
    low, high = found.spectrum.speed
    assert low <= -expected[-1].real + 1e-3
    assert high >= -expected[-1].real - 1e-3
    if p:
        columns = [np.linalg.matrix_power(a, k) @ b for k in range(n)]
        assert found.reach.rank == np.linalg.matrix_rank(np.hstack(columns))
        assert np.abs(found.reach.uncontrollable @ np.hstack(columns)).max(initial=0) < 1e-9
        if found.feedback is not None:
            assert np.linalg.eigvals(a + b @ found.feedback.gain).real.max() < 0
        else:
            assert found.reach.rank < n


@pytest.mark.parametrize(
    ("system", "stability"),
    [
        (JORDAN, "stable"),
        (JORDAN + 0.5 * np.eye(5), "marginal"),
        (JORDAN + 0.75 * np.eye(5), "unstable"),
        ([[0, 1], [-1, 0]], "marginal"),
        ([[0, 0], [0, 0]], "marginal"),
        ("x'' = -x - 10^(-30)*x'", "stable"),
        ("x' = 10^(-40)*x", "unstable"),
        ("x' = y + 10^(-40)*x; y' = -x", "unstable"),
    ],
)
def test_stability_near_the_boundary(system, stability):
    assert analyse(system).spectrum.stability == stability


def test_an_unstable_pendulum_in_words():
    assert str(analyse("θ'' = -sin(θ) - θ'/2 at (pi, 0)")).splitlines() == [
        "θ'' = -sin(θ) - θ'/2",
        "at θ = 3.14159, θ' = 0",
        "",
        "eigenvalues  0.780776, -1.28078",
        "unstable: eigenvalue +0.780776",
    ]


def test_what_no_control_reaches_in_words():
    text = str(analyse("x' = 10*(y - x) + u; y' = x*(28 - z) - y; z' = x*y - 8/3*z"))
    assert "they reach 2 of 3 directions; not influenced: z (eigenvalues -2.66667)" in text
    assert "  u = -23.7117 x - 18.4906 y" in text
    text = str(analyse("θ'' = -sin(θ) + u; φ'' = -sin(φ) + u"))
    assert "not influenced: θ - φ; θ' - φ' (eigenvalues i, -i)" in text
    assert text.endswith("no gain stabilises")


def test_a_gain_is_about_the_point():
    found = analyse("y' = v; v' = 10 - i^2/y^2; i' = u - i at (1, 0, sqrt(10), sqrt(10))")
    assert "controllable: they reach every direction" in str(found)
    assert "  u = 3.16228 + 37.6121 (y - 1) + 8.46662 v - 9.44487 (i - 3.16228)" in str(found)
    closed = np.linalg.eigvals((found.jacobian + found.inputs @ found.feedback.gain).real)
    assert closed.real.max() == pytest.approx(-1.37521, abs=1e-4)


def test_points_that_are_no_equilibrium():
    text = str(analyse("x' = 1 - x"))
    assert "no equilibrium: the right-hand sides are 1 there" in text
    assert "no equilibrium" not in str(analyse("x' = 1 - x at (1)"))


def test_complex_derivatives():
    text = str(analyse("x' = sqrt(x)*y; y' = x - u at (-1, 1)"))
    assert "0.685365 + 0.479538i" in text
    assert "controls are not analysed: there are derivatives that are not real" in text


def test_every_way_to_give_a_system_has_one_analysis():
    text = "x' = sin(x) - x*y + u; y' = x^2 - y"
    expected = str(analyse(text, (0, 0), controls="u"))
    assert str(analyse(own_system(text), point=(0, 0, 0))) == expected


@pytest.mark.parametrize(
    ("system", "point", "message"),
    [
        ("x' = ln(x)", 0, "has no value or no derivatives at the point"),
        ("x' = 1/x", None, "has no value or no derivatives at the point"),
        ("x' = sqrt(x)", (0,), "has no value or no derivatives at the point"),
        ("x' = exp(exp(exp(x)))", (9,), "has no value or no derivatives at the point"),
        ("x' = x at (1/0)", None, "the coordinate x of the point is no real number"),
        ("x' = x; y' = y at (0, sqrt(-2))", None, "the coordinate y of the point is no real"),
        (f"x' = 1{'0' * 400}*x*x", (1,), "beyond the range of floating point"),
        ("x' = t*x", (0,), "depends on time"),
        ("x' = x", (1, 2), "the point has 2 coordinates, not 1"),
        (np.eye(13), None, "13 states and 0 controls; at most 12 states"),
        (None, None, "no system was given"),
    ],
)
def test_bad_input_is_one_clear_line(system, point, message):
    with pytest.raises(ProblemError, match=message) as caught:
        analyse(system, point)
    assert "\n" not in str(caught.value)


@given(seed=st.integers(0, 10**6), n=st.integers(1, 8), p=st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_regulators_of_random_pairs_stabilise(seed, n, p):
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(n, n)), rng.normal(size=(n, p))
    gain = regulator(a, b)
    assert np.linalg.eigvals(a + b @ gain).real.max() < 0


def test_no_regulator_for_what_cannot_be_moved():
    assert regulator(np.zeros((2, 2)), np.zeros((2, 1))) is None


@pytest.mark.parametrize(
    ("system", "near", "point"),
    [
        (
            "x' = 10*(y - x); y' = x*(28 - z) - y; z' = x*y - 8/3*z",
            (8, 8, 20),
            [72**0.5] * 2 + [27],
        ),
        ("x' = -y - z; y' = x + y/5; z' = 1/5 + z*(x - 5.7)", 0, [0.0070262, -0.035131, 0.035131]),
        ("θ'' = -sin(θ) - θ'", (3, 0.1), [np.pi, 0]),
        ("x' = u - x^3", (1, 8), [2, 8]),
        ("x' = exp(x) - 5", (-1,), [np.log(5)]),
        ("x' = y; y' = 0*x", (1, 1), [1, 0]),
    ],
)
def test_equilibria_are_found_near_a_point(system, near, point):
    found = analyse(system, near, search=True)
    np.testing.assert_allclose(found.point.real, point, rtol=1e-5, atol=1e-12)
    assert found.at_rest


@pytest.mark.parametrize("system", ["x' = x^2 + 1", "x' = ln(x)", "x' = 1", "x' = exp(999*exp(x))"])
def test_no_equilibrium(system):
    with pytest.raises(ProblemError, match="no equilibrium was found near the point"):
        analyse(system, search=True)
