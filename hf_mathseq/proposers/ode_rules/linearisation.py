"""Equations of second order that are linear in another unknown function.

In u'' = a u'**2 + b u' + c with a, b, c of x and u, the square goes away for v = K(x, u) with
K_uu + a K_u = 0; for some equations what is left is linear in v.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hf_mathseq.proposers.ode_rules.kernels import in_terms_of, kernels_of
from hf_mathseq.proposers.ode_rules.linear_second_order import linear_second_order
from hf_mathseq.proposers.ode_rules.lower_order import of_lower_order
from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.roots import joined_roots
from hf_mathseq.proposers.ode_rules.unknowns import (
    CURVATURE,
    SLOPE,
    U,
    by_unknown,
    integral_by_unknown,
    on_one_branch,
    same,
    while_defined,
)
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import HALF, MINUS_ONE, ONE, TWO, ZERO, Expr
from hf_mathseq.symbolic.substitution import substitute

Method = Callable[[Expr], Iterator[Expr]]

MAX_KERNELS = 4
"""Functions that are tried first, the largest ones."""


def linearised(curvature: Expr) -> Iterator[Expr]:
    """Yield solutions of u'' = curvature(x, U, SLOPE), with FIRST and SECOND.

    A function of u that occurs may be the new unknown function, or simplify a, b and c.
    """
    yield from while_defined(_without_square(curvature))
    for kernel in kernels_of(curvature)[:MAX_KERNELS]:
        yield from while_defined(_by_kernel(kernel, curvature, (_linear, _without_square)))


def _by_kernel(kernel: Expr, curvature: Expr, methods: Sequence[Method]) -> Iterator[Expr]:
    """Yield solutions by way of v = kernel(x, u) and methods for v'' = ..."""
    for simpler, solution in in_terms_of(kernel, _curvature_of(kernel, curvature)):
        for method in methods:
            for found in while_defined(method(simpler)):
                yield substitute(solution, {U: found})


def _without_square(curvature: Expr) -> Iterator[Expr]:
    up, middle = (substitute(curvature, {SLOPE: slope}) for slope in (ONE, ZERO))
    down = substitute(curvature, {SLOPE: MINUS_ONE})
    a = reduced(subtract(mul(HALF, add(up, down)), middle))
    b = reduced(mul(HALF, subtract(up, down)))
    quadratic = add(mul(a, power(SLOPE, TWO)), mul(b, SLOPE), middle)
    if same(a, ZERO) or not same(quadratic, curvature):
        return
    exponent = integral_by_unknown(a)
    if exponent is None:
        return
    for steepness in joined_roots(function("exp", negative(exponent))):
        kernel = integral_by_unknown(steepness)
        if kernel is not None:
            yield from while_defined(_by_kernel(on_one_branch(kernel), quadratic, (_linear,)))


def _linear(curvature: Expr) -> Iterator[Expr]:
    equation = subtract(CURVATURE, curvature)
    yield from while_defined(linear_second_order(equation))
    yield from of_lower_order(equation)


def _curvature_of(kernel: Expr, curvature: Expr) -> Expr:
    """Return v'' for v = kernel(x, u), SLOPE being v' there and u' in the curvature of u."""
    along, across = derivative(kernel), by_unknown(kernel)
    slope = divide(subtract(SLOPE, along), across)
    total = add(
        mul(across, curvature),
        mul(by_unknown(across), power(SLOPE, TWO)),
        mul(TWO, derivative(across), SLOPE),
        derivative(along),
    )
    return reduced(substitute(total, {SLOPE: slope}))
