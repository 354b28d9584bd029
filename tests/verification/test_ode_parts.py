"""What the check of solutions is built from: slopes, exact zeros, residues on a branch, points."""

import numpy as np
import pytest

from hf_mathseq.symbolic.expression import ExpressionError, read_prefix, write_infix
from hf_mathseq.symbolic.fingerprints import SYMBOL_VALUES, Fingerprints
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.nodes import X, symbol
from hf_mathseq.symbolic.numeric import Evaluation, evaluate
from hf_mathseq.symbolic.numeric_backends import REAL, precise
from hf_mathseq.verification.branch_residues import BranchResidues
from hf_mathseq.verification.ode_attempt import attempt, size
from hf_mathseq.verification.ode_points import COMPLEX_PROBES, CONSTANTS, PROBES, WIDE_PROBES
from hf_mathseq.verification.precise_values import ExactZeros, PreciseValues
from hf_mathseq.verification.slopes import slope

A8, A9 = CONSTANTS


def expression(text):
    return read_prefix(read_infix(text, ["x", "a8", "a9"]))


@pytest.mark.parametrize(
    ("text", "variable", "expected"),
    [
        ("a8*x^2 + a9", X, "2*a8*x"),
        ("a8*x^2 + a9", A8, "x^2"),
        ("a8*x^2 + a9", A9, "1"),
        ("sin(a8*a9*x)", A9, "a8*x*cos(a8*a9*x)"),
        ("sign(x)*x^2", X, "2*x*sign(x)"),
        ("sign(x + sign(x - 1))*x", X, "sign(x + sign(x - 1))"),
        ("sign(a8)*a8", A8, "sign(a8)"),
        ("exp(x)", A8, "0"),
    ],
)
def test_slopes(text, variable, expected):
    assert slope(expression(text), variable) is expression(expected)


def test_second_slopes_of_absolute_values():
    # |u| = u sign(u), and the sign is a constant between its jumps.
    once = slope(expression("abs(x^3 - 1)"))
    points = np.array([-1.3, 0.4, 1.7])
    assert evaluate(slope(once), points) == pytest.approx(6 * points * np.sign(points**3 - 1))


def test_too_many_signs_have_no_slope():
    text = " + ".join(f"x*sign(x - {n})" for n in range(1, 12))
    with pytest.raises(ExpressionError, match="signs"):
        slope(expression(text))


def exact(text, point):
    values = PreciseValues(lambda run: (run.value(expression(text)),), evaluation=ExactZeros)
    (found,), _ = values.at(point)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "sin(x)^2 + cos(x)^2 - 1",
        "(sin(x)^2 + cos(x)^2 - 1)^3*x + (cosh(x)^2 - sinh(x)^2 - 1)",
        "ln(a8^2*x^2) - 2*ln(abs(a8*x))",
        "tan(a9)*cos(a9) - sin(a9)",
    ],
)
def test_sums_that_cancel_are_exact_zeros(text):
    assert exact(text, {X: 0.37, A8: -2.3, A9: 14.1}) == 0


@pytest.mark.parametrize("text", ["sin(x)^2 + cos(x)^2 - 1 + 10^(-40)", "x + 10^(-30) - x*exp(a8)"])
def test_small_sums_are_not(text):
    assert exact(text, {X: 0.37, A8: 1e-9, A9: 1.0}) != 0


def test_exact_zeros_are_evaluated_as_others_are():
    expr, backend = expression("exp(x) - a8*x + 2"), precise(60)
    point = {X: backend.number(2), A8: backend.number(3)}
    assert ExactZeros(backend, point).value(expr) == Evaluation(backend, point).value(expr)


def vanishing(text, residues):
    return sum(residues(symbols).values(expression(text)).count(0) for symbols in SYMBOL_VALUES)


@pytest.mark.parametrize(
    "text",
    [
        "acos(cos(a8 + x)) - a8 - x",
        "atan(tan(a8*x^2)) - a8*x^2",
        "ln(12*x^3*a8*sin(x)) - 2*ln(2) - ln(3) - 3*ln(x) - ln(a8) - ln(sin(x))",
        "ln(x/5) - ln(x) + ln(5)",
        "ln(sqrt(a8 + x)) - ln(a8 + x)/2",
        "ln(2*exp(x^2)) - ln(2) - x^2",
        "ln(-x*a8 - 1) - ln(1 + a8*x)",
    ],
)
def test_branch_residues_undo_functions_and_split_logarithms(text):
    assert vanishing(text, BranchResidues) == 16
    assert vanishing(text, Fingerprints) < 16


@pytest.mark.parametrize(
    "text",
    ["acos(sin(x)) - x", "ln(x + a8) - ln(x) - ln(a8)", "ln(7*x) - ln(x)", "ln(1/3) - ln(3)"],
)
def test_branch_residues_tell_functions_apart(text):
    assert vanishing(text, BranchResidues) == 0


def test_probes_have_all_signs():
    for points in (PROBES, WIDE_PROBES):
        signs = {tuple(row) for row in np.sign([points[name] for name in (X, *CONSTANTS)]).T}
        assert len(signs) == 8
        assert np.unique(points[X]).size == points[X].size
    assert all(np.iscomplexobj(values) for values in COMPLEX_PROBES.values())


def test_an_attempt_keeps_what_the_normal_form_simplifies():
    equation = read_prefix(["add", "mul", "Y", "Y'", "x"])
    made = attempt(equation, expression("sqrt(a8 - x^2)"), 1)
    assert write_infix(made.normal_residual) == "0"
    assert made.residual.op == "add"
    assert made.constants == (symbol("a8"),)
    values = {X: np.array([0.5]), A8: np.array([2.0])}
    assert size(made.residual, Evaluation(REAL, values).value) == pytest.approx(1.0)


def test_answers_out_of_bounds_are_not_inserted():
    equation = read_prefix(["sub", "Y'", "Y"])
    with pytest.raises(ExpressionError, match="nested deeper"):
        attempt(equation, read_prefix(["sin"] * 60 + ["x"]), 1)
    factors = [word for n in range(40) for word in ("mul", "sin", "add", "x", "INT+", *str(n + 1))]
    with pytest.raises(ExpressionError, match="words"):
        attempt(read_prefix(["sub", "Y''", "Y"]), read_prefix([*factors, "x"]), 2)
