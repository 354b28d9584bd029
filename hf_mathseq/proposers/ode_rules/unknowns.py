"""Functions of x and u, u being the unknown function: parts, derivatives, integrals, comparison."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import TypeVar

import numpy as np

from hf_mathseq.integrators import Budget, integrate
from hf_mathseq.proposers.forms import other_forms
from hf_mathseq.proposers.ode_rules.quadratics import of_quadratic
from hf_mathseq.proposers.seen_functions import of_seen_functions
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import mul, power, rebuilt
from hf_mathseq.symbolic.inversion import solve_for
from hf_mathseq.symbolic.nodes import HALF, ONE, X_BIT, Expr, ExpressionError, X, number, symbol
from hf_mathseq.symbolic.numeric import Evaluation, evaluate
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.verification.probes import PROBES

Found = TypeVar("Found")

U = symbol("y")
"""The unknown function."""
SLOPE, CURVATURE = symbol("z"), symbol("t")
"""Its first and second derivative."""
FIRST, SECOND = symbol("a8"), symbol("a9")
"""The constants of integration."""
UNKNOWN_BITS = U.symbols | SLOPE.symbols | CURVATURE.symbols | FIRST.symbols | SECOND.symbols
"""Of all these; what an equation has beside them are x and parameters."""

STEPS = 2_000
"""Steps of one integral, some 0.1 s of work that finds nothing."""
BRANCHES = 2
"""Of inverse functions; what has more has the others by another constant."""
MIN_POINTS = 4
SAME = 1e-9
"""Relative difference at points that is put down to rounding."""
MAX_DENOMINATOR = 24
"""Of exponents."""

_POINTS = {
    X: PROBES,
    U: 1.1731 * np.roll(PROBES, 5),
    SLOPE: 0.8713 * np.roll(PROBES, 11),
    FIRST: 0.9371 * np.roll(PROBES, 17),
}


def by_unknown(expr: Expr) -> Expr:
    """Return the derivative by u."""
    return swapped(derivative(swapped(expr)))


def swapped(expr: Expr) -> Expr:
    """Return an expression in which x and u have changed places."""
    return substitute(expr, {X: U, U: X})


def integral(expr: Expr) -> Expr | None:
    """Return an antiderivative by x of an expression or one of its other forms, None if none.

    It may hold only where what stands in absolute values is positive.
    """
    positive = on_one_branch(expr)
    for form in (positive, *other_forms(positive)):
        found = integrate(form, Budget(STEPS))
        if found is not None:
            return found
    found = of_quadratic(positive)
    if found is None and not positive.symbols & ~X_BIT:
        found = next(of_seen_functions(positive), None)
    return found


def on_one_branch(expr: Expr) -> Expr:
    """Return an expression as it is on one branch.

    What stands in absolute values and under roots is taken to be positive, and angles not to leave
    the range of the inverse functions.
    """
    if not expr.args:
        return expr
    args = tuple(map(on_one_branch, expr.args))
    inner = args[0]
    if expr.op in ("abs", "sign"):
        return inner if expr.op == "abs" else ONE
    if expr.op == "pow" and inner.op == "pow":
        return power(inner.args[0], mul(inner.args[1], args[1]))
    if expr.op == f"a{inner.op}":
        return inner.args[0]
    return expr if args == expr.args else rebuilt(expr.op, args)


def integral_by_unknown(expr: Expr) -> Expr | None:
    """Return an antiderivative by u, None where none is found."""
    found = integral(swapped(expr))
    return None if found is None else swapped(found)


def same(left: Expr, right: Expr) -> bool:
    """Return whether two expressions are equal at the points where both have values."""
    with np.errstate(all="ignore"):
        run = Evaluation(REAL, dict(_POINTS))
        a, b = (np.broadcast_to(run.value(each), PROBES.shape) for each in (left, right))
        counted = np.isfinite(a) & np.isfinite(b)
        gaps = np.abs(a - b)[counted]
        sizes = (np.abs(a) + np.abs(b))[counted]
    return len(gaps) >= MIN_POINTS and bool((gaps <= SAME * (1.0 + sizes)).all())


def free_of(expr: Expr, unknown: Expr, value: Expr) -> Expr | None:
    """Return an expression at a value of an unknown that it does not depend on, else None."""
    if not expr.symbols & unknown.symbols:
        return expr
    try:
        found = substitute(expr, {unknown: value})
    except ExpressionError:
        return None
    return found if same(found, expr) else None


def rational_value(expr: Expr) -> Fraction | None:
    """Return the rational number of small denominator that an expression equals, None if none."""
    constant = free_of(expr, U, ONE)
    constant = None if constant is None else free_of(constant, X, HALF)
    if constant is None:
        return None
    value = float(evaluate(constant, [0.0])[0])
    if not math.isfinite(value):
        return None
    found = Fraction(value).limit_denominator(MAX_DENOMINATOR)
    return found if same(number(found), constant) else None


def solved_for(unknown: Expr, expr: Expr, value: Expr) -> Iterator[Expr]:
    """Yield what the unknown may be for `expr` to equal `value`, one solution a branch."""
    found: dict[Expr, None] = {}
    for branch in range(BRANCHES):
        try:
            solution = solve_for(unknown, expr, value, partial(_branch, branch))
        except ExpressionError:
            continue
        if solution is not None and solution not in found:
            found[solution] = None
            yield solution


def while_defined(found: Iterator[Found]) -> Iterator[Found]:
    """Yield what is found until one of them, or a step on the way to it, has no value."""
    try:
        yield from found
    except ExpressionError:
        return


def _branch(wanted: int, count: int) -> int:
    return min(wanted, count - 1)
