"""Parts without x that have no real value, such as atanh(3) or ln(-2)."""

from __future__ import annotations

import numpy as np

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import evaluate


def complex_constants(expression: Expr) -> list[Expr]:
    """Return the innermost parts without x that are not finite real numbers, in their order.

    Their values depend on the choice of a branch: atanh(3) and ln(-2)/2 are derived from each other
    by a rule of the real line, and differ by a multiple of pi*I.

    Args:
        expression: An expression in x alone.
    """
    found: list[Expr] = []
    _are_real((expression,), found, {})
    return found


def _are_real(nodes: tuple[Expr, ...], found: list[Expr], known: dict[Expr, bool]) -> bool:
    """Return whether no part of some nodes is a complex constant; add the innermost ones."""
    for node in nodes:
        if node not in known:
            known[node] = _are_real(node.args, found, known)
            if known[node] and not node.symbols and not np.isfinite(evaluate(node, 0.0)):
                known[node] = False
                found.append(node)
    return all(known[node] for node in nodes)
