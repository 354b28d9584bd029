"""Simple integrals and the families of changed ones, built by what is known of their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from hf_mathseq.evaluation.suites.rewriting import rewritten
from hf_mathseq.integrators.replacement import at
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, mul
from hf_mathseq.symbolic.expression import Expr, number, read_prefix, symbol
from hf_mathseq.symbolic.infix import read_infix


class Integral(NamedTuple):
    """A problem and its answer."""

    integrand: Expr
    antiderivative: Expr


Changed = Iterator[tuple[Integral, tuple[int, ...]]]
Family = Callable[[Sequence[Integral], int], Changed]
"""From the simple integrals and the place of one: changed integrals with the places they use."""

BASE = "simple problems"

# All are real on 0 < x < 1, so that their sums and products are, too.
FUNCTIONS = (
    *("x^2", "x^3", "sqrt(x)", "1/x", "ln(x)", "e^x", "sin(x)", "cos(x)", "tan(x)"),
    *("asin(x)", "acos(x)", "atan(x)", "sinh(x)", "cosh(x)", "tanh(x)", "asinh(x)", "atanh(x)"),
)
SHAPES = ("{u}", "x*{u}", "{u}/x", "{u}^2", "x^2 + {u}", "e^x*{u}")
# Real for every real u, so that every simple answer can stand in their place of x.
OUTER = ("e^x", "sin(x)", "cos(x)", "atan(x)", "x^3", "tanh(x)", "asinh(x)", "ln(x^2 + 1)")
TERMS = ("x", "e^(2*x)", "x^4", "sin(3*x)", "ln(x + 2)", "cos(2*x)", "sqrt(x + 1)")
FACTORS = (7, 13, 3, 29, 2, 64, 11, 97, 5)
MULTIPLES = (2, 3, 5, 4, 7)
# Training integers are drawn from 1 to 5; what differentiation makes of them stays mostly below.
LARGE = (128, 1009, 46368, 317811, 600, 99991, 2020)
# Distances of the problems that are joined: far enough for another function and another shape.
PARTNERS = (5, 23, 40)


def read(text: str) -> Expr:
    """Return an expression from the text that people type."""
    return read_prefix(read_infix(text))


def integral_of(antiderivative: Expr) -> Integral:
    """Return the problem that an expression answers."""
    return Integral(derivative(antiderivative), antiderivative)


@cache
def simple_integrals() -> list[Integral]:
    """Return the problems that the others are made from, all different."""
    found: dict[Expr, Integral] = {}
    for shape in SHAPES:
        for function in FUNCTIONS:
            integral = integral_of(read(shape.format(u=f"({function})")))
            if integral.integrand.symbols:
                found.setdefault(integral.integrand, integral)
    return list(found.values())


def _turn(values: Sequence[int], place: int) -> Expr:
    return number(values[place % len(values)])


def _constant_factor(simple: Sequence[Integral], place: int) -> Changed:
    yield integral_of(mul(_turn(FACTORS, place), simple[place].antiderivative)), (place,)


def _scaled_argument(simple: Sequence[Integral], place: int) -> Changed:
    for multiple in (_turn(MULTIPLES, place), _turn(MULTIPLES, place + 2)):
        inner = mul(multiple, symbol("x"))
        yield integral_of(at(simple[place].antiderivative, inner)), (place,)


def _added_term(simple: Sequence[Integral], place: int) -> Changed:
    term = read(TERMS[place % len(TERMS)])
    yield integral_of(add(simple[place].antiderivative, term)), (place,)


def _larger_integers(simple: Sequence[Integral], place: int) -> Changed:
    large = _turn(LARGE, place)
    yield integral_of(mul(large, simple[place].antiderivative)), (place,)
    line = mul(_turn(LARGE, place + 3), symbol("x"))
    yield integral_of(add(simple[place].antiderivative, line)), (place,)


def _joined(join: Callable[..., Expr], partners: int) -> Family:
    def family(simple: Sequence[Integral], place: int) -> Changed:
        places = (place, *((place + step) % len(simple) for step in PARTNERS[:partners]))
        yield integral_of(join(*(simple[i].antiderivative for i in places))), places

    return family


def _composition(simple: Sequence[Integral], place: int) -> Changed:
    outer = read(OUTER[place % len(OUTER)])
    yield integral_of(at(outer, simple[place].antiderivative)), (place,)


def _rewritten(simple: Sequence[Integral], place: int) -> Changed:
    integrand, antiderivative = simple[place]
    yield Integral(rewritten(integrand, place), antiderivative), (place,)


FAMILIES: dict[str, Family] = {
    "constant factor": _constant_factor,
    "scaled argument": _scaled_argument,
    "added term": _added_term,
    "larger integers": _larger_integers,
    "sum of two": _joined(add, 1),
    "sum of four": _joined(add, 3),
    "product of two": _joined(mul, 1),
    "composition": _composition,
    "equivalent integrand": _rewritten,
}
