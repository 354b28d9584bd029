"""Products of sines and cosines of different angles as sums, as textbooks integrate them."""

from __future__ import annotations

from hf_mathseq.symbolic.evaluation import add, function, mul, product_of, subtract, sum_of
from hf_mathseq.symbolic.nodes import HALF, Expr
from hf_mathseq.symbolic.short_form import expanded

_WAVES = ("sin", "cos")


def as_sum(expr: Expr) -> Expr | None:
    """Return an expression in which such products are sums, None where it has none.

    Raises:
        ExpressionError: The result is out of bounds.
    """
    terms = expr.args if expr.op == "add" else (expr,)
    found = [_of_product(term) for term in terms]
    if all(each is None for each in found):
        return None
    return sum_of([term if new is None else new for term, new in zip(terms, found, strict=True)])


def _of_product(term: Expr) -> Expr | None:
    """Return a product of two waves, and what is no wave, as a sum; None for any other term."""
    waves = [factor for factor in term.args if factor.op in _WAVES] if term.op == "mul" else []
    if len(waves) != 2 or waves[0].args == waves[1].args:
        return None
    others = [factor for factor in term.args if factor.op not in _WAVES]
    # Powers of waves are no waves here; rules for them do better.
    if any(factor.op == "pow" and factor.args[0].op in _WAVES for factor in others):
        return None
    return expanded(mul(HALF, product_of(others), _doubled(*waves)))


def _doubled(first: Expr, second: Expr) -> Expr:
    """Return twice the product of two waves."""
    if first.op == "cos" and second.op == "sin":
        first, second = second, first
    total, difference = add(*first.args, *second.args), subtract(first.args[0], second.args[0])
    if first.op != second.op:
        return add(function("sin", total), function("sin", difference))
    slow, quick = function("cos", difference), function("cos", total)
    return add(slow, quick) if first.op == "cos" else subtract(slow, quick)
