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
    """x' = A (x - p) + B (u - q) + velocity near a point.

    Attributes:
        a: Derivatives by the states, (n, n).
        b: Derivatives by the controls, (n, p).
        point: States and controls, one column.
        velocity: The right-hand sides at the point, one column.
    """

    a: PreciseMatrix
    b: PreciseMatrix
    point: PreciseMatrix
    velocity: PreciseMatrix


def linearisations(system: OwnSystem) -> Iterator[Linearisation]:
    """Yield the linearisation at the point (0 if there is none), with more and more digits.

    The system does not depend on time.

    Raises:
        ProblemError: The system or a derivative is undefined at the point.
    """
    n, variables = len(system.states), len(system.names)
    at = system.point or (ZERO,) * variables
    # At 0: derivatives of the right-hand sides, moved there, and of s*f by s, the values of f.
    places: dict[str, Tree] = {
        name: ("+", name, *coordinate) for name, coordinate in zip(VARIABLES, at, strict=False)
    }
    right_sides = [substituted(tree, places) for tree in system.equations]
    values = [("*", VARIABLES[variables], *tree) for tree in (*at, *right_sides)]
    origin = [0.0] * (variables + 1)
    try:
        for matrix in jacobians([*right_sides, *values], origin):
            yield Linearisation(
                a=matrix.block(range(n), range(n)),
                b=matrix.block(range(n), range(n, variables)),
                point=matrix.block(range(n, n + variables), [variables]),
                velocity=matrix.block(range(n + variables, 2 * n + variables), [variables]),
            )
    except UndefinedValueError:
        raise ProblemError("the system has no value or no derivatives at the point") from None
