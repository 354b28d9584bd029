"""Equations of first order that are simpler for a function that occurs in them.

Where the unknown function occurs in asin(y/x), say, the equation may be linear in v = asin(y/x), or
separable in v = y/x.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hf_mathseq.proposers.ode_rules.logarithms import exponentiated
from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.unknowns import (
    CURVATURE,
    U,
    by_unknown,
    on_one_branch,
    solved_for,
    while_defined,
)
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, function, mul
from hf_mathseq.symbolic.nodes import NUMBERS, Expr
from hf_mathseq.symbolic.substitution import substitute

MAX_KERNELS = 8
"""Functions that are tried, the largest ones first."""
_V = CURVATURE
"""A symbol for the new unknown function; second derivatives do not occur here."""


def by_kernels(slope: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Yield simpler equations with what their solutions have to be put into.

    Args:
        slope: y' as an expression in x and U.

    Yields:
        v' as an expression in x and U, which is v there, and y as such an expression.
    """
    for kernel in kernels_of(slope)[:MAX_KERNELS]:
        yield from while_defined(_of_kernel(kernel, slope))


def _of_kernel(kernel: Expr, slope: Expr) -> Iterator[tuple[Expr, Expr]]:
    rate = reduced(add(derivative(kernel), mul(by_unknown(kernel), slope)))
    yield from in_terms_of(kernel, rate)


def in_terms_of(kernel: Expr, expr: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Yield an expression with another unknown function v instead of u, and u by v.

    Args:
        kernel: What v is, as an expression in x and U.
        expr: An expression in x, U and the slope of v.

    Yields:
        The expression and u, both as expressions in x and U, which is v there. They may hold only
        where what stands in absolute values is positive.

    Raises:
        ExpressionError: A part is out of bounds or has no value.
    """
    for solution in _solutions(kernel):
        replaced = substitute(substitute(expr, {kernel: _V}), {U: solution})
        written = reduced(on_one_branch(substitute(replaced, {_V: U})))
        yield written, substitute(solution, {_V: U})


def _solutions(kernel: Expr) -> Iterator[Expr]:
    """Yield u with kernel(x, u) = v."""
    yield from solved_for(U, kernel, _V)
    product = exponentiated(kernel)
    if product is not None:
        yield from solved_for(U, product[0], function("exp", mul(product[1], _V)))


def kernels_of(expr: Expr) -> list[Expr]:
    """Return the functions of u that occur, and what they are functions of, the largest first."""
    return sorted(dict.fromkeys(_kernels(expr)), key=lambda kernel: -kernel.words)


def _kernels(expr: Expr) -> Iterator[Expr]:
    if not expr.symbols & U.symbols:
        return
    if len(expr.args) == 1 or (expr.op == "pow" and not _is_polynomial(expr)):
        yield from (each for each in (expr, expr.args[0]) if each.symbols & U.symbols)
    elif expr.op == "pow" and expr.args[0].op == "add":
        yield expr.args[0]
    for arg in expr.args:
        yield from _kernels(arg)


def _is_polynomial(power: Expr) -> bool:
    exponent = power.args[1]
    return exponent.op in NUMBERS and Fraction(exponent.value).denominator == 1
