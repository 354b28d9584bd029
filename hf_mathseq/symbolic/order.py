"""Which of u and -u carries the minus sign: the choice behind sin(-u) = -sin(u).

SymPy takes the form with fewer minus signs and, when there are as many of both, the one whose
first term in printing order is positive. The printing order is SymPy's `sort_key` and
`as_ordered_terms`: terms by descending exponents of the sorted bases.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hf_mathseq.symbolic.constant_values import constant_value
from hf_mathseq.symbolic.decomposition import base_and_exponent, split_coefficient
from hf_mathseq.symbolic.evaluation import mul, negative, power
from hf_mathseq.symbolic.nodes import NUMBERS, ONE, Expr, memos, number

_ONE_KEY: tuple[Any, ...] = ((1, 0, "Number"), (0, ()), (), 1)
# SymPy's class keys (`Function.class_key` and the classes' own); other functions get 10000.
_FUNCTION_RANKS = {
    **{"exp": 10, "ln": 11, "sin": 20, "cos": 21, "tan": 22, "cot": 23},
    **{"sinh": 30, "cosh": 31, "tanh": 32, "coth": 33},
}
_CLASS_KEYS: dict[str, tuple[int, int, str]] = {
    **{"mul": (3, 0, "Mul"), "add": (3, 1, "Add"), "pow": (3, 2, "Pow")},
    **{"symbol": (2, 0, "Symbol"), "pi": (2, 0, "Pi"), "E": (2, 0, "Exp1")},
    **{"I": (2, 0, "ImaginaryUnit"), "int": (1, 0, "Number"), "rational": (1, 0, "Number")},
    **{"abs": (4, 10000, "Abs"), "ln": (4, 11, "log")},
}
_leaf_names = {"pi": "pi", "E": "E", "I": "I"}
_keys: dict[Expr, tuple[Any, ...]] = {}
_signs: dict[Expr, bool] = {}
memos.extend((_keys, _signs))


def has_leading_minus(expr: Expr) -> bool:
    """Whether SymPy would take a minus sign out of the expression."""
    op = expr.op
    if op in NUMBERS:
        return expr.value < 0
    if op == "mul":
        first = expr.args[0]
        return first.op in NUMBERS and first.value < 0
    if op != "add":
        return False
    found = _signs.get(expr)
    if found is None:
        found = _signs[expr] = _sum_has_leading_minus(expr)
    return found


def _sum_has_leading_minus(expr: Expr) -> bool:
    minus = sum(map(has_leading_minus, expr.args))
    plus = len(expr.args) - minus
    if minus != plus:
        return minus > plus
    (leading, first), (_, second) = _ordered(expr)[:2]
    if first != second:
        if leading.symbols and _number_before_negative(expr):
            # 1 - x is printed as it stands, -1 + x as x - 1; a number is less than any term.
            return True
        # u and -u have the same terms in the same order: the first one's sign decides.
        return has_leading_minus(leading)
    return print_key(expr) < print_key(negative(expr))


def ordered_terms(expr: Expr) -> list[Expr]:
    """Return the terms of a sum in printing order."""
    if _number_before_negative(expr):
        return list(expr.args)
    return [term for term, _ in _ordered(expr)]


def _ordered(expr: Expr) -> list[tuple[Expr, dict[Expr, int]]]:
    """Return the terms by descending exponents of the sorted bases, with these exponents."""
    rows = [(term, *_monomial(term)) for term in expr.args]
    bases = sorted({base for _, _, powers in rows for base in powers}, key=print_key)

    def key(row: tuple[Expr, float, dict[Expr, int]]) -> tuple[Any, ...]:
        _, coefficient, powers = row
        return [-powers.get(base, 0) for base in bases], coefficient

    return [(term, powers) for term, _, powers in sorted(rows, key=key)]


def _number_before_negative(expr: Expr) -> bool:
    """Whether the sum is printed as 1 - x: a positive constant and one negative product."""
    if len(expr.args) != 2:
        return False
    first, second = expr.args
    if first.op not in (*NUMBERS, "pi", "E") or (first.op in NUMBERS and first.value < 0):
        return False
    return second.op == "mul" and len(second.args) == 2 and has_leading_minus(second)


def _monomial(term: Expr) -> tuple[float, dict[Expr, int]]:
    coefficient, rest = split_coefficient(term)
    value = float(coefficient)
    powers: dict[Expr, int] = {}
    for factor in rest.args if rest.op == "mul" else (rest,):
        if factor is ONE:
            continue
        if factor.symbols == 0:
            number_value = constant_value(factor)
            if number_value is not None:
                value *= number_value.real
                continue
        base, exponent = _decomposed(factor)
        powers[base] = exponent
    return value, powers


def _decomposed(factor: Expr) -> tuple[Expr, int]:
    """Write a factor as base**integer, as in exp(-2*x) = exp(x)**(-2)."""
    base, exponent = base_and_exponent(factor)
    if exponent.op == "int":
        return base, exponent.value
    if exponent.op == "rational":
        return power(base, number(Fraction(1, exponent.value.denominator))), (
            exponent.value.numerator
        )
    coefficient, rest = split_coefficient(exponent)
    if coefficient == -1:
        return power(base, rest), -1
    if coefficient != 1:
        tail = mul(number(Fraction(1, Fraction(coefficient).denominator)), rest)
        return power(base, tail), Fraction(coefficient).numerator
    return factor, 1


def print_key(expr: Expr) -> tuple[Any, ...]:
    """Return what SymPy's `sort_key` orders by."""
    found = _keys.get(expr)
    if found is None:
        found = _keys[expr] = _print_key(expr)
    return found


def _print_key(expr: Expr) -> tuple[Any, ...]:
    if expr is ONE:
        return _ONE_KEY
    if expr.op in NUMBERS:
        return ((1, 0, "Number"), (0, ()), (), expr.value)
    coefficient, body = split_coefficient(expr)
    exponent = ONE
    if body.op == "pow":
        body, exponent = body.args
    if body.op in NUMBERS:
        args: tuple[Any, ...] = (str(body.value),)
    elif not body.args:
        args = (str(body.value) if body.op == "symbol" else _leaf_names[body.op],)
    elif body.op == "add":
        args = tuple(print_key(term) for term in ordered_terms(body))
    elif body.op == "mul":
        args = tuple(sorted(map(print_key, body.args)))
    else:
        args = tuple(map(print_key, body.args))
    return _class_key(body), (len(args), args), print_key(exponent), coefficient


def _class_key(expr: Expr) -> tuple[int, int, str]:
    return _CLASS_KEYS.get(expr.op) or (4, _FUNCTION_RANKS.get(expr.op, 10000), expr.op)
