"""Answers whose terms are right and whose coefficients are not: fitted and rounded."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.calculus import split_constant_factor, without_constant_terms
from hf_mathseq.symbolic.evaluation import mul, power, sum_of
from hf_mathseq.symbolic.nodes import HALF, Expr, number
from hf_mathseq.symbolic.numeric import evaluate, values_and_derivatives
from hf_mathseq.symbolic.short_form import expanded
from hf_mathseq.verification.probes import PROBES

FloatArray = npt.NDArray[np.float64]

MAX_TERMS = 16
"""Longer sums are not fitted: their terms depend on each other up to rounding."""
MAX_DENOMINATOR = 720
"""Of fitted numbers; 6! has every divisor up to 6, and most that integrals bring about."""
TOLERANCE = 1e-8
"""Relative residual of a fit."""
NEARNESS = 1e-7
"""Relative distance of a fitted number from an exact one."""


def scaled(answer: Expr, integrand: Expr) -> Iterator[Expr]:
    """Yield the multiple of an answer that has the right derivative, if there is one.

    Args:
        answer: An expression in x.
        integrand: What its derivative should be.
    """
    _, slopes = values_and_derivatives(answer, PROBES)
    found = fitted([slopes], evaluate(integrand, PROBES))
    if found is not None:
        yield mul(found[0], answer)


def multiple_of(expr: Expr, other: Expr) -> Expr | None:
    """Return the multiple of an expression that equals another one, None if there is none."""
    found = fitted([evaluate(expr, PROBES)], evaluate(other, PROBES))
    return None if found is None else mul(found[0], expr)


def with_coefficients(answer: Expr, integrand: Expr) -> Iterator[Expr]:
    """Yield sums of the terms of an answer whose coefficients make the derivative right.

    The terms are those of the answer as it stands, and multiplied out.
    """
    targets = evaluate(integrand, PROBES)
    for form in dict.fromkeys((answer, expanded(answer))):
        total = without_constant_terms(form)
        if total.op != "add" or len(total.args) > MAX_TERMS:
            continue
        terms = list(dict.fromkeys(split_constant_factor(term)[0] for term in total.args))
        columns = [values_and_derivatives(term, PROBES)[1] for term in terms]
        found = fitted(columns, targets)
        if found is not None:
            yield sum_of([mul(c, term) for c, term in zip(found, terms, strict=True)])


def fitted(columns: Sequence[FloatArray], targets: FloatArray) -> list[Expr] | None:
    """Return exact numbers whose linear combination of columns is the targets, least squares.

    None where the columns depend on each other, or no such numbers fit.
    """
    system = np.stack([*columns, targets], axis=1)
    system = system[np.isfinite(system).all(axis=1)]
    if len(system) < 2 * len(columns):
        return None
    system /= 1.0 + np.abs(system[:, -1:])
    matrix, wanted = system[:, :-1], system[:, -1]
    sizes = np.abs(matrix).max(axis=0)
    if not (sizes > 0).all() or not np.isfinite(sizes).all():
        return None
    found, _, rank, _ = np.linalg.lstsq(matrix / sizes, wanted, rcond=TOLERANCE)
    if rank < len(columns) or np.abs(matrix / sizes @ found - wanted).max() > TOLERANCE:
        return None
    return exact_numbers(found / sizes)


def exact_numbers(values: FloatArray) -> list[Expr] | None:
    """Return the rational numbers, or roots of rational numbers, that values are near to.

    None where a value is near to neither.
    """
    found = [_rational(value) or _root(value) for value in values.tolist()]
    return [each for each in found if each is not None] if None not in found else None


def _root(value: float) -> Expr | None:
    square = _rational(value * value)
    return (
        None if square is None else mul(number(int(math.copysign(1, value))), power(square, HALF))
    )


def _rational(value: float) -> Expr | None:
    near = Fraction(value).limit_denominator(MAX_DENOMINATOR)
    return number(near) if abs(float(near) - value) <= NEARNESS * max(1.0, abs(value)) else None
