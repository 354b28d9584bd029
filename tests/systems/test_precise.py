"""Jacobians with many digits: calculus, conventions, and what is refused."""

import csv
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.systems.duals import gradient
from hf_mathseq.systems.precise import TooFewDigitsError, UndefinedValueError, precise_jacobian
from hf_mathseq.systems.tree_text import read_infix_tree
from hf_mathseq.systems.words import VARIABLES, read_tree

DATA = Path(__file__).parents[1] / "data" / "differential_systems"


def jacobian(*texts, value=0.5, digits=40):
    trees = [read_infix_tree(text, VARIABLES) for text in texts]
    return precise_jacobian(trees, [value] * 3, digits)


def test_derivatives_have_all_their_digits():
    matrix = jacobian("exp(x0)*x1", digits=50)
    expected = matrix.context.exp(matrix.context.mpf(0.5)) / 2
    assert abs(matrix.rows[0][0] - expected) < 1e-48
    assert matrix.rows[0][2] == 0
    assert 0 < matrix.errors[0][0] < 1e-45


def test_the_point_is_the_decimal_number():
    matrix = jacobian("x0*x0", value=0.1)
    assert abs(matrix.rows[0][0] - matrix.context.mpf(1) / 5) < 1e-38


def test_conventions_are_those_of_double_precision():
    agreed = 0
    with (DATA / "gradients.tsv").open() as lines:
        cases = list(csv.DictReader(lines, delimiter="\t"))
    for case in cases:
        tree = read_tree(case["tokens"].split())
        point = [float(case["point"])] * (int(case["states"]) + int(case["controls"]))
        expected = gradient(tree, np.array(point))
        try:
            found = np.array([complex(v) for v in precise_jacobian([tree], point, 60).rows[0]])
        except ArithmeticError:
            continue
        if np.isfinite(expected).all():
            agreed += 1
            assert np.abs(found - expected).max() <= 1e-3 * np.abs(expected).max()
    assert agreed > 0.6 * len(cases)


@pytest.mark.parametrize(
    "text",
    [
        *("x0/(x0-x1)", "ln(x0-x1)*x2", "sqrt(x0-x1)", "1/(x0-x1)+x2"),
        # |x0 - x1| and acos(1 - (x0 - x1)^2) have a corner, where what is inside is flat.
        *("sqrt((x0-x1)*(x0-x1))", "acos(1-(x0-x1)*(x0-x1))"),
    ],
)
def test_what_is_undefined_is_refused(text):
    with pytest.raises(UndefinedValueError):
        jacobian(text)


def test_what_grows_beyond_bounds_is_refused():
    with pytest.raises(UndefinedValueError):
        jacobian("exp(exp(exp(exp(exp(x0+3)))))")


def test_a_zero_derivative_stays_zero_beside_an_infinite_one():
    assert jacobian("acos(1)*x0 + x1").rows[0] == [0, 1, 0]
    assert jacobian("sqrt(x0-x0) + asin(x2/x2) + x1").rows[0] == [0, 1, 0]


@pytest.mark.parametrize("text", ["ln(exp(ln(-3)))*x0", "x0*sqrt(exp(ln(-3)+x0-x1))"])
def test_an_argument_beside_a_branch_cut_is_left_undecided(text):
    with pytest.raises(TooFewDigitsError):
        jacobian(text)


TEN_TO_THE_60 = "*".join(["10"] * 60)


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        (f"sin(6*(({TEN_TO_THE_60} + x0) - {TEN_TO_THE_60}))", -5.93995),  # 6 cos(3)
        (f"({TEN_TO_THE_60}*x0 + x0) - {TEN_TO_THE_60}*x0", 1),
    ],
)
def test_terms_that_a_sum_loses_ask_for_more_digits(text, slope):
    with pytest.raises(TooFewDigitsError):
        jacobian(text, digits=30)
    assert float(jacobian(text, digits=120).rows[0][0].real) == pytest.approx(
        slope, rel=1e-5, abs=0
    )


def test_a_lost_term_matters_where_something_cancels():
    large = "exp(600)"  # 10^260
    assert jacobian(f"({large} + x0)*x1", digits=240).rows[0][0] == 0.5
    with pytest.raises(TooFewDigitsError):
        jacobian(f"sin(6*(({large} + x0) - {large}))", digits=240)


def test_rounding_noise_is_seen_as_an_error():
    matrix = jacobian("(sin(x0)*sin(x0) + cos(x0)*cos(x0))*x1 + x2")
    assert abs(matrix.rows[0][0]) <= matrix.errors[0][0]
    with pytest.raises(ArithmeticError):
        jacobian("x1/(sin(x0)*sin(x0) + cos(x0)*cos(x0) - 1)")
