"""What the denominators and roots of an integrand lead to: integrals in one generator."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.integrators.candidates import Candidate, logarithm
from hf_mathseq.integrators.generators import Generator, Generators
from hf_mathseq.integrators.replacement import FunctionOf, at
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.squares import of_two_squares
from hf_mathseq.symbolic.calculus import derivative, split_constant_factor
from hf_mathseq.symbolic.evaluation import divide, mul, power
from hf_mathseq.symbolic.nodes import MINUS_HALF, X_BIT, Expr, X, number
from hf_mathseq.symbolic.short_form import expanded

MAX_DEGREE = 4
"""Denominators of higher degree in one generator count as irreducible."""


def of_root(
    root: Generator, generators: Generators, lowest: list[int], search: Search
) -> Iterator[Candidate]:
    """Integrals of 1/sqrt(u) and 1/(v*sqrt(u)) for a quadratic u in a generator v."""
    base = root.expr.args[0]
    found = _in_one_generator(base, generators) if root.order == 2 else None
    if found is None or polynomial_degree(found[1]) != 2:
        return
    position, inner = found
    variable = generators.every[position].expr
    for exponent in (0, -1) if lowest[position] < 0 else (0,):
        factor = power(X, number(exponent))
        answer = search.integrate(mul(factor, power(inner, MINUS_HALF)))
        if answer is not None:
            slope = mul(at(factor, variable), power(base, MINUS_HALF), derivative(variable))
            yield Candidate(at(answer, variable), slope)


def of_denominator(
    denominator: Expr, generators: Generators, search: Search
) -> Iterator[Candidate]:
    """Logarithms and arctangents whose derivatives have this denominator."""
    yield from of_two_squares(denominator)
    found = _in_one_generator(denominator, generators)
    degree = polynomial_degree(found[1]) if found else None
    if found is None or degree is None or not 2 <= degree <= MAX_DEGREE:
        yield logarithm(denominator)
        return
    variable = generators.every[found[0]].expr
    for exponent in range(degree - 1, -1, -1):
        answer = search.integrate(divide(power(X, number(exponent)), found[1]))
        if answer is not None:
            above = mul(power(variable, number(exponent)), derivative(variable))
            yield Candidate(at(answer, variable), divide(above, denominator))
        elif exponent == degree - 1:
            yield logarithm(denominator)


def _in_one_generator(expr: Expr, generators: Generators) -> tuple[int, Expr] | None:
    """Return (i, g) with expr = g(i-th generator) and g a polynomial."""
    for position, generator in enumerate(generators.every):
        if generator.kind not in ("denominator", "parameter"):
            inner = FunctionOf(generator.expr)(expr)
            if inner is not None and polynomial_degree(inner) is not None:
                return position, expanded(inner)
    return None


def polynomial_degree(expr: Expr) -> int | None:
    """Return the degree of a sum of powers of x with constant coefficients, else None."""
    degree = 0
    for term in expr.args if expr.op == "add" else (expr,):
        varying, _ = split_constant_factor(term)
        if not term.symbols & X_BIT:
            continue
        if varying is X:
            degree = max(degree, 1)
        elif varying.op == "pow" and varying.args[0] is X and varying.args[1].op == "int":
            if varying.args[1].value < 0:
                return None
            degree = max(degree, varying.args[1].value)
        else:
            return None
    return degree
