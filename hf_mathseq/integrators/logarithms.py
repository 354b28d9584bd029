"""Logarithms and inverse functions that an antiderivative may have beside powers of generators."""

from __future__ import annotations

from typing import NamedTuple

from hf_mathseq.integrators.generators import Generators
from hf_mathseq.integrators.supports import Support
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, subtract
from hf_mathseq.symbolic.nodes import MINUS_ONE, ONE, Expr


class Candidate(NamedTuple):
    """A possible term: what is written, and its derivative in generators."""

    expr: Expr
    slope: Expr


def logarithms(generators: Generators, support: Support) -> list[Candidate]:
    """Return the logarithms of denominators, and those that go with tangents and cosines.

    Args:
        generators: Of the integrand.
        support: Exponents of the integrand's monomials.
    """
    lowest = [min(column) for column in zip(*support, strict=True)]
    arguments: dict[Expr, None] = {}
    tangents: list[Candidate] = []
    for i, generator in enumerate(generators.every):
        if generator.kind == "tangent":
            tangents.append(_of_tangent(generator.expr))
        inverted = lowest[i] < 0 and generator.kind in _INVERTED
        if inverted or generator.kind == "denominator":
            arguments[generator.expr] = None
        if inverted and generator.kind in ("sine", "cosine"):
            partner = generators.every[i + (1 if generator.kind == "sine" else -1)].expr
            arguments[add(ONE, partner)] = None
            arguments[subtract(ONE, partner)] = None
    arguments.update(dict.fromkeys(generators.derived))
    return tangents + [
        Candidate(function("ln", arg), divide(derivative(arg), arg)) for arg in arguments
    ]


_INVERTED = ("x", "primitive", "tangent", "sine", "cosine")


def _of_tangent(tangent: Expr) -> Candidate:
    """The logarithm of the cosine, the derivative written with the tangent."""
    angle = tangent.args[0]
    cosine, sign = ("cos", MINUS_ONE) if tangent.op == "tan" else ("cosh", ONE)
    logarithm = function("ln", function(cosine, angle))
    return Candidate(logarithm, mul(sign, tangent, derivative(angle)))
