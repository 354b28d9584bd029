"""A short equivalent of an expression: the deterministic stand-in for SymPy's `simplify`.

The published generator simplifies half of its integrands with SymPy, which takes most of its time
and depends on a clock. Here a few rewritings are tried at every node, from the leaves up, and the
form with the fewest words wins; ties go to common factors, else to the earlier form. The
rewritings are: Pythagorean identities, common factors of a sum, a sum over one denominator, and
expanded products and integer powers of sums. How far they go is limited by numbers of terms, so
the result depends on the expression alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from hf_mathseq.symbolic.evaluation import add, mul, power, rebuilt
from hf_mathseq.symbolic.nodes import (
    NUMBERS,
    ONE,
    Expr,
    memos,
    number,
)
from hf_mathseq.symbolic.pythagorean import pythagorean

# Products with more terms than this are not expanded.
MAX_TERMS = 6
MAX_EXPANDED_POWER = 3
# Sums with more terms are left alone: their forms differ little in length.
MAX_SUM = 24

_Rational = int | Fraction
_Powers = dict[Expr, _Rational]
_Power = tuple[Expr, _Rational]
_memo: dict[Expr, Expr] = {}
memos.append(_memo)


def short_form(expr: Expr) -> Expr:
    """Return the shortest of the forms described above, equal to `expr` where both have values."""
    if not expr.args:
        return expr
    found = _memo.get(expr)
    if found is None:
        found = _shortened(expr)
        if found.words > expr.words:
            found = expr
        _memo[expr] = found
    return found


def _shortened(expr: Expr) -> Expr:
    args = tuple(map(short_form, expr.args))
    if args != expr.args:
        expr = rebuilt(expr.op, args)
    if expr.op == "add" and len(expr.args) <= MAX_SUM:
        expr = pythagorean(expr)
        return _shortest_sum(expr) if expr.op == "add" else short_form(expr)
    if expr.op == "mul" and _may_cancel(expr):
        return _shorter(expr, expanded(expr))
    return expr


def _shorter(expr: Expr, other: Expr) -> Expr:
    return other if other is not expr and other.words < expr.words else expr


def _shortest_sum(expr: Expr) -> Expr:
    best = _shorter(expr, expanded(expr))
    rows = [_factors(term)[1] for term in expr.args]
    seen: list[_Power] = []
    for over_one_denominator in (False, True):
        shared = _shared_powers(rows, over_one_denominator)
        if not shared or shared == seen:
            continue
        seen = shared
        outside, inside = _factored(expr, shared)
        if outside is ONE:
            continue
        limit = best.words - outside.words
        if inside.words <= limit:
            factored = mul(outside, inside)
            # As many words, but fewer operators: (1 + x)*exp(x) instead of x*exp(x) + exp(x).
            best = factored if factored.words <= best.words else best
        flat = expanded(inside)
        if flat is not inside and flat.words < limit:
            best = _shorter(best, mul(outside, flat))
    return best


def common_factor(expr: Expr, over_one_denominator: bool) -> tuple[Expr, Expr]:
    """Write a sum as (outside, inside), their product being the sum.

    Args:
        expr: A sum.
        over_one_denominator: Also take out powers with negative exponents that two or more, but
            not all, of the terms have.
    """
    shared = _shared_powers([_factors(term)[1] for term in expr.args], over_one_denominator)
    return _factored(expr, shared) if shared else (ONE, expr)


def _factored(expr: Expr, shared: list[_Power]) -> tuple[Expr, Expr]:
    """Take powers and the common factor of the coefficients out of a sum."""
    common = content([_factors(term)[0] for term in expr.args])
    inverse = [power(base, number(-exponent)) for base, exponent in shared]
    if common != 1:
        inverse.append(number(1 / common))
    inside = add(*[mul(term, *inverse) for term in expr.args])
    outside = [power(base, number(exponent)) for base, exponent in shared]
    return mul(number(common), *outside), inside


def _shared_powers(rows: list[_Powers], over_one_denominator: bool) -> list[_Power]:
    """Return the powers that all terms share, or the denominators that some share."""
    found: dict[Expr, list[_Rational]] = {}
    for powers in rows:
        for base, exponent in powers.items():
            if base in found:
                found[base].append(exponent)
            else:
                found[base] = [exponent]
    shared: list[_Power] = []
    for base, exponents in found.items():
        if len(exponents) == 1:
            continue
        least = min(exponents)
        if len(exponents) == len(rows):
            if over_one_denominator or least > 0 or max(exponents) < 0:
                shared.append((base, least))
        elif over_one_denominator and least < 0:
            shared.append((base, least))
    return shared


_factor_memo: dict[Expr, tuple[_Rational, _Powers]] = {}
memos.append(_factor_memo)


def _factors(term: Expr) -> tuple[_Rational, _Powers]:
    """Return the coefficient and the rational exponents of the bases of a term."""
    found = _factor_memo.get(term)
    if found is not None:
        return found
    coefficient: _Rational = 1
    powers: _Powers = {}
    for factor in term.args if term.op == "mul" else (term,):
        if factor.op in NUMBERS:
            coefficient = factor.value
        elif factor.op == "pow" and factor.args[1].op in NUMBERS:
            base, exponent = factor.args
            if base.op in NUMBERS:
                powers[factor] = 1
            else:
                powers[base] = exponent.value
        else:
            powers[factor] = 1
    _factor_memo[term] = coefficient, powers
    return coefficient, powers


def content(coefficients: Sequence[_Rational]) -> Fraction:
    """Return the common factor of rational numbers, negative if all of them are."""
    numerators = gcd(*(c.numerator for c in coefficients))
    denominators = lcm(*(c.denominator for c in coefficients))
    sign = -1 if all(c < 0 for c in coefficients) else 1
    return Fraction(sign * numerators, denominators)


def _may_cancel(expr: Expr) -> bool:
    """Whether a factor of the product shares a base with terms of a sum among the factors."""
    _, powers = _factors(expr)
    for factor in expr.args:
        if factor.op == "add":
            for term in factor.args:
                if any(base in powers for base in _factors(term)[1]):
                    return True
    return False


_expanded_memo: dict[Expr, Expr] = {}
memos.append(_expanded_memo)


def expanded(expr: Expr) -> Expr:
    """Multiply out products and small integer powers of sums, up to `MAX_TERMS` terms."""
    if expr.op not in ("add", "mul", "pow"):
        return expr
    found = _expanded_memo.get(expr)
    if found is None:
        found = _expanded_memo[expr] = _expanded(expr)
    return found


def _expanded(expr: Expr) -> Expr:
    if expr.op == "add":
        parts = tuple(map(expanded, expr.args))
        return expr if parts == expr.args else add(*parts)
    terms = _terms(expr)
    return expr if terms is None else add(*terms)


def _terms(expr: Expr) -> list[Expr] | None:
    """Return the terms of the expanded product, None if there is nothing to do or too much."""
    factors = expr.args if expr.op == "mul" else (expr,)
    fixed: list[Expr] = []
    terms = [ONE]
    for factor in factors:
        total, times = factor, 1
        if factor.op == "pow" and factor.args[0].op == "add" and factor.args[1].op == "int":
            total, times = factor.args[0], factor.args[1].value
        if total.op != "add" or not 1 <= times <= MAX_EXPANDED_POWER:
            fixed.append(factor)
            continue
        if len(terms) * len(total.args) ** times > MAX_TERMS:
            return None
        for _ in range(times):
            terms = [mul(left, right) for left in terms for right in total.args]
    return None if len(terms) == 1 else [mul(term, *fixed) for term in terms]
