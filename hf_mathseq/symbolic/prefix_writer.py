"""Expressions as the published prefix words."""

from __future__ import annotations

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.symbolic.nodes import HALF, Expr


def write_prefix(expr: Expr) -> list[str]:
    """Return the published words of an expression."""
    return prefix_text(expr).split(" ")


def prefix_text(expr: Expr) -> str:
    """Return the published words of an expression, separated by single spaces."""
    found = expr.cached_text
    if found is None:
        found = expr.cached_text = _text(expr)
    return found


def _text(expr: Expr) -> str:
    op = expr.op
    if op == "int":
        return " ".join(write_integer(expr.value))
    if op == "rational":
        numerator, denominator = expr.value.as_integer_ratio()
        return " ".join(["div", *write_integer(numerator), *write_integer(denominator)])
    if not expr.args:
        return str(expr.value) if op == "symbol" else op
    if op == "pow" and expr.args[1] is HALF:
        return f"sqrt {prefix_text(expr.args[0])}"
    texts = list(map(prefix_text, expr.args))
    if op == "add" or op == "mul":
        # a + b + c is a + (b + c): the operator stands before every argument but the last.
        return f"{op} {f' {op} '.join(texts[:-1])} {texts[-1]}"
    return f"{op} {' '.join(texts)}"
