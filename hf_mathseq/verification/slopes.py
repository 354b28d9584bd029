"""Derivatives of answers: by x or by a constant of integration, the derivative of sign being 0."""

from __future__ import annotations

from hf_mathseq.encodings.prefix import COEFFICIENTS
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.nodes import Expr, ExpressionError, X, symbol
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.verification.pieces import piecewise_nodes

_STAND_INS = tuple(symbol(name) for name in COEFFICIENTS[:8])
"""Symbols that occur in no answer; a0 ... a7 do not, a8 and a9 do."""


def slope(expr: Expr, variable: Expr = X) -> Expr:
    """Return the derivative in normal form, right where no argument of abs and sign is 0.

    Args:
        expr: An expression in x and the constants of integration a8 and a9.
        variable: x, a8 or a9.

    Raises:
        ExpressionError: The derivative is out of bounds, has no value, or has more distinct signs
            than there are symbols to stand for them.
    """
    if variable is X:
        return _by_x(expr)
    # The engine knows derivatives by x, so the two symbols change places.
    exchanged = {variable: X, X: variable}
    return substitute(_by_x(substitute(expr, exchanged)), exchanged)


def _by_x(expr: Expr) -> Expr:
    signs = [found for found in piecewise_nodes(expr) if found.op == "sign"]
    if not signs:
        return derivative(expr)
    if len(signs) > len(_STAND_INS):
        raise ExpressionError(f"more than {len(_STAND_INS)} distinct signs")
    # On each piece a sign is a constant. Those inside others come last and are replaced with them.
    named = dict(zip(signs, _STAND_INS, strict=False))
    back = {stand_in: sign for sign, stand_in in named.items()}
    return substitute(derivative(substitute(expr, named)), back)
