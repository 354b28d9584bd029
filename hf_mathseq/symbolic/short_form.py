"""A short equivalent of an expression: the deterministic stand-in for SymPy's `simplify`.

The published generator simplifies half of its integrands with SymPy, which takes most of its time
and depends on a clock. Here a few rewritings are tried at every node, from the leaves up, and the
form with the fewest words wins; ties keep the earlier form. The rewritings are: Pythagorean
identities, common factors of a sum, a sum over one denominator, and expanded products and integer
powers of sums. How far they go is limited by numbers of terms, so the result depends on the
expression alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

from hf_mathseq.symbolic.arithmetic import NUMBERS, base_and_exponent, split_coefficient
from hf_mathseq.symbolic.evaluation import RULES, add, function, mul, power
from hf_mathseq.symbolic.nodes import (
    ONE,
    TWO,
    Expr,
    memos,
    number,
)
from hf_mathseq.symbolic.word_count import count_words

# Products with more terms than this are not expanded.
MAX_TERMS = 12
MAX_EXPANDED_POWER = 3
# Sums with more terms are left alone: their forms differ little in length.
MAX_SUM = 24

_memo: dict[Expr, Expr] = {}
memos.append(_memo)


def short_form(expr: Expr) -> Expr:
    """Return the shortest of the forms described above, equal to `expr` where both have values."""
    if not expr.args:
        return expr
    found = _memo.get(expr)
    if found is None:
        found = _memo[expr] = _shortened(expr)
    return found


def _shortened(expr: Expr) -> Expr:
    args = tuple(map(short_form, expr.args))
    if args != expr.args:
        expr = _rebuilt(expr.op, args)
    if expr.op == "add" and len(expr.args) <= MAX_SUM:
        expr = _pythagorean(expr)
        return _shortest(expr, _forms_of_sum(expr)) if expr.op == "add" else short_form(expr)
    if expr.op == "mul":
        return _shortest(expr, [expanded(expr)])
    return expr


def _rebuilt(op: str, args: tuple[Expr, ...]) -> Expr:
    if op in ("add", "mul"):
        return RULES[op](args)
    if op == "pow":
        return power(*args)
    return function(op, args[0])


def _shortest(expr: Expr, forms: Iterable[Expr]) -> Expr:
    best, length = expr, count_words(expr)
    for form in forms:
        words = count_words(form)
        if words < length:
            best, length = form, words
    return best


def _forms_of_sum(expr: Expr) -> list[Expr]:
    forms = [expanded(expr)]
    for over_one_denominator in (False, True):
        outside, inside = common_factor(expr, over_one_denominator)
        if outside is not ONE:
            flat = expanded(inside)
            forms.append(mul(outside, inside))
            if flat is not inside:
                forms.append(mul(outside, flat))
                forms.append(mul(outside, _factored(flat)))
    return forms


def _factored(expr: Expr) -> Expr:
    outside, inside = common_factor(expr, False)
    return mul(outside, inside)


def common_factor(expr: Expr, over_one_denominator: bool) -> tuple[Expr, Expr]:
    """Write a sum as (outside, inside), their product being the sum.

    Args:
        expr: A sum; anything else is returned with outside 1.
        over_one_denominator: Also take out powers with negative exponents that only some terms
            have.
    """
    if expr.op != "add":
        return ONE, expr
    rows = [_factors(term) for term in expr.args]
    shared = dict(rows[0][1])
    for _, powers in rows[1:]:
        for base in [b for b in shared if b not in powers]:
            shared[base] = min(shared[base], Fraction(0))
        for base, exponent in powers.items():
            shared[base] = min(shared.get(base, Fraction(0)), exponent)
    shared = {
        base: exponent
        for base, exponent in shared.items()
        if exponent > 0
        or (exponent < 0 and (over_one_denominator or all(base in row[1] for row in rows)))
    }
    if not shared:
        return ONE, expr
    content = _content([coefficient for coefficient, _ in rows])
    inverse = [power(base, number(-exponent)) for base, exponent in shared.items()]
    scale = number(1 / content)
    inside = add(*[mul(scale, term, *inverse) for term in expr.args])
    outside = [power(base, number(exponent)) for base, exponent in shared.items()]
    return mul(number(content), *outside), inside


def _factors(term: Expr) -> tuple[Fraction, dict[Expr, Fraction]]:
    """Return the coefficient and the rational exponents of the bases of a term."""
    coefficient, rest = split_coefficient(term)
    powers: dict[Expr, Fraction] = {}
    for factor in rest.args if rest.op == "mul" else (rest,):
        if factor is ONE:
            continue
        base, exponent = (factor, ONE) if factor.op == "exp" else base_and_exponent(factor)
        if exponent.op in NUMBERS and base.op not in NUMBERS:
            powers[base] = Fraction(exponent.value)
        else:
            powers[factor] = Fraction(1)
    return Fraction(coefficient), powers


def _content(coefficients: list[Fraction]) -> Fraction:
    """Return the common factor of rational numbers, negative if all of them are."""
    numerators = gcd(*(c.numerator for c in coefficients))
    denominators = lcm(*(c.denominator for c in coefficients))
    sign = -1 if all(c < 0 for c in coefficients) else 1
    return Fraction(sign * numerators, denominators)


def expanded(expr: Expr) -> Expr:
    """Multiply out products and small integer powers of sums, up to `MAX_TERMS` terms."""
    if expr.op == "add":
        parts = [expanded(term) for term in expr.args]
        return (
            add(*parts) if any(p is not q for p, q in zip(parts, expr.args, strict=True)) else expr
        )
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


# u**2 terms that make one with a constant: (function, sign of its square, sign of the constant,
# result as a function of the argument): sign_c*c + sign*c*f(u)**2 = c*result.
_IDENTITIES = {
    ("tan", 1, 1): lambda u: power(function("cos", u), number(-2)),
    ("tanh", -1, 1): lambda u: power(function("cosh", u), number(-2)),
    ("sin", -1, 1): lambda u: power(function("cos", u), TWO),
    ("cos", -1, 1): lambda u: power(function("sin", u), TWO),
    ("sinh", 1, 1): lambda u: power(function("cosh", u), TWO),
    ("cosh", 1, -1): lambda u: power(function("sinh", u), TWO),
}


def _pythagorean(expr: Expr) -> Expr:
    """Apply identities such as 1 + tan(u)**2 = 1/cos(u)**2 to a number and a square of a sum."""
    constant = expr.args[0]
    if constant.op not in NUMBERS:
        return _sine_and_cosine(expr)
    for i, term in enumerate(expr.args[1:], start=1):
        coefficient, rest = split_coefficient(term)
        if abs(coefficient) != abs(constant.value) or not _is_square(rest):
            continue
        inner = rest.args[0]
        signs = (1 if coefficient > 0 else -1, 1 if constant.value > 0 else -1)
        for flip in (1, -1):
            rule = _IDENTITIES.get((inner.op, flip * signs[0], flip * signs[1]))
            if rule is not None:
                value = mul(number(flip * abs(constant.value)), rule(inner.args[0]))
                return add(*expr.args[1:i], value, *expr.args[i + 1 :])
    return expr


def _is_square(expr: Expr) -> bool:
    return expr.op == "pow" and expr.args[1] is TWO


def _sine_and_cosine(expr: Expr) -> Expr:
    """c*sin(u)**2 + c*cos(u)**2 = c, c*cosh(u)**2 - c*sinh(u)**2 = c."""
    squares = [term for term in expr.args if _is_square(split_coefficient(term)[1])]
    for first in squares:
        c, rest = split_coefficient(first)
        inner = rest.args[0]
        for other, sign in (("sin", 1), ("sinh", -1)):
            if inner.op != {"sin": "cos", "sinh": "cosh"}[other]:
                continue
            partner = mul(number(c * sign), power(function(other, inner.args[0]), TWO))
            if partner in expr.args:
                rest_terms = [t for t in expr.args if t is not first and t is not partner]
                return add(number(c), *rest_terms)
    return expr
