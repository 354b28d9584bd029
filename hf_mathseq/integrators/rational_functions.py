"""Rational functions of x with rational coefficients: over one denominator, in lowest terms."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from hf_mathseq.symbolic.evaluation import mul, power, product_of, sum_of
from hf_mathseq.symbolic.nodes import NUMBERS, ZERO, Expr, X, number

MAX_DEGREE = 40


def in_lowest_terms(expr: Expr) -> Expr | None:
    """Return a rational function as an expanded numerator over a factored denominator.

    Args:
        expr: An expression in x; None is returned for one with functions, roots or constants that
            are not rational, or with degrees above `MAX_DEGREE`.
    """
    found = _element(expr)
    if found is None:
        return None
    content, factors = found.denom.factor_list()
    inverses = [power(_written(factor), number(-exponent)) for factor, exponent in factors]
    return mul(_written(found.numer), number(1 / _fraction(content)), product_of(inverses))


def numerator_and_denominator(expr: Expr) -> tuple[list[Expr], list[Expr]] | None:
    """Return the coefficients of both in lowest terms, from the lowest; None as above."""
    found = _element(expr)
    return None if found is None else (_coefficients(found.numer), _coefficients(found.denom))


def _coefficients(polynomial: Any) -> list[Expr]:
    found = [ZERO] * (max(polynomial.degree(), 0) + 1)
    for (exponent,), coefficient in polynomial.terms():
        found[exponent] = number(_fraction(coefficient))
    return found


def _element(expr: Expr) -> Any:
    """Return the expression in SymPy's field of rational functions, None if it is not there."""
    try:
        return _read(expr, *_field()) if _is_rational(expr) else None
    except ZeroDivisionError:
        return None


def _is_rational(expr: Expr) -> bool:
    if expr is X or expr.op in NUMBERS:
        return True
    if expr.op == "pow":
        return expr.args[1].op == "int" and _is_rational(expr.args[0])
    return expr.op in ("add", "mul") and all(map(_is_rational, expr.args))


@cache
def _field() -> tuple[Any, Any]:
    """Return SymPy's field of rational functions and its variable."""
    from sympy.polys.domains import QQ
    from sympy.polys.fields import field

    return tuple(field("x", QQ))


def _read(expr: Expr, domain: Any, variable: Any) -> Any:
    """Return the element of the field, None where a degree is too large."""
    if expr is X:
        return variable
    if expr.op in NUMBERS:
        return domain(expr.value.numerator) / expr.value.denominator
    found = _read(expr.args[0], domain, variable)
    if expr.op == "pow":
        exponent = expr.args[1].value
        small = found is not None and abs(exponent) * max(1, _degree(found)) <= MAX_DEGREE
        return found**exponent if small else None
    for arg in expr.args[1:]:
        other = _read(arg, domain, variable)
        if found is None or other is None or _degree(found) + _degree(other) > MAX_DEGREE:
            return None
        found = found + other if expr.op == "add" else found * other
    return found


def _degree(element: Any) -> int:
    return max(element.numer.degree(), element.denom.degree(), 0)


def _written(polynomial: Any) -> Expr:
    terms = [
        mul(number(_fraction(coefficient)), power(X, number(int(exponent))))
        for (exponent,), coefficient in polynomial.terms()
    ]
    return sum_of(terms)


def _fraction(coefficient: Any) -> Fraction:
    return Fraction(int(coefficient.numerator), int(coefficient.denominator))
