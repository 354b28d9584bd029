"""A user's system at a point: eigenvalues, stability, reach of the controls, a stabilising gain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hf_mathseq.analysis.equilibria import coordinates, equilibrium
from hf_mathseq.analysis.fields import value_at
from hf_mathseq.analysis.linearisation import Linearisation, linearisations
from hf_mathseq.analysis.reachability import Reachability, reachability
from hf_mathseq.analysis.regulator import regulator
from hf_mathseq.analysis.spectra import Spectrum, spectrum
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.systems.duals import is_real
from hf_mathseq.systems.own_input import own_system
from hf_mathseq.systems.own_system import OwnSystem
from hf_mathseq.systems.precise import PreciseMatrix
from hf_mathseq.systems.words import MAX_VARIABLES
from hf_mathseq.verdict import ProblemError

MAX_STATES = 12
"""Most states that are analysed: the time grows with their cube, in many-digit arithmetic."""
AT_REST = 1e-9
"""Largest right-hand side, beside the point's size, at what counts as an equilibrium."""

ComplexArray = np.ndarray[Any, np.dtype[np.complex128]]


@dataclass(frozen=True)
class Feedback:
    """Controls that depend on the states, u = K (x - point).

    Attributes:
        gain: K, shape (p, n).
        spectrum: The eigenvalues of A + B K, found to be stable.
    """

    gain: FloatArray
    spectrum: Spectrum


@dataclass(frozen=True)
class Analysis:
    """What holds near a point of a system; printing says it in words.

    Attributes:
        system: The system with its names.
        point: States and controls.
        velocity: The right-hand sides there; an equilibrium has zeros.
        jacobian: Derivatives by the states, A (n, n), complex where they are.
        inputs: Derivatives by the controls, B (n, p).
        spectrum: The eigenvalues of A, and whether they are stable.
        reach: What the controls reach; None without controls or where derivatives are complex.
        feedback: A gain that stabilises; None if there is none or none was found.
    """

    system: OwnSystem
    point: FloatArray
    velocity: ComplexArray
    jacobian: ComplexArray
    inputs: ComplexArray
    spectrum: Spectrum
    reach: Reachability | None = None
    feedback: Feedback | None = None

    @property
    def at_rest(self) -> bool:
        """Whether the point is an equilibrium."""
        size = max(1.0, float(np.abs(self.point).max(initial=0.0)))
        return bool(np.abs(self.velocity).max() <= AT_REST * size)

    def __str__(self) -> str:
        from hf_mathseq.analysis.words import in_words

        return in_words(self)


def analyse(
    given: Any, point: Any = None, *, controls: Sequence[Any] | None = None, search: bool = False
) -> Analysis:
    """Return what linearisation says of a system at a point.

    Args:
        given: The system, see `systems.own_input.own_system`.
        point: See there; None is the point in the text, or 0 in every coordinate.
        controls: See there.
        search: Look for an equilibrium near the point and take that.

    Raises:
        ProblemError: The system cannot be read, depends on time, has too many states, is undefined
            at the point, or no equilibrium is found.

    Examples:
        >>> analyse("x' = x - y; y' = x + y at (0, 0)").spectrum.values
        ((1+1j), (1-1j))
    """
    system = own_system(given, point=point, controls=controls)
    if system.timed:
        raise ProblemError("the system depends on time; only systems without t are analysed")
    if len(system.states) > MAX_STATES or len(system.names) >= MAX_VARIABLES:
        raise ProblemError(
            f"{len(system.states)} states and {len(system.controls)} controls; at most "
            f"{MAX_STATES} states, and {MAX_VARIABLES - 1} together, are analysed"
        )
    return _analysed(equilibrium(system) if search else system)


def _analysed(system: OwnSystem) -> Analysis:
    """Return the analysis with the fewest digits that decide everything, or with the most."""
    analysis, point = None, coordinates(system)
    for linear in linearisations(system):
        analysis = _from_linearisation(system, point, linear)
        undecided = analysis.reach is not None and not analysis.reach.decided
        if analysis.spectrum.stability in ("stable", "unstable") and not undecided:
            break
    if analysis is None:
        raise ProblemError("the linearisation at the point is lost in rounding, with all digits")
    return analysis


def _from_linearisation(system: OwnSystem, point: list[float], linear: Linearisation) -> Analysis:
    velocity = [value_at(tree, point) for tree in system.equations]
    analysis = Analysis(
        system=system,
        point=np.array(point),
        velocity=np.array(velocity, dtype=np.complex128),
        jacobian=_array(linear.a),
        inputs=_array(linear.b),
        spectrum=spectrum(linear.a),
    )
    if not (np.isfinite(analysis.jacobian).all() and np.isfinite(analysis.inputs).all()):
        raise ProblemError("a derivative at the point is beyond the range of floating point")
    real = is_real(analysis.jacobian).all() and is_real(analysis.inputs).all()
    if not system.controls or not real:
        return analysis
    linear = replace(linear, a=_real_part(linear.a), b=_real_part(linear.b))
    analysis = replace(analysis, reach=reachability(linear.a, linear.b))
    gain = regulator(analysis.jacobian.real, analysis.inputs.real)
    if gain is None:
        return analysis
    closed = spectrum(_closed_loop(linear, gain))
    if closed.stability != "stable":
        return analysis
    return replace(analysis, feedback=Feedback(gain, closed))


def _closed_loop(linear: Linearisation, gain: FloatArray) -> PreciseMatrix:
    """Return A + B K with bounds of its errors."""
    context = linear.a.context
    k = context.matrix(gain.tolist())
    matrix = context.matrix(linear.a.rows) + context.matrix(linear.b.rows) * k
    sizes = k.apply(abs)
    errors = context.matrix(linear.a.errors) + context.matrix(linear.b.errors) * sizes
    return PreciseMatrix(matrix.tolist(), errors.tolist(), linear.a.backend, linear.a.digits)


def _real_part(matrix: PreciseMatrix) -> PreciseMatrix:
    return replace(matrix, rows=[[value.real for value in row] for row in matrix.rows])


def _array(matrix: PreciseMatrix) -> ComplexArray:
    values = [[complex(value) for value in row] for row in matrix.rows]
    return np.array(values, dtype=np.complex128).reshape(len(matrix.rows), -1)
