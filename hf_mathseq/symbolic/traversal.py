"""The parts of an expression, one after another."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.symbolic.nodes import X_BIT, Expr


def varying_parts(expr: Expr) -> Iterator[Expr]:
    """Yield the distinct parts in which x occurs, each before its own parts, last ones first.

    Args:
        expr: Any expression; it is its own first part.
    """
    seen: dict[Expr, None] = {}
    pending = [expr]
    while pending:
        part = pending.pop()
        if part in seen or not part.symbols & X_BIT:
            continue
        seen[part] = None
        pending.extend(part.args)
        yield part
