"""Coefficients found again from their residues: rational numbers, and constants like sqrt(3)."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.integrators.generators import UnsuitableError
from hf_mathseq.integrators.modular import PRIMES, combined, rational
from hf_mathseq.integrators.parameters import MAX_DEGREE, RationalFunctions
from hf_mathseq.integrators.system import System
from hf_mathseq.symbolic.nodes import Expr, number

SLACK = 1 << 10
"""How much smaller than the modulus a coefficient's numerator times denominator must be."""


def coefficients(system: System) -> dict[int, Expr] | None:
    """Return the coefficients that are not zero, by position; None if there is no solution.

    Raises:
        UnsuitableError: The integrand cannot be sampled, or the solution cannot be written down.
    """
    first = system.solution(PRIMES[0])
    if first is None:
        return None
    positions = [i for i, value in enumerate(first) if value]
    needed = system.restricted(positions)
    every = system.generators.every
    parameters = [i for i, generator in enumerate(every) if generator.kind == "parameter"]
    values: list[Expr] | None
    if not parameters:
        values = _rationals([first[i] for i in positions], needed)
    elif len(parameters) in MAX_DEGREE:
        values = RationalFunctions(needed, parameters).expressions()
    else:
        values = None
    if values is None:
        raise UnsuitableError("coefficients that are too large")
    return dict(zip(positions, values, strict=True))


def _rationals(residues: list[int], system: System) -> list[Expr] | None:
    """Find the rational solution, with further primes until its numbers are clearly small."""
    modulus = PRIMES[0]
    for prime in PRIMES[1:]:
        found = [rational(residue, modulus, SLACK) for residue in residues]
        if None not in found:
            return [number(Fraction(*pair)) for pair in found if pair]
        other = system.solution(prime)
        if other is None:
            return None
        residues = [
            combined(left, modulus, right, prime)
            for left, right in zip(residues, other, strict=True)
        ]
        modulus *= prime
    return None
