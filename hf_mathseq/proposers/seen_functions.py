"""Antiderivatives that are sums of functions which can be seen in the integrand.

The derivative of a function has that function's parts: where cos(sin(x**2)) stands in a product,
its integral may have sin(sin(x**2)), and where sqrt(1 - g**2) is a denominator, asin(g). What is
seen is fitted at points, so that the form in which a derivative is written does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hf_mathseq.integrators import Budget, integrate
from hf_mathseq.proposers.linear_fit import MAX_TERMS, scaled, with_coefficients
from hf_mathseq.symbolic.decomposition import split_coefficient
from hf_mathseq.symbolic.evaluation import add, function, mul, power, product_of
from hf_mathseq.symbolic.nodes import HALF, NUMBERS, ONE, Expr, ExpressionError, X, number
from hf_mathseq.symbolic.traversal import varying_parts

SIBLINGS = {
    "sin": ("cos",),
    "cos": ("sin", "tan"),
    "tan": ("tan",),
    "sinh": ("cosh",),
    "cosh": ("sinh", "tanh"),
    "tanh": ("tanh",),
    "exp": ("exp",),
}
"""Function -> those whose derivatives have it as a factor."""
INVERSES = {(1, -1): "asin", (1, 1): "asinh", (-1, 1): "acosh"}
"""Signs of c and d in 1/sqrt(c + d g**2), up to positive factors, -> its integral."""
FEW_STEPS = 100
"""Of the integral of a polynomial."""
STEPS = 2_000
"""Of the integral of what is left."""


def of_seen_functions(integrand: Expr) -> Iterator[Expr]:
    """Yield sums of multiples of seen functions that have the right derivative at points.

    Args:
        integrand: An expression in x.
    """
    try:
        integrals, functions = map(list, zip(*_split(integrand), strict=True))
        found = list(dict.fromkeys([X, *integrals, *functions, *_of_parts(integrand)]))
    except ExpressionError:  # out of bounds
        return
    yield from _term_by_term(integrand, found)
    # What is too much makes a fit ambiguous.
    for several in (integrals, [X, *integrals, *functions], found[:MAX_TERMS]):
        yield from with_coefficients(add(*several), integrand)


def _term_by_term(integrand: Expr, candidates: list[Expr]) -> Iterator[Expr]:
    """Yield the sum of the candidates that fit single terms, with the integral of the others."""
    fitting, left = [], []
    for term in integrand.args if integrand.op == "add" else (integrand,):
        fits = (multiple for each in candidates for multiple in scaled(each, term))
        found = next(fits, None)
        if found is None:
            left.append(term)
        else:
            fitting.append(found)
    rest = integrate(add(*left), Budget(STEPS)) if fitting else None
    if rest is not None:
        yield add(*fitting, rest)


def _of_parts(integrand: Expr) -> Iterator[Expr]:
    """Yield functions of what parts of the integrand are functions of."""
    for part in varying_parts(integrand):
        for name in SIBLINGS.get(part.op, ()):
            yield function(name, part.args[0])
        if part.op == "pow" and part.args[1].op in NUMBERS:
            yield from _of_power(*part.args)


def _split(integrand: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Yield each term with its polynomial factor integrated, and without that factor."""
    for term in integrand.args if integrand.op == "add" else (integrand,):
        factors = term.args if term.op == "mul" else (term,)
        polynomial = product_of([each for each in factors if _is_polynomial(each)])
        functions = product_of([each for each in factors if not _is_polynomial(each)])
        found = integrate(polynomial, Budget(FEW_STEPS))
        yield (functions if found is None else mul(found, functions)), functions


def _is_polynomial(expr: Expr) -> bool:
    if expr.op == "pow":
        exponent = expr.args[1]
        return exponent.op == "int" and exponent.value > 0 and _is_polynomial(expr.args[0])
    whole = expr.op in ("add", "mul", *NUMBERS)
    return expr is X or (whole and all(map(_is_polynomial, expr.args)))


def _of_power(base: Expr, exponent: Expr) -> Iterator[Expr]:
    value = Fraction(exponent.value)
    yield power(base, number(value + 1)) if value != -1 else function("ln", base)
    if value == Fraction(-1, 2) and base.op == "add":
        yield from _of_root(base)


def _of_root(radicand: Expr) -> Iterator[Expr]:
    """Yield the inverse function that has 1/sqrt(c + d g**2) in its derivative."""
    constants = [term for term in radicand.args if term.op in NUMBERS]
    others = [term for term in radicand.args if term.op not in NUMBERS]
    if len(constants) != 1 or len(others) != 1:
        return
    d, square = split_coefficient(others[0])
    c = Fraction(constants[0].value)
    name = INVERSES.get((1 if c > 0 else -1, 1 if d > 0 else -1))
    if name is not None:
        root = product_of([_root(factor) for factor in _factors(square)])
        yield function(name, mul(power(number(abs(d / c)), HALF), root))


def _factors(product: Expr) -> tuple[Expr, ...]:
    return product.args if product.op == "mul" else (product,)


def _root(factor: Expr) -> Expr:
    """Return the root of a power, its base taken to be positive."""
    base, exponent = factor.args if factor.op == "pow" else (factor, ONE)
    return power(base, mul(HALF, exponent))
