"""Terms that an antiderivative may have beside products of generators."""

from __future__ import annotations

from typing import NamedTuple

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import divide, function
from hf_mathseq.symbolic.nodes import Expr


class Candidate(NamedTuple):
    """A possible term.

    Attributes:
        expr: What is written.
        slope: Its derivative, in generators.
    """

    expr: Expr
    slope: Expr


def logarithm(argument: Expr) -> Candidate:
    """Return the logarithm of an expression in generators."""
    return Candidate(function("ln", argument), divide(derivative(argument), argument))
