"""Riccati's equations, u' = r(x) u**2 + q(x) u + s(x), with a solution that is seen from r and q.

Where g is a solution, u = g + w gives w' = r w**2 + (q + 2 r g) w, an equation of Bernoulli. Where
q + 2 r g has few terms, g is a part of the sum -q/(2 r). With all of that sum in the place of g no
linear term is left, and the equation may be separable.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hf_mathseq.proposers.ode_rules.bernoulli import bernoulli
from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.separable import separable
from hf_mathseq.proposers.ode_rules.unknowns import U, by_unknown, free_of, same, while_defined
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, divide, mul, power, subtract, sum_of
from hf_mathseq.symbolic.nodes import HALF, MINUS_ONE, ONE, TWO, ZERO, Expr, X, integer
from hf_mathseq.symbolic.short_form import expanded
from hf_mathseq.symbolic.substitution import substitute

MAX_TERMS = 5
"""Longer sums have too many parts."""
_POWERS = tuple(
    mul(integer(sign * factor), power(X, integer(exponent)))
    for exponent in range(5)
    for factor in range(1, 6)
    for sign in (1, -1)
)
"""Solutions that are tried."""


def riccati(slope: Expr) -> Iterator[Expr]:
    """Yield solutions u of u' = slope(x, u), with the constant FIRST.

    Raises:
        ExpressionError: A part is out of bounds or has no value.
    """
    r = free_of(mul(HALF, by_unknown(by_unknown(slope))), U, ONE)
    if r is None or same(r, ZERO):
        return
    q = free_of(by_unknown(subtract(slope, mul(r, power(U, TWO)))), U, ONE)
    s = substitute(slope, {U: ZERO})
    if q is None or same(s, ZERO) or not same(slope, add(mul(r, power(U, TWO)), mul(q, U), s)):
        return
    middle = reduced(mul(MINUS_ONE, HALF, divide(q, r)))
    # u = middle + w takes the linear term away.
    free = subtract(substitute(slope, {U: middle}), derivative(middle))
    for found in while_defined(separable(reduced(add(mul(r, power(U, TWO)), free)))):
        yield add(middle, found)
    for known in (*_parts(expanded(middle)), *_POWERS):
        if same(derivative(known), substitute(slope, {U: known})):
            linear_part = reduced(add(q, mul(TWO, r, known)))
            for found in bernoulli(add(mul(r, power(U, TWO)), mul(linear_part, U))):
                yield add(known, found)
            return


def _parts(total: Expr) -> Iterator[Expr]:
    """Yield the sums of some terms, the longest first."""
    terms = total.args if total.op == "add" else (total,)
    for count in range(len(terms), 0, -1) if len(terms) <= MAX_TERMS else ():
        yield from map(sum_of, map(list, combinations(terms, count)))
