"""Logarithms and inverse functions that an antiderivative may have beside powers of generators."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

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
    found: dict[Expr, Candidate] = {}
    for candidate in chain(
        _of_functions(generators, lowest), _of_denominators_and_roots(generators, lowest)
    ):
        if generators.cover(candidate.slope):
            found.setdefault(candidate.expr, candidate)
    return list(found.values())


def _of_functions(generators: Generators, lowest: list[int]) -> Iterator[Candidate]:
    """Of tangents, and of functions that are denominators by themselves."""
    every = generators.every
    for i, generator in enumerate(every):
        if generator.kind == "tangent":
            yield _of_tangent(generator.expr)
        if lowest[i] < 0 and generator.kind in _INVERTED:
            yield logarithm(generator.expr)
            if generator.kind in ("sine", "cosine"):
                partner = every[i + (1 if generator.kind == "sine" else -1)].expr
                yield logarithm(add(ONE, partner))
                yield logarithm(subtract(ONE, partner))


def _of_denominators_and_roots(generators: Generators, lowest: list[int]) -> Iterator[Candidate]:
    own = [generator.expr for generator in generators.every if generator.kind == "denominator"]
    denominators = Denominators(generators, (*own, *generators.derived))
    yield from denominators.candidates()
    inverted = [g.expr for g, low in zip(generators.every, lowest, strict=True) if low < 0]
    for generator in generators.every:
        if generator.kind == "root":
            yield from of_root(generator, generators, denominators, inverted)


_INVERTED = ("x", "primitive", "tangent", "sine", "cosine")


def _of_tangent(tangent: Expr) -> Candidate:
    """The logarithm of the cosine, the derivative written with the tangent."""
    angle = tangent.args[0]
    cosine, sign = ("cos", MINUS_ONE) if tangent.op == "tan" else ("cosh", ONE)
    slope = mul(sign, tangent, derivative(angle))
    return Candidate(function("ln", function(cosine, angle)), slope)
