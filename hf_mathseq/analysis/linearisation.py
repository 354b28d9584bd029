"""The linearisation of a user's system at its point, to many digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hf_mathseq.systems.own_points import ZERO
from hf_mathseq.systems.own_shift import substituted
from hf_mathseq.systems.own_system import OwnSystem
from hf_mathseq.systems.precise import PreciseMatrix, UndefinedValueError
from hf_mathseq.systems.words import VARIABLES, Tree
from hf_mathseq.verdict import ProblemError
from hf_mathseq.verification.spectrum import jacobians


@dataclass(frozen=True)
class Linearisation:
    """x' = A (x - p) + B (u - q) near an equilibrium p, q.

    Attributes:
        a: Derivatives by the states, (n, n).
        b: Derivatives by the controls, (n, p).
    """

    a: PreciseMatrix
    b: PreciseMatrix


def linearisations(system: OwnSystem) -> Iterator[Linearisation]:
    """Yield the linearisation at the point (0 if there is none), with more and more digits.

    The system does not depend on time.

    Raises:
        ProblemError: The system or a derivative is undefined at the point.
    """
    n, variables = len(system.states), len(system.names)
    at = system.point or (ZERO,) * variables
    # The point's coordinates are formulas: the derivatives are taken at 0 of what is moved there.
    places: dict[str, Tree] = {
        name: ("+", name, *coordinate) for name, coordinate in zip(VARIABLES, at, strict=False)
    }
    right_sides = [substituted(tree, places) for tree in system.equations]
    try:
        for matrix in jacobians(right_sides, [0.0] * variables):
            yield Linearisation(
                a=matrix.block(range(n), range(n)),
                b=matrix.block(range(n), range(n, variables)),
            )
    except UndefinedValueError:
        raise ProblemError("the system has no value or no derivatives at the point") from None
