"""A symbol that stands in several places of an equation, collected in one."""

from __future__ import annotations

from collections.abc import Callable

from hf_mathseq.symbolic.evaluation import (
    add,
    divide,
    mul,
    negative,
    power,
    product_of,
    square_root,
    subtract,
)
from hf_mathseq.symbolic.factored import factored
from hf_mathseq.symbolic.nodes import ONE, TWO, ZERO, Expr, integer


def collected(
    unknown: Expr, equation: Expr, pick: Callable[[int], int]
) -> tuple[Expr, Expr] | None:
    """Return (part, value) with `equation` zero where part = value.

    The equation's numerator must be a polynomial of degree one or two in a part, or have one
    power of it only; all of the unknown is in that part.

    Args:
        unknown: A symbol.
        equation: An expression that must vanish.
        pick: Chooses one of the two roots of a quadratic polynomial.

    Raises:
        ExpressionError: The numerator is out of bounds.
    """
    bit = unknown.symbols
    numerator = [base for base, exponent in factored(equation).powers.items() if exponent > 0]
    holding = [base for base in numerator if base.symbols & bit]
    sums = [base for base in holding if base.op == "add"] or holding
    if len(sums) != 1:
        return None
    if sums[0].op != "add":
        return sums[0], ZERO
    found = _polynomial(sums[0], bit)
    if found is None:
        return None
    part, coefficients = found
    return _solved(part, coefficients, pick)


def _polynomial(total: Expr, bit: int) -> tuple[Expr, dict[int, Expr]] | None:
    """Read a sum as a polynomial: (part, exponent -> coefficient)."""
    rows: dict[Expr, list[Expr]] = {}
    for term in total.args:
        factors = term.args if term.op == "mul" else (term,)
        with_unknown = product_of([f for f in factors if f.symbols & bit])
        rows.setdefault(with_unknown, []).append(
            product_of([f for f in factors if not f.symbols & bit])
        )
    powers = [row for row in rows if row is not ONE]
    part = min(powers, key=lambda row: (row.words, row.key))
    if part.op == "mul":
        return None
    coefficients = {}
    for row, cofactors in rows.items():
        degree = 0 if row is ONE else _degree(row, part)
        if degree is None:
            return None
        coefficients[degree] = add(*cofactors)
    return part, coefficients


def _degree(row: Expr, part: Expr) -> int | None:
    """Return n with row = part**n."""
    return next((n for n in (1, 2) if power(part, integer(n)) is row), None)


def _solved(
    part: Expr, coefficients: dict[int, Expr], pick: Callable[[int], int]
) -> tuple[Expr, Expr]:
    linear = coefficients.get(1, ZERO)
    constant = coefficients.get(0, ZERO)
    if 2 not in coefficients:
        return part, negative(divide(constant, linear))
    square = coefficients[2]
    discriminant = subtract(power(linear, TWO), mul(integer(4), square, constant))
    root = square_root(discriminant)
    if pick(2):
        root = negative(root)
    return part, divide(subtract(root, linear), mul(TWO, square))
