"""Integration constants brought to their simplest form (arXiv 1912.01412, section 3.2).

A solution holds for all values of its constants, so a constant may stand for any function of
itself: `sqrt(a8 + 4)*x` and `a8*x` are the same family as far as both have values. The routines are
those of the published program; what they gain or lose at single values of a constant is left to the
check of the finished pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hf_mathseq.encodings.prefix import COEFFICIENTS, VARIABLES
from hf_mathseq.symbolic.evaluation import divide, product_of, rebuilt, subtract, sum_of
from hf_mathseq.symbolic.expression import symbol
from hf_mathseq.symbolic.nodes import SYMBOL_BITS, X_BIT, Expr
from hf_mathseq.symbolic.substitution import substitute

_VARIABLE_BITS = sum(SYMBOL_BITS[name] for name in VARIABLES)


def reduce_coefficients(expr: Expr, names: Sequence[str]) -> Expr:
    """Let a coefficient stand for a part without variables in which all of it is contained.

    `ln(a0 + 4)*x` becomes `a0*x`; `a0*x + sin(a0)` stays, since `sin(a0)` is not all of a0.

    Args:
        expr: An expression in variables and coefficients.
        names: The coefficients to reduce, in that order, again and again until nothing changes.
    """
    while True:
        reduced = expr
        for name in names:
            reduced = _reduced(reduced, symbol(name))
        if reduced is expr:
            return expr
        expr = reduced


def _reduced(expr: Expr, coefficient: Expr) -> Expr:
    bit = coefficient.symbols
    if not expr.symbols & bit:
        return expr
    fresh = next(symbol(name) for name in COEFFICIENTS if not expr.symbols & SYMBOL_BITS[name])
    for part in _pre_order(expr, bit):
        if part.args and not part.symbols & _VARIABLE_BITS:
            without = substitute(expr, {part: fresh})
            if not without.symbols & bit:
                return substitute(without, {fresh: coefficient})
    return expr


def _pre_order(expr: Expr, bit: int) -> Iterator[Expr]:
    """Yield the parts that contain a symbol, each before its own parts."""
    if expr.symbols & bit:
        yield expr
        for arg in expr.args:
            yield from _pre_order(arg, bit)


def absorb_numbers(expr: Expr, name: str) -> Expr:
    """Let a coefficient take in the numbers beside it: `3*a8*x` becomes `a8*x`.

    The first sum or product of which the coefficient is a term or factor decides; the coefficient
    is replaced everywhere.

    Args:
        expr: An expression with the coefficient.
        name: The coefficient.
    """
    coefficient = symbol(name)
    parts = _pre_order(expr, coefficient.symbols)
    beside = next((part for part in parts if coefficient in part.args), None)
    if beside is None or beside.op not in ("add", "mul"):
        return expr
    numbers = [arg for arg in beside.args if not arg.symbols]
    if not numbers:
        return expr
    if beside.op == "add":
        return substitute(expr, {coefficient: subtract(coefficient, sum_of(numbers))})
    return substitute(expr, {coefficient: divide(coefficient, product_of(numbers))})


def clean_two_coefficients(expr: Expr, first: str, second: str) -> Expr:
    """Let each of two coefficients take in what stands beside it without x.

    `3*a8*exp(x) + a9*exp(-x)/7` becomes `a8*exp(x) + a9*exp(-x)`.

    Args:
        expr: A solution of a second-order equation.
        first: The coefficient that is looked at first.
        second: The other one.
    """
    while True:
        cleaned = expr
        for name in (first, second):
            bit = SYMBOL_BITS[name]
            if not cleaned.symbols & bit:
                return cleaned
            cleaned = _cleaned(cleaned, symbol(name))
        if cleaned is expr:
            return expr
        expr = cleaned


def _cleaned(expr: Expr, coefficient: Expr) -> Expr:
    holder = _smallest_holder(expr, coefficient)
    if holder.op not in ("add", "mul") or coefficient not in holder.args:
        return expr
    if sum(1 for arg in holder.args if arg.symbols & coefficient.symbols) != 1:
        return expr
    varying = [arg for arg in holder.args if arg.symbols & X_BIT]
    kept = rebuilt(holder.op, (coefficient, *varying)) if varying else coefficient
    return substitute(expr, {holder: kept})


def _smallest_holder(expr: Expr, coefficient: Expr) -> Expr:
    """Return the smallest part with all of it, which is an argument or in several arguments."""
    while True:
        holding = [arg for arg in expr.args if arg.symbols & coefficient.symbols]
        if len(holding) != 1 or holding[0] is coefficient:
            return expr
        expr = holding[0]
