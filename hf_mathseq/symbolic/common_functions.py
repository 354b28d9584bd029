"""Expressions without the functions that are another one of the reciprocal."""

from __future__ import annotations

from functools import cache

from hf_mathseq.symbolic.evaluation import function, power, rebuilt
from hf_mathseq.symbolic.nodes import MINUS_ONE, Expr
from hf_mathseq.symbolic.numeric_backends import OF_RECIPROCAL, RECIPROCALS


def in_common_functions(expr: Expr) -> Expr:
    """Return an expression without secants, cosecants, cotangents, and without their inverses.

    Raises:
        ExpressionError: The result is out of bounds.
    """

    @cache
    def rewritten(part: Expr) -> Expr:
        if not part.args:
            return part
        args = tuple(map(rewritten, part.args))
        if part.op in RECIPROCALS:
            return power(function(RECIPROCALS[part.op], args[0]), MINUS_ONE)
        if part.op in OF_RECIPROCAL:
            return function(OF_RECIPROCAL[part.op], power(args[0], MINUS_ONE))
        return part if args == part.args else rebuilt(part.op, args)

    return rewritten(expr)
