"""The number of published words of an expression, without writing it."""

from __future__ import annotations

from hf_mathseq.symbolic.nodes import HALF, Expr, memos

_memo: dict[Expr, int] = {}
memos.append(_memo)


def count_words(expr: Expr) -> int:
    """Return `len(write_prefix(expr))`."""
    op = expr.op
    if op == "int":
        return 1 + len(str(abs(expr.value)))
    if not expr.args:
        if op != "rational":
            return 1
        value = expr.value
        return 3 + len(str(abs(value.numerator))) + len(str(value.denominator))
    found = _memo.get(expr)
    if found is None:
        found = sum(map(count_words, expr.args))
        if op == "add" or op == "mul":
            found += len(expr.args) - 1
        elif op == "pow" and expr.args[1] is HALF:
            found = count_words(expr.args[0]) + 1
        else:
            found += 1
        _memo[expr] = found
    return found
