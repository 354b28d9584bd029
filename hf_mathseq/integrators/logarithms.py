"""Logarithms and inverse functions that an antiderivative may have beside powers of generators."""

from __future__ import annotations

from hf_mathseq.integrators.candidates import Candidate, logarithm
from hf_mathseq.integrators.denominators import Denominators, of_root
from hf_mathseq.integrators.generators import Generators
from hf_mathseq.integrators.supports import Support
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, function, mul, subtract
from hf_mathseq.symbolic.nodes import MINUS_ONE, ONE, Expr


def logarithms(generators: Generators, support: Support) -> list[Candidate]:
    """Return what the denominators and roots, the tangents and cosines can lead to.

    Args:
        generators: Of the integrand.
        support: Exponents of the integrand's monomials.
    """
    lowest = [min(column) for column in zip(*support, strict=True)]
    every = generators.every
    found: dict[Expr, Candidate] = {}

    def enter(candidate: Candidate) -> None:
        if generators.cover(candidate.slope):
            found.setdefault(candidate.expr, candidate)

    for i, generator in enumerate(every):
        if generator.kind == "tangent":
            enter(_of_tangent(generator.expr))
        if lowest[i] < 0 and generator.kind in _INVERTED:
            enter(logarithm(generator.expr))
            if generator.kind in ("sine", "cosine"):
                partner = every[i + (1 if generator.kind == "sine" else -1)].expr
                enter(logarithm(add(ONE, partner)))
                enter(logarithm(subtract(ONE, partner)))
    own = [generator.expr for generator in every if generator.kind == "denominator"]
    denominators = Denominators(generators, (*own, *generators.derived))
    for candidate in denominators.candidates():
        enter(candidate)
    inverted = [generator.expr for i, generator in enumerate(every) if lowest[i] < 0]
    for generator in every:
        if generator.kind == "root":
            for candidate in of_root(generator, generators, denominators, inverted):
                enter(candidate)
    return list(found.values())


_INVERTED = ("x", "primitive", "tangent", "sine", "cosine")


def _of_tangent(tangent: Expr) -> Candidate:
    """The logarithm of the cosine, the derivative written with the tangent."""
    angle = tangent.args[0]
    cosine, sign = ("cos", MINUS_ONE) if tangent.op == "tan" else ("cosh", ONE)
    slope = mul(sign, tangent, derivative(angle))
    return Candidate(function("ln", function(cosine, angle)), slope)
