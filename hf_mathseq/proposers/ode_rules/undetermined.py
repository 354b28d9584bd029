"""Particular solutions of linear equations, by undetermined coefficients.

What is looked for is a combination of the functions that the right-hand side and its derivatives
are made of, each of its terms by itself. Textbooks write these solutions in this form.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hf_mathseq.proposers.linear_fit import FloatArray, fitted
from hf_mathseq.proposers.ode_rules.unknowns import same
from hf_mathseq.symbolic.calculus import derivative, split_constant_factor
from hf_mathseq.symbolic.evaluation import mul, power, sum_of
from hf_mathseq.symbolic.nodes import ZERO, Expr, X, integer
from hf_mathseq.symbolic.numeric import evaluate
from hf_mathseq.symbolic.short_form import expanded
from hf_mathseq.verification.probes import PROBES

Operator = Callable[[Expr], Expr]
"""The left side of a linear equation, as what it makes of a function."""

MAX_FUNCTIONS = 10
"""Of one term and its derivatives."""
SHIFTS = (0, 1, 2)
"""Powers of x that the functions are multiplied by, for terms that solve the equation without
right-hand side."""
NOTHING = 1e-9
"""What the operator makes at most of a function that solves that equation, relative to it and 1."""


def particular(operator: Operator, rest: Expr) -> Expr | None:
    """Return a function h with operator(h) = rest, None where none is found.

    Raises:
        ExpressionError: A part is out of bounds or has no value.
    """
    found = [_of_term(operator, term) for term in _terms(expanded(rest))]
    parts = [each for each in found if each is not None]
    return sum_of(parts) if len(parts) == len(found) else None


def _terms(total: Expr) -> tuple[Expr, ...]:
    if total is ZERO:
        return ()
    return total.args if total.op == "add" else (total,)


def _of_term(operator: Operator, term: Expr) -> Expr | None:
    wanted, factor = split_constant_factor(term)
    functions = _functions(wanted)
    targets = evaluate(wanted, PROBES)
    for shift in SHIFTS:
        shifted = [mul(each, power(X, integer(shift))) for each in functions]
        columns = [evaluate(operator(each), PROBES) for each in shifted]
        sizes = [evaluate(each, PROBES) for each in shifted]
        kept = [i for i, column in enumerate(columns) if not _vanishes(column, sizes[i])]
        if kept:
            values = fitted([columns[i] for i in kept], targets)
            parts = [mul(v, shifted[i]) for v, i in zip(values or (), kept, strict=False)]
            if parts and same(operator(sum_of(parts)), wanted):
                return mul(factor, sum_of(parts))
    return None


def _functions(term: Expr) -> list[Expr]:
    """Return what a term and its derivatives are made of, the term alone if that does not end."""
    found, waiting = {term: None}, [term]
    while waiting:
        for part in _terms(expanded(derivative(waiting.pop()))):
            varying = split_constant_factor(part)[0]
            if varying not in found:
                found[varying] = None
                waiting.append(varying)
        if len(found) > MAX_FUNCTIONS:
            return [term]
    return list(found)


def _vanishes(column: FloatArray, sizes: FloatArray) -> bool:
    counted = np.isfinite(column) & np.isfinite(sizes)
    return bool((np.abs(column) <= NOTHING * (1 + np.abs(sizes)))[counted].all())
