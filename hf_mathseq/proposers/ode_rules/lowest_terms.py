"""Quotients in lowest terms whose variables are all the functions and roots that occur.

Equations are often written without denominators: what belongs to one term is spread over many, and
comes together again only where common factors of several terms are cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import Any

from hf_mathseq.processes.time_limit import check
from hf_mathseq.symbolic.decomposition import split_coefficient
from hf_mathseq.symbolic.evaluation import function, mul, power, product_of, sum_of
from hf_mathseq.symbolic.nodes import MINUS_ONE, NUMBERS, ONE, ZERO, Expr, number
from hf_mathseq.symbolic.short_form import short_form

MAX_GENERATORS = 9
MAX_TERMS = 150
"""Terms of a numerator and a denominator on the way."""
MAX_DENSE_TERMS = 100_000
"""Terms that polynomials of such degrees may have: common factors of larger ones take minutes."""
MAX_FACTORED = 12
"""Terms of denominators that are factored."""
MAX_DENSE_FACTORED = 500
"""Terms that a polynomial of such degrees may have for that."""
MAX_DEGREE = 12
"""Exponents of powers of sums."""


class _TooLargeError(ValueError):
    """More terms than common factors are searched for in."""


def in_lowest_terms(expr: Expr) -> Expr | None:
    """Return an expression as a quotient of sums without common factors, None if it is too large.

    Functions and roots that are related to each other count as independent.

    Raises:
        TimeIsUpError: See `time_limit.check`; this is where methods that try much spend their time.
    """
    check()
    generators: dict[Expr, None] = {}
    _collect(expr, generators)
    if not 0 < len(generators) <= MAX_GENERATORS:
        return None
    variables = _variables(len(generators))
    try:
        found = _element(expr, dict(zip(generators, variables[1:], strict=True)), variables[0])
    except (_TooLargeError, ZeroDivisionError):
        return None
    if not found:
        return ZERO
    bases = list(generators)
    return mul(_written(found.numer, bases), *_inverses(found.denom, bases))


def reduced(expr: Expr) -> Expr:
    """Return an expression in lowest terms, shortened where it is too large for that."""
    found = in_lowest_terms(expr)
    return short_form(expr) if found is None else found


def _variables(count: int) -> Any:
    """Return SymPy's field of rational functions of so many variables, and these."""
    from sympy.polys.domains import QQ
    from sympy.polys.fields import field

    return field([f"g{i}" for i in range(count)], QQ)


def _generator(part: Expr) -> tuple[Expr, int]:
    """Return a function or root and the power of it that a part is, which is no sum or product."""
    if part.op == "pow" and part.args[1].op == "rational":
        exponent = Fraction(part.args[1].value)
        root = power(part.args[0], number(Fraction(1, exponent.denominator)))
        return root, exponent.numerator
    if part.op == "exp":
        coefficient, rest = split_coefficient(part.args[0])
        exponent = Fraction(coefficient)
        unit = mul(number(Fraction(1, exponent.denominator)), rest)
        return function("exp", unit), exponent.numerator
    return part, 1


def _is_power(part: Expr) -> bool:
    return part.op == "pow" and part.args[1].op == "int"


def _collect(part: Expr, generators: dict[Expr, None]) -> None:
    if part.op in ("add", "mul"):
        for arg in part.args:
            _collect(arg, generators)
    elif _is_power(part):
        _collect(part.args[0], generators)
    elif part.op not in NUMBERS:
        generators[_generator(part)[0]] = None


def _element(part: Expr, values: dict[Expr, Any], domain: Any) -> Any:
    if part.op in NUMBERS:
        return domain(part.value.numerator) / part.value.denominator
    if part.op in ("add", "mul"):
        found, *others = (_element(arg, values, domain) for arg in part.args)
        for other in others:
            _check_degrees([a + b for a, b in zip(_degrees(found), _degrees(other), strict=True)])
            found = _bounded(found + other if part.op == "add" else found * other)
        return found
    base, exponent = (part.args[0], part.args[1].value) if _is_power(part) else (None, 0)
    if base is None:
        root, exponent = _generator(part)
        return values[root] ** exponent
    if abs(exponent) > MAX_DEGREE:
        raise _TooLargeError
    found = _element(base, values, domain)
    _check_degrees([abs(exponent) * degree for degree in _degrees(found)])
    return _bounded(found**exponent)


def _degrees(element: Any) -> list[int]:
    """Return the largest exponent of each variable in numerator and denominator."""
    exponents = [*element.numer.itermonoms(), *element.denom.itermonoms()]
    return [max(each) for each in zip(*exponents, strict=True)]


def _check_degrees(degrees: list[int]) -> None:
    if prod(degree + 1 for degree in degrees) > MAX_DENSE_TERMS:
        raise _TooLargeError


def _bounded(element: Any) -> Any:
    if len(element.numer) + len(element.denom) > MAX_TERMS:
        raise _TooLargeError
    return element


def _inverses(denominator: Any, bases: list[Expr]) -> Iterator[Expr]:
    dense = prod(degree + 1 for degree in map(max, zip(*denominator.itermonoms(), strict=True)))
    if len(denominator) > MAX_FACTORED or dense > MAX_DENSE_FACTORED:
        yield power(_written(denominator, bases), MINUS_ONE)
        return
    content, factors = denominator.factor_list()
    yield power(_written(denominator.ring(content), bases), MINUS_ONE)
    for factor, exponent in factors:
        yield power(_written(factor, bases), number(-exponent))


def _written(polynomial: Any, bases: list[Expr]) -> Expr:
    """Return a polynomial as a product of what its terms share and the rest."""
    shared = [min(each) for each in zip(*polynomial.itermonoms(), strict=True)]
    terms = [
        _term(coefficient, [n - m for n, m in zip(powers, shared, strict=True)], bases)
        for powers, coefficient in polynomial.terms()
    ]
    return mul(_term(ONE.value, shared, bases), sum_of(terms))


def _term(coefficient: Any, exponents: list[int], bases: list[Expr]) -> Expr:
    value = Fraction(int(coefficient.numerator), int(coefficient.denominator))
    powers = [power(base, number(n)) for base, n in zip(bases, exponents, strict=True) if n]
    return mul(number(value), product_of(powers))
