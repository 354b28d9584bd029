"""Partial differential equations as people type them, e.g. `u_t = u_xx + 2*u_y; u(0) = exp(-x^2)`.

An equation is first order in time, linear, with integer coefficients. Derivatives are `u_xxy`,
`u_x0x1` or `d0^2*d1*u`; coordinates are x0, x1, ... or x, y, z, w. The initial condition is a
product of `exp(3*i*x)`, 1, `sin(2*x)/(2*x)` or `sinc(2*x)`, `delta(x)` and `exp(-(2*x)^2)`; without
one, Gaussians in all coordinates are taken, which have all frequencies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hf_mathseq.systems.pde_initial import Kernels, Shifts, initial_factors, kernel_list
from hf_mathseq.systems.pde_problem import (
    FACTOR_POWERS,
    GAUSSIAN,
    MAX_DIMENSION,
    MAX_EXPONENT,
    Factor,
    Monomial,
    Pde,
    check_pde,
)
from hf_mathseq.systems.pde_terms import MAX_CHARACTERS, Term, side_terms
from hf_mathseq.verdict import ProblemError

_EXAMPLE = "u_t = u_xx + u_yy; u(0) = exp(-x^2)*exp(-y^2)"
_INITIAL = re.compile(r"u(?:0|_0|\(0\)|\(t=0\))=(.*)")


def pde_from_text(text: Any, min_dimension: int = 1) -> Pde:
    """Return the problem that a text says; the inverse of `pde_text.pde_text`.

    What the published words cannot say is put differently, with the same answer: the operator
    begins with a term of positive coefficient, for which a drift `d0` is added where there is
    none (it moves the solution and makes it neither grow nor shrink), and with no shift the first
    coordinate is shifted by 0.

    Args:
        text: See the module docstring.
        min_dimension: Constant coordinates are added up to this number.

    Raises:
        ProblemError: The text is no such problem; one line with the reason.
    """
    if not isinstance(text, str) or not text.strip():
        raise ProblemError(f"an equation is text such as {_EXAMPLE!r}")
    if len(text) > MAX_CHARACTERS:
        raise ProblemError(f"{len(text)} characters; at most {MAX_CHARACTERS} are read")
    plain = text.replace("**", "^").replace("·", "*").replace("I", "i")
    equation, _, initial = plain.strip().rstrip(";").partition(";")
    monomials = _operator(equation)
    shifts: Shifts = {}
    kernels: Kernels = {}
    count = 0
    if initial.strip():
        match = _INITIAL.fullmatch("".join(initial.split()))
        if match is None:
            raise ProblemError("the initial condition begins with `u(0) =`")
        shifts, kernels, count = initial_factors(match[1])
    mentioned = [k for m in monomials for k, _ in m.factors] + [*shifts, *kernels]
    dimension = max(count, min_dimension, *(k + 1 for k in mentioned))
    if dimension > MAX_DIMENSION:
        raise ProblemError(f"there are at most {MAX_DIMENSION} coordinates")
    if not initial.strip():
        kernels = dict.fromkeys(mentioned, (GAUSSIAN, 1))
    pde = Pde(dimension, monomials, _written(shifts), kernel_list(kernels, dimension))
    check_pde(pde)
    return pde


def _written(shifts: Shifts) -> tuple[tuple[int, int], ...]:
    return tuple(shifts.items()) or ((0, 0),)


def _operator(text: str) -> tuple[Monomial, ...]:
    """Return P of an equation `u_t + P u = 0`."""
    sides = text.split("=")
    if len(sides) != 2:
        raise ProblemError(f"an equation has two sides, such as {_EXAMPLE!r}")
    left, right = map(side_terms, sides)
    terms = [*left, *(Term(-1) * term for term in right)]
    timed = [term for term in terms if term.times]
    if not timed:
        raise ProblemError("the equation has no u_t")
    if any(term.times > 1 for term in timed):
        raise ProblemError("the equation is of first order in time: u_t and no higher derivative")
    speed = sum(term.coefficient for term in timed)
    if abs(speed) != 1 or any(term.factors or term.unknowns != 1 for term in timed):
        raise ProblemError("u_t stands alone, with the coefficient 1")
    spatial = _collected([Term(speed) * term for term in terms if not term.times])
    if not spatial:
        raise ProblemError("the equation has no derivative with respect to a coordinate")
    return _positive_first(spatial)


def _collected(terms: Sequence[Term]) -> list[Monomial]:
    """Add up terms with the same factors in the same order, which published ones never have."""
    found: dict[tuple[Factor, ...], Monomial] = {}
    for term in terms:
        if term.coefficient == 0:
            continue
        if term.unknowns != 1:
            raise ProblemError("the equation is linear: every term has u once")
        monomial = Monomial(term.coefficient, _factors(term.factors))
        if not monomial.factors:
            raise ProblemError("a term in u without derivative is not part of this task")
        known = found.get(monomial.factors, replace(monomial, coefficient=0))
        found[monomial.factors] = replace(
            known, coefficient=known.coefficient + monomial.coefficient
        )
    return [monomial for monomial in found.values() if monomial.coefficient]


def _factors(given: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """Return distinct factors with the powers 1, 2 and 4; kept as typed where they are that."""
    if len(set(given)) == len(given) and all(power in FACTOR_POWERS for _, power in given):
        return given
    exponents = Monomial(1, given).exponents
    if max(exponents.values()) > MAX_EXPONENT:
        raise ProblemError(f"derivatives go up to order {MAX_EXPONENT} in each coordinate")
    return tuple(
        (k, power)
        for k, exponent in exponents.items()
        for power in reversed(FACTOR_POWERS)
        if exponent & power
    )


def _positive_first(monomials: list[Monomial]) -> tuple[Monomial, ...]:
    """Begin with a term of positive coefficient; see `pde_from_text`."""
    first = next((i for i, m in enumerate(monomials) if m.coefficient > 0), None)
    if first is not None:
        return (monomials[first], *monomials[:first], *monomials[first + 1 :])
    drift = Monomial(1, ((0, 1),))
    return (drift, *(m for m in monomials if m.factors != drift.factors))
