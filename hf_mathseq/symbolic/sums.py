"""Automatic evaluation of sums, with the results of SymPy's `Add`."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from hf_mathseq.symbolic.decomposition import split_coefficient
from hf_mathseq.symbolic.evaluation import RULES, mul
from hf_mathseq.symbolic.nodes import NUMBERS, ZERO, Expr, Rational, node, number

_sort_key = attrgetter("key")


def evaluate_sum(terms: Sequence[Expr]) -> Expr:
    """Flatten, collect equal terms, order."""
    if len(terms) == 2:
        first, second = terms
        if first is ZERO:
            return second
        if second is ZERO:
            return first
    # What a term has beside its rational factor -> the term, and its factor where it recurs.
    single: dict[object, Expr] = {}
    repeated: dict[object, Rational] = {}
    constant: Rational = 0
    pending = list(terms)
    for term in pending:
        op = term.op
        if op == "add":
            pending += term.args
            continue
        if op in NUMBERS:
            constant = constant + term.value if constant else term.value
            continue
        rest = _without_coefficient(term) if op == "mul" else term
        if rest not in single:
            single[rest] = term
        else:
            known = repeated[rest] if rest in repeated else split_coefficient(single[rest])[0]
            repeated[rest] = known + split_coefficient(term)[0]
    for rest, coefficient in repeated.items():
        single[rest] = _scaled(coefficient, split_coefficient(single[rest])[1])
    parts = list(single.values())
    return _ordered_sum(constant, [p for p in parts if p is not ZERO] if repeated else parts)


def _without_coefficient(product: Expr) -> object:
    """Return what like products share, cheaper than the node that `split_coefficient` makes."""
    args = product.args
    if args[0].op not in NUMBERS:
        return args
    return args[1] if len(args) == 2 else args[1:]


def _ordered_sum(constant: Rational, parts: list[Expr]) -> Expr:
    """Return the sum of a number and of terms that cannot be collected."""
    if not parts:
        return number(constant)
    parts.sort(key=_sort_key)
    if constant:
        parts.insert(0, number(constant))
    return parts[0] if len(parts) == 1 else node("add", tuple(parts))


def _scaled(coefficient: Rational, rest: Expr) -> Expr:
    """Return coefficient times an expression without rational factor; sums are not expanded."""
    if coefficient == 0:
        return ZERO
    if coefficient == 1:
        return rest
    if rest.op == "mul":
        return node("mul", (number(coefficient), *rest.args))
    if rest.op == "pow" and rest.args[0].op in NUMBERS:
        return mul(number(coefficient), rest)
    return node("mul", (number(coefficient), rest))


RULES["add"] = evaluate_sum
