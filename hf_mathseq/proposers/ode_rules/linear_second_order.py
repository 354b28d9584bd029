"""Linear equations of second order: one solution is found or guessed, the others follow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from hf_mathseq.proposers.linear_fit import multiple_of
from hf_mathseq.proposers.ode_rules.known_solutions import known_solutions
from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.roots import joined_roots
from hf_mathseq.proposers.ode_rules.undetermined import Operator, particular
from hf_mathseq.proposers.ode_rules.unknowns import (
    CURVATURE,
    FIRST,
    SECOND,
    SLOPE,
    UNKNOWN_BITS,
    U,
    free_of,
    integral,
    same,
    solved_for,
    while_defined,
)
from hf_mathseq.symbolic.calculus import derivative, split_constant_factor
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, power, subtract
from hf_mathseq.symbolic.nodes import (
    ONE,
    TWO,
    ZERO,
    Expr,
    X,
)
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.substitution import substitute


def linear_second_order(equation: Expr) -> Iterator[Expr]:
    """Yield solutions of a linear equation in x, U, SLOPE and CURVATURE, with FIRST and SECOND.

    One solution of the equation without right-hand side is found from its coefficients or guessed;
    the other one and the particular solution follow by variation of constants.
    """
    for curvature in islice(solved_for(CURVATURE, equation, ZERO), 1):
        rest = substitute(curvature, {U: ZERO, SLOPE: ZERO})
        by_u = free_of(subtract(substitute(curvature, {U: add(U, ONE)}), curvature), U, ONE)
        change = subtract(substitute(curvature, {SLOPE: add(SLOPE, ONE)}), curvature)
        by_slope = free_of(change, SLOPE, ONE)
        if by_u is None or by_slope is None:
            return
        p, q = reduced(by_slope), reduced(by_u)
        linear = add(rest, mul(p, SLOPE), mul(q, U))
        if (p.symbols | q.symbols) & UNKNOWN_BITS or not same(linear, curvature):
            return
        yield from _solutions(p, q, reduced(rest))


def _solutions(p: Expr, q: Expr, rest: Expr) -> Iterator[Expr]:
    """Yield the general solution of u'' = p u' + q u + rest."""
    exponent = integral(p)
    if exponent is None:
        return
    wronskians = joined_roots(function("exp", exponent))

    def operator(u: Expr) -> Expr:
        slope = derivative(u)
        return subtract(derivative(slope), add(mul(p, slope), mul(q, u)))

    known: list[Expr] = []
    guesses = map(_varying, known_solutions(p, q, wronskians[0]))
    for guess in _distinct(guesses):
        slope = derivative(guess)
        if same(derivative(slope), add(mul(p, slope), mul(q, guess))):
            for other in known:
                yield from while_defined(_of_pair(other, guess, wronskians, operator, rest))
            known.append(guess)
    for guess in known:
        for wronskian in wronskians:
            for other in while_defined(_partner(guess, wronskian)):
                yield from while_defined(_of_pair(guess, other, wronskians, operator, rest))


def _varying(guess: Expr) -> Expr:
    return split_constant_factor(guess)[0]


def _distinct(guesses: Iterator[Expr]) -> Iterator[Expr]:
    seen: set[Expr] = set()
    for guess in guesses:
        if guess not in seen:
            seen.add(guess)
            yield guess


def _partner(guess: Expr, wronskian: Expr) -> Iterator[Expr]:
    """Yield another solution without rest, by reduction of the order."""
    ratio = integral(reduced(divide(wronskian, power(guess, TWO))))
    if ratio is not None:
        yield _varying(short_form(mul(guess, ratio)))


def _of_pair(
    first: Expr, second: Expr, wronskians: list[Expr], operator: Operator, rest: Expr
) -> Iterator[Expr]:
    """Yield the general solution for two solutions without rest, if they are independent."""
    wronskian = subtract(mul(first, derivative(second)), mul(second, derivative(first)))
    if same(wronskian, ZERO):
        return
    general = add(mul(FIRST, first), mul(SECOND, second))
    known = particular(operator, rest)
    if known is not None:
        yield add(general, known)
        return
    divisor = _multiple(wronskian, wronskians)
    left = integral(reduced(divide(mul(second, rest), divisor)))
    right = integral(reduced(divide(mul(first, rest), divisor)))
    if left is not None and right is not None:
        varied = subtract(mul(second, right), mul(first, left))
        yield add(general, min(varied, short_form(reduced(varied)), key=lambda form: form.words))


def _multiple(wronskian: Expr, forms: list[Expr]) -> Expr:
    """Return a Wronskian as the multiple of one of its simpler forms, if it is one."""
    for form in forms:
        found = multiple_of(form, wronskian)
        if found is not None and same(found, wronskian):
            return found
        factor = free_of(divide(wronskian, form), X, ZERO)
        if factor is not None:
            return mul(factor, form)
    return short_form(wronskian)
