"""Values and forward derivatives against NumPy, mpmath and difference quotients."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from strategies import prefix_words

from hf_mathseq.encodings.prefix import UNARY_FUNCTIONS
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.numeric import (
    Evaluation,
    NotNumericError,
    evaluate,
    evaluate_complex,
    evaluate_precisely,
    precise_point,
    values_and_derivatives,
)
from hf_mathseq.symbolic.numeric_backends import TooLargeError, precise
from hf_mathseq.verification.precise_values import PreciseValues

POINTS = np.array([-7.3, -2.1, -1.3, -0.7, -0.2, 0.3, 0.6, 0.9, 1.4, 2.6, 8.1])
SMOOTH = [name for name in UNARY_FUNCTIONS if name not in ("abs", "sign")]
MPMATH_NAMES = {"abs": "fabs"}


def expression(text):
    return read_prefix(read_infix(text))


@pytest.mark.parametrize("name", UNARY_FUNCTIONS)
def test_functions_are_those_of_mpmath_where_they_are_real(name):
    values = evaluate(read_prefix([name, "x"]), POINTS)
    for point, value in zip(POINTS, values, strict=True):
        exact = getattr(mpmath, MPMATH_NAMES.get(name, name))(mpmath.mpf(float(point)))
        if isinstance(exact, mpmath.mpc):
            assert math.isnan(value)
        else:
            assert value == pytest.approx(float(exact), rel=1e-14)
    assert np.isfinite(values).any()


@pytest.mark.parametrize("name", SMOOTH)
def test_functions_are_those_of_mpmath_on_principal_branches(name):
    points = np.array([0.4 + 0.7j, -1.9 + 0.3j, 2.2 - 1.1j, -0.3 - 0.8j])
    values = evaluate_complex(read_prefix([name, "x"]), points)
    exact = [complex(getattr(mpmath, name)(mpmath.mpc(point))) for point in points]
    np.testing.assert_allclose(values, exact, rtol=1e-13)


@pytest.mark.parametrize("name", UNARY_FUNCTIONS)
@pytest.mark.parametrize("inner", ["x", "x*x/3+x/7"])
def test_derivatives_are_limits_of_difference_quotients(name, inner):
    expr = read_prefix([name, *read_infix(inner)])
    _, slopes = values_and_derivatives(expr, POINTS)
    backend = precise(60)
    step = backend.number(Fraction(1, 10**15))
    for point, slope in zip(POINTS, slopes, strict=True):
        x = precise_point(backend, float(point))
        ahead = Evaluation(backend, x + step).value(expr)
        behind = Evaluation(backend, x - step).value(expr)
        quotient = (ahead - behind) / (2 * step)
        if not math.isnan(slope):
            assert slope == pytest.approx(float(quotient.real), rel=1e-12, abs=1e-12)
    assert np.isfinite(slopes).any()


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        ("x^3", lambda x: 3 * x**2),
        ("x^-2", lambda x: -2 * x**-3),
        ("1/x", lambda x: -1 / x**2),
        ("2^x", lambda x: 2**x * math.log(2)),
        ("x*sin(x)*cos(x)", lambda x: np.sin(x) * np.cos(x) + x * np.cos(2 * x)),
        ("3x + 4", lambda x: 3 + 0 * x),
        ("abs(x)", np.sign),
        ("sign(x) + x", lambda x: 1 + 0 * x),
    ],
)
def test_derivatives_of_composed_expressions(text, slope):
    _, slopes = values_and_derivatives(expression(text), POINTS)
    np.testing.assert_allclose(slopes, slope(POINTS), rtol=1e-13)


def test_derivative_of_a_power_with_variable_exponent():
    points = np.array([0.5, 1.5, 2.5])
    values, slopes = values_and_derivatives(expression("x^x"), points)
    np.testing.assert_allclose(values, points**points)
    np.testing.assert_allclose(slopes, points**points * (1 + np.log(points)))


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("ln(x)", [False, False, True]),
        ("sqrt(x)", [False, False, True]),
        ("x^(1/3)", [False, False, True]),
        ("sqrt(x)^4 * sqrt(x)", [False, False, True]),
        ("asin(x)", [False, True, False]),
        ("acosh(x)", [False, False, True]),
        ("cos(ln(x))", [False, False, True]),
    ],
)
def test_a_point_counts_only_if_every_part_is_real(text, real):
    assert np.isfinite(evaluate(expression(text), [-2.0, -0.5, 2.0])).tolist() == real


@pytest.mark.parametrize("text", ["atan(1/x)", "exp(-1/x^2)", "1/(1/x+1)", "tanh(ln(x^2))"])
def test_hidden_infinities_do_not_count(text):
    assert math.isnan(evaluate(expression(text), 0.0))


def test_overflow_does_not_count():
    assert math.isnan(evaluate(expression("1/(1+exp(exp(x)))"), 10.0))
    assert math.isnan(evaluate(expression("x*(" + "9" * 400 + "+x)/exp(x)"), 1.0))


def test_constants_have_the_shape_of_the_points():
    values, slopes = values_and_derivatives(expression("pi+e"), np.zeros((2, 3)))
    assert values.shape == slopes.shape == (2, 3)
    np.testing.assert_allclose(values, np.pi + np.e)
    assert not slopes.any()


def test_imaginary_values_are_not_real():
    expr = read_prefix(["mul", "I", "x"])
    assert math.isnan(evaluate(expr, 1.0))
    assert evaluate_complex(expr, 1.0) == 1j


@pytest.mark.parametrize("words", [["f", "x"], ["derivative", "f", "x", "x"], ["add", "y", "x"]])
def test_unknown_parts_are_refused(words):
    with pytest.raises(NotNumericError):
        evaluate(read_prefix(words), 1.0)


def test_many_digits():
    value = evaluate_precisely(expression("sqrt(2)*x"), 1.0, 60)
    assert str(value).startswith("1.4142135623730950488016887242096980785696718753769480731766")


def test_nodes_in_common_are_computed_once():
    calls = []
    backend = precise(20)
    counted = dict(backend.functions)
    counted["sin"] = lambda v: calls.append(v) or backend.functions["sin"](v)
    run = Evaluation(backend, precise_point(backend, 0.5))
    run._functions = counted
    run.value(expression("sin(x)*x + sin(x)^2"))
    run.value(expression("exp(sin(x))"))
    assert len(calls) == 1


LEAVES = [["x"], ["INT+", "2"], ["INT-", "3"], ["div", "INT+", "1", "INT+", "3"]]
TREES = prefix_words(LEAVES, ["add", "mul", "pow", "div"], max_leaves=8)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_floats_agree_with_many_digits(words):
    try:
        expr = read_prefix(words)
    except ExpressionError:
        return
    for point in (-1.37, 0.43, 2.21):
        value = float(evaluate(expr, point))
        shifted = float(evaluate(expr, point * (1 + 1e-12)))
        if math.isnan(value) or abs(value - shifted) > 1e-6 * abs(value) or not value:
            continue  # no value, or rounding of the point matters
        exact = evaluate_precisely(expr, point, 50)
        assert value == pytest.approx(float(exact.real), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", ["ln", "atan", "acosh"])
def test_parts_of_very_unlike_sizes_are_refused(name):
    context = precise(40).constants["pi"].context
    functions = precise(40).functions
    with pytest.raises(OverflowError, match="unlike sizes"):
        functions[name](context.mpc(1, context.ldexp(1, -(10**18))))
    value = functions[name](context.mpc(3, context.ldexp(1, -1000)))
    assert context.almosteq(value, getattr(context, name)(3))


def test_a_limit_that_is_reached_does_not_fill_the_memory():
    # tan(cosh(...)) is -i up to 10^(-10^18) here, and its square -1.
    expression = read_prefix(read_infix("ln(tan(cosh(4/x^2))^2)"))
    with pytest.raises(OverflowError):
        evaluate_precisely(expression, -0.10722218714130184 + 0.20989972030623488j, 100)


@pytest.mark.parametrize("name", ["exp", "cos", "tanh", "sec"])
def test_arguments_beyond_reduction_are_refused(name):
    context = precise(40).constants["pi"].context
    with pytest.raises(TooLargeError):
        precise(40).functions[name](context.ldexp(1, 10**9))
    with pytest.raises(TooLargeError):
        precise(40).functions[name](context.mpc(1, context.ldexp(3, 10**9)))
    assert precise(40).functions[name](context.ldexp(1, 50)) == getattr(context, name)(2**50)


def test_exponents_beyond_reduction_are_refused():
    context = precise(40).constants["pi"].context
    with pytest.raises(TooLargeError):
        precise(40).power(context.mpf(3), context.ldexp(1, 10**9))
    assert precise(40).power(context.ldexp(1, 10**9), context.mpf(2)) == context.ldexp(1, 2 * 10**9)


def test_precise_values_have_an_end():
    tower = read_prefix(read_infix("exp(exp(exp(exp(x))))"))
    assert PreciseValues(lambda run: (run.value(tower),)).at(5.0) is None
