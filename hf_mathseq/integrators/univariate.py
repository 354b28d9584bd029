"""Polynomials in one variable, read from expressions and factored over the rational numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from hf_mathseq.symbolic.calculus import split_constant_factor
from hf_mathseq.symbolic.evaluation import add
from hf_mathseq.symbolic.nodes import NUMBERS, X_BIT, ZERO, Expr, X, integer

MAX_DEGREE = 24
MAX_COEFFICIENT_BITS = 64
"""Larger polynomials are not factored."""


def polynomial(expr: Expr) -> list[Expr] | None:
    """Return the constant coefficients of a polynomial in x from the lowest, else None."""
    found: dict[int, Expr] = {}
    for term in expr.args if expr.op == "add" else (expr,):
        varying, factor = split_constant_factor(term)
        exponent = 0 if not term.symbols & X_BIT else _exponent(varying)
        if exponent is None:
            return None
        found[exponent] = add(found.get(exponent, ZERO), factor)
    return [found.get(i, ZERO) for i in range(max(found) + 1)]


def _exponent(power: Expr) -> int | None:
    if power is X:
        return 1
    if power.op == "pow" and power.args[0] is X and power.args[1].op == "int":
        exponent: int = power.args[1].value
        return exponent if 0 < exponent <= MAX_DEGREE else None
    return None


def binomial(expr: Expr) -> tuple[Expr, int] | None:
    """Return (a, n) for an expression a + c*x**n with n not zero, else None."""
    if expr.op != "add" or len(expr.args) != 2 or expr.args[0].symbols & X_BIT:
        return None
    varying, _ = split_constant_factor(expr.args[1])
    if varying is X:
        return expr.args[0], 1
    if varying.op == "pow" and varying.args[0] is X and varying.args[1].op == "int":
        return expr.args[0], varying.args[1].value
    return None


def irreducible_factors(coefficients: Sequence[Expr]) -> list[list[Expr]]:
    """Return the different irreducible factors over the rational numbers.

    Polynomials with other coefficients, and large ones, are their own only factor.
    """
    if any(c.op not in NUMBERS for c in coefficients):
        return [list(coefficients)]
    fractions = [Fraction(c.value) for c in coefficients]
    scale = lcm(*[fraction.denominator for fraction in fractions])
    integers = [int(fraction * scale) for fraction in fractions]
    if max(map(int.bit_length, integers)) > MAX_COEFFICIENT_BITS or len(integers) < 3:
        return [list(coefficients)]
    from sympy.polys.domains import ZZ
    from sympy.polys.factortools import dup_factor_list

    _, factors = dup_factor_list([ZZ(value) for value in reversed(integers)], ZZ)
    return [[integer(int(value)) for value in reversed(factor)] for factor, _ in factors]
