"""Solving for u where several functions of it occur: roots, and functions of one angle."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.proposers.ode_rules.unknowns import SLOPE, U, solved_for, while_defined
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, power, subtract
from hf_mathseq.symbolic.nodes import HALF, ONE, TWO, Expr
from hf_mathseq.symbolic.short_form import expanded
from hf_mathseq.symbolic.substitution import substitute

_TANGENT = SLOPE
"""A symbol for the tangent of half the angle; the slope does not occur here."""


def undone(expr: Expr, value: Expr) -> Iterator[Expr]:
    """Yield u with expr(u) = value, by the inverse functions or by what this module knows."""
    yield from solved_for(U, expr, value)
    for method in (_of_root, _of_half_angle):
        yield from while_defined(method(expr, value))


def _of_root(expr: Expr, value: Expr) -> Iterator[Expr]:
    """Solve w + sqrt(w**2 + c) = v by w = (v**2 - c)/(2*v)."""
    roots = [term for term in expr.args if term.op == "pow" and term.args[1] is HALF]
    if expr.op != "add" or len(roots) != 1:
        return
    rest = subtract(expr, roots[0])
    constant = expanded(subtract(power(roots[0], TWO), power(rest, TWO)))
    if not constant.symbols:
        half = divide(subtract(power(value, TWO), constant), mul(TWO, value))
        yield from solved_for(U, rest, half)


def _of_half_angle(expr: Expr, value: Expr) -> Iterator[Expr]:
    """Solve an equation in sine, cosine and tangent of one angle and nothing else."""
    angles = dict.fromkeys(_angles(expr))
    if len(angles) != 1:
        return
    (angle,) = angles
    square = power(_TANGENT, TWO)
    double, more, less = mul(TWO, _TANGENT), add(ONE, square), subtract(ONE, square)
    values = {"sin": divide(double, more), "cos": divide(less, more), "tan": divide(double, less)}
    replaced = {function(name, angle): found for name, found in values.items()}
    whole = substitute(expr, replaced)
    if whole.symbols & U.symbols:
        return
    for tangent in solved_for(_TANGENT, whole, value):
        yield from solved_for(U, angle, mul(TWO, function("atan", tangent)))


def _angles(expr: Expr) -> Iterator[Expr]:
    if expr.op in ("sin", "cos", "tan"):
        yield expr.args[0]
    for arg in expr.args:
        yield from _angles(arg)
