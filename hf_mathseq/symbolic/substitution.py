"""Putting expressions in the place of others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hf_mathseq.symbolic.evaluation import rebuilt
from hf_mathseq.symbolic.nodes import Expr, node

_Rebuild = Callable[[str, tuple[Expr, ...]], Expr]


def substitute(expr: Expr, replaced: Mapping[Expr, Expr]) -> Expr:
    """Return the normal form of `expr` with sub-expressions replaced.

    Args:
        expr: May have unknown functions and their derivatives, if these are among the replaced.
        replaced: What stands for what; matched by identity, the larger sub-expression first.

    Raises:
        UndefinedValueError: The result has no value.
        ExpressionError: The result is out of bounds.
    """
    return _replace(expr, dict(replaced), rebuilt)


def insert(expr: Expr, replaced: Mapping[Expr, Expr]) -> Expr:
    """Return `expr` with sub-expressions replaced and nothing evaluated.

    All parts keep their values, infinities and complex numbers included: what is not defined is
    not simplified away. The result is for evaluation only; it is in no normal form.

    Raises:
        ExpressionError: The result is nested too deeply.
    """
    return _replace(expr, dict(replaced), node)


def _replace(expr: Expr, known: dict[Expr, Expr], rebuild: _Rebuild) -> Expr:
    found = known.get(expr)
    if found is not None:
        return found
    if not expr.args:
        return expr
    args = tuple([_replace(arg, known, rebuild) for arg in expr.args])
    found = known[expr] = expr if args == expr.args else rebuild(expr.op, args)
    return found
