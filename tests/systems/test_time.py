"""Taylor coefficients in time, and controllability of systems that depend on it."""

from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import pytest

from hf_mathseq.symbolic.numeric_backends import precise
from hf_mathseq.systems.dual_rules import COMPLEX, REAL
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.jets import function, product, quotient
from hf_mathseq.systems.kalman import UNDECIDED
from hf_mathseq.systems.layout import read_system
from hf_mathseq.systems.precise_jets import precise_arithmetic, precise_blocks
from hf_mathseq.systems.shapes import Shapes
from hf_mathseq.systems.time_jets import Clock, time_gradients
from hf_mathseq.systems.time_rank import (
    CONTROLLABLE,
    NOT_CONTROLLABLE,
    controllable_in_time,
    published_times,
    spanning_blocks,
)
from hf_mathseq.systems.tree_text import read_infix_tree
from hf_mathseq.systems.words import UNARY, VARIABLES

DATA = Path(__file__).parents[1] / "data" / "differential_systems"
ORDERS = 6


def taylor(name, coefficients):
    """Return coefficients of a function of a polynomial, by mpmath's differences."""
    outer = {"ln": mpmath.log}.get(name) or getattr(mpmath, name)
    with mpmath.workdps(60):
        found = mpmath.taylor(
            lambda s: outer(mpmath.polyval(coefficients[::-1], s)), 0, ORDERS - 1, radius=1
        )
        return [complex(value) for value in found]


@pytest.mark.parametrize("name", UNARY)
@pytest.mark.parametrize("inner", [[0.3, 0.7, -0.2], [0.25 + 0.5j, -0.1, 0.4j], [2.5j, 0, 1]])
def test_functions_have_their_taylor_coefficients(name, inner):
    jet = np.zeros((ORDERS, 1), dtype=complex)
    jet[:3, 0] = inner
    values, slopes = function(name, jet, COMPLEX)
    np.testing.assert_allclose(values[:, 0], taylor(name, inner), rtol=1e-9, atol=1e-9)
    # v' = f'(u) u'
    left = np.arange(1, ORDERS) * values[1:, 0]
    steps = (np.arange(1, ORDERS) * jet[1:, 0])[:, None]
    np.testing.assert_allclose(product(slopes[:-1], steps)[:, 0], left, rtol=1e-9, atol=1e-9)


def test_a_quotient_undoes_a_product():
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(2, ORDERS, 5))
    np.testing.assert_allclose(quotient(product(first, second), second, REAL), first, atol=1e-8)


def test_zeros_are_exact_beside_what_is_undefined():
    jet = np.zeros((3, 1))
    jet[0] = 1.0
    with np.errstate(all="ignore"):
        values, slopes = function("acos", jet, REAL)
    assert not np.isfinite(slopes).all()
    assert values[:, 0].tolist() == [0, 0, 0]


def test_the_rules_are_the_same_with_many_digits():
    backend = precise(40)
    for name in UNARY:
        inner = np.array([[0.3], [0.7], [-0.2]])
        expected, _ = function(name, inner, REAL)
        numbers = np.array(
            [[backend.number(Fraction(value)) for value in row] for row in inner.tolist()]
        )
        found, _ = function(name, numbers, precise_arithmetic(backend))
        np.testing.assert_allclose(found.astype(float), expected, rtol=1e-12)


def test_gradients_in_time():
    tree = read_infix_tree("sin(x0*x2) + x1/x2", VARIABLES)
    clock = Clock(np.array([2]), [0.7, 0.9], 3)
    found = time_gradients(Forest.from_trees([tree]), 0.5, 2, clock)
    assert found.shape == (1, 2, 3, 2)
    t = 0.9
    # d/dx0 = t cos(x0 t), and its derivative by t
    np.testing.assert_allclose(found[0, 1, 0], [t * np.cos(t / 2), 1 / t])
    slope = np.cos(t / 2) - t / 2 * np.sin(t / 2)
    np.testing.assert_allclose(found[0, 1, 1], [slope, -1 / t**2])


def test_blocks_of_a_known_system():
    # A = [[0, t], [0, 0]], B = (0, 1): D_1 = -A B = (-t, 0), D_2 = D_1' - A D_1 = (-1, 0)
    a, b = np.zeros((3, 1, 2, 2)), np.zeros((3, 1, 2, 1))
    a[:2, 0, 0, 1] = 0.3, 1
    b[0, 0, 1, 0] = 1
    np.testing.assert_allclose(spanning_blocks(a, b)[0], [[0, -0.3, -1], [1, 0, 0]])


def labels(*systems, clean=True):
    trees = [[read_infix_tree(text, VARIABLES) for text in texts] for texts in systems]
    degrees = np.array([len(part) for part in trees])
    shapes = Shapes(degrees, np.ones_like(degrees), np.zeros((len(trees), 3), int), timed=True)
    forest = Forest.from_trees([tree for part in trees for tree in part])
    return controllable_in_time(forest, shapes, 0.5, 1.0, clean=clean).tolist()


def test_time_can_make_a_system_controllable():
    # x0' = c x2, x1' = t x2: one direction at a time, but another one later.
    assert labels(("x2", "x3*x2"), ("x2", "2*x2"), ("x1", "x2")) == [
        CONTROLLABLE,
        NOT_CONTROLLABLE,
        CONTROLLABLE,
    ]


def test_what_is_never_defined_is_in_doubt():
    nowhere = ("1/(x0 - x1)", "x2*x3")
    assert labels(nowhere) == [UNDECIDED]
    assert labels(nowhere, clean=False) == [NOT_CONTROLLABLE]


def test_small_influences_count_in_clean_labels_only():
    weak = ("x2", "x3*x2/" + "/".join(["10"] * 9))
    assert labels(weak) == [CONTROLLABLE]
    assert labels(weak, clean=False) == [NOT_CONTROLLABLE]


def test_published_labels():
    """All but one: its A has an infinite entry, which the published program rounds to 1e22."""
    differing = []
    lines = (DATA / "control_t.counts").read_text().splitlines()
    for line in lines:
        problem, target = line.partition("|")[2].split("\t")
        trees = read_system(problem.split())
        shapes = Shapes(np.array([len(trees)]), np.array([1]), np.zeros((1, 3), int), timed=True)
        found = controllable_in_time(Forest.from_trees(trees), shapes, 0.5, 1.0, clean=False)
        if found[0] != int(target.split()[1]):
            differing.append(problem)
    assert len(lines) == 71
    assert len(differing) == 1
    assert "tan acos + x0 - x1 INT+ 2" in differing[0]


def test_blocks_with_many_digits_agree():
    trees = [read_infix_tree(text, VARIABLES) for text in ("sqrt(x0*x3 - 2)*x1", "x2*ln(x1*x3)")]
    found = precise_blocks(trees, 1, 0.5, published_times(1.0)[1], 5, 40)
    clock = Clock(np.array([3, 3]), [published_times(1.0)[1]], 5)
    jets = time_gradients(Forest.from_trees(trees), 0.5, 3, clock)[:, 0].transpose(1, 0, 2)[:, None]
    expected = spanning_blocks(jets[..., :2], jets[..., 2:])[0]
    values = np.array([[complex(value) for value in row] for row in found.rows])
    np.testing.assert_allclose(values, expected, rtol=1e-9)
    assert max(float(error) for row in found.errors for error in row) < 1e-30
