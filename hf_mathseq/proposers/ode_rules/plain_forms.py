"""Solutions as people write them: multiplied out where that is no longer, with plain constants."""

from __future__ import annotations

from hf_mathseq.proposers.ode_rules.unknowns import FIRST, SECOND
from hf_mathseq.symbolic.evaluation import function, mul, power, rebuilt
from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.short_form import expanded

MAX_WORDS = 80
"""Longer solutions stay as they are."""
ROUNDS = 3
"""Of multiplying out: a product may have a sum only after another one was multiplied out."""
_QUOTIENTS = {"tan": ("cos", "sin"), "tanh": ("cosh", "sinh")}
"""Function -> its denominator and its numerator."""


def plain_form(solution: Expr) -> Expr:
    """Return a form of a solution that is no longer, the constants of integration being others.

    Raises:
        ExpressionError: A part is out of bounds or has no value.
    """
    if solution.words > MAX_WORDS:
        return solution
    flat = _with_powers(solution)
    for _ in range(ROUNDS):
        flat = _flat(flat)
    shorter = flat if flat.words <= solution.words else solution
    for constant in (FIRST, SECOND):
        if _count(constant, shorter) == 1:
            shorter = _alone(constant, shorter)
    return shorter


def _with_powers(expr: Expr) -> Expr:
    """Return an expression with u**n for exp(n*ln(u))."""
    if not expr.args:
        return expr
    args = tuple(map(_with_powers, expr.args))
    if expr.op == "exp" and args[0].op == "mul":
        logarithms = [each for each in args[0].args if each.op == "ln"]
        if len(logarithms) == 1:
            rest = [each for each in args[0].args if each is not logarithms[0]]
            return power(logarithms[0].args[0], mul(*rest))
    return expr if args == expr.args else rebuilt(expr.op, args)


def _flat(expr: Expr) -> Expr:
    """Multiply out the products and sums that an expression begins with."""
    if expr.op not in ("add", "mul"):
        return expr
    found = expanded(rebuilt(expr.op, tuple(map(_flat, expr.args))))
    return _without_tangents(found) if found.op == "mul" else found


def _without_tangents(product: Expr) -> Expr:
    """Return a product in which cos(u)*tan(u) is sin(u)."""
    factors = list(product.args)
    for factor in product.args:
        below, above = _QUOTIENTS.get(factor.op, ("", ""))
        denominator = function(below, factor.args[0]) if below else None
        if denominator in factors and factor in factors:
            factors.remove(denominator)
            factors[factors.index(factor)] = function(above, factor.args[0])
    return mul(*factors)


def _count(constant: Expr, expr: Expr) -> int:
    if expr is constant:
        return 1
    holding = [arg for arg in expr.args if arg.symbols & constant.symbols]
    return sum(_count(constant, arg) for arg in holding)


def _alone(constant: Expr, expr: Expr) -> Expr:
    """Return an expression in which a constant, which occurs once, is without number beside it.

    Numbers that it is added to or multiplied by are one with it: 2*a8 + 1 is a8.
    """
    if expr is constant or not expr.symbols & constant.symbols:
        return expr
    args = [_alone(constant, arg) for arg in expr.args]
    if expr.op in ("add", "mul") and constant in args:
        args = [arg for arg in args if arg.symbols]
        if len(args) == 1:
            return constant
    return rebuilt(expr.op, tuple(args))
