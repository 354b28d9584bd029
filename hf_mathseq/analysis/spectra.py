"""Eigenvalues, and what is certain of their real parts."""

from __future__ import annotations

from dataclasses import dataclass

from hf_mathseq.systems.precise import PreciseMatrix
from hf_mathseq.verification.spectrum import Enclosure, enclosures

SMALL = 1e-20
"""A real or imaginary part below this share of the largest eigenvalue is shown as 0."""


@dataclass(frozen=True)
class Spectrum:
    """The eigenvalues of a matrix.

    Attributes:
        values: Approximations, largest real part first.
        speed: Bounds of the convergence speed, minus the largest real part; infinite where none
            were found.
        stability: "stable", "unstable", "marginal" where the largest real part is 0 to 25 digits,
            or "undecided".
    """

    values: tuple[complex, ...]
    speed: tuple[float, float]
    stability: str


def spectrum(matrix: PreciseMatrix) -> Spectrum:
    """Return the spectrum of a square matrix in its own precision."""
    context = matrix.context
    exact = context.matrix(matrix.rows)
    values, _ = context.eig(exact)
    size = max((abs(value) for value in values), default=0) * SMALL
    shown = [
        complex(*(0 if abs(part) <= size else part for part in (value.real, value.imag)))
        for value in values
    ]
    enclosure = _enclosure(matrix)
    return Spectrum(
        values=tuple(sorted(shown, key=lambda value: (-value.real, -value.imag))),
        speed=(float(enclosure.low), float(enclosure.high)),
        stability=_stability(enclosure),
    )


def _enclosure(matrix: PreciseMatrix) -> Enclosure:
    """Return the first bounds that decide, or the last ones."""
    best = Enclosure(float("-inf"), float("inf"))
    for best in enclosures(matrix):
        if _stability(best) != "undecided":
            break
    return best


def _stability(enclosure: Enclosure) -> str:
    if enclosure.zero:
        return "marginal"
    if enclosure.low > 0:
        return "stable"
    return "unstable" if enclosure.high < 0 else "undecided"
