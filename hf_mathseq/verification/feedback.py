"""Does a gain stabilise a linearised system? By Lyapunov's theorem, with a bound of all errors.

x' = M x decays if some P > 0 makes Q = -(M'P + PM) positive definite. P is computed in floating
point from M'P + PM = -I; that P and Q are positive definite is then checked with bounds of the
rounding errors and of the error of M, so how P was found does not matter. Where this fails, bounds
of the spectrum with many digits decide (`spectrum`).

Published gains belong to the pair (A / |A|, B) with the Frobenius norm of A (arXiv 2006.06462,
section 3.2 and its program); since A + B (|A| K) = |A| (A / |A| + B K), the gain |A| K stabilises
the original pair then, and both are checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.systems.precise import PreciseMatrix, UndefinedValueError
from hf_mathseq.verification.spectrum import Enclosure, as_floats, enclosures

FloatArray = npt.NDArray[np.float64]

GAIN_DIGITS = 15
"""Significant digits of a gain that are read as a decimal number; published gains have three."""
_ROUNDING = 64 * 2.0**-52


@dataclass(frozen=True)
class Stabilisation:
    """What a gain does.

    Attributes:
        stable: Whether all modes of the closed loop decay; None where it is undecided.
        rate: Bound of the decay of the slowest mode of the normalised pair: a lower bound where
            the loop is stable; 0 where undecided.
        scale: Norm of A: the gain of the original pair is this times K, and so is its decay.
        certified: Whether both pairs have a Lyapunov function.
    """

    stable: bool | None
    rate: float
    scale: float
    certified: bool


def stabilisation(
    matrices: Iterator[PreciseMatrix], gain: Sequence[Sequence[float | Fraction]]
) -> Stabilisation:
    """Return what the gain K does to the normalised pair, and |A| K to the original one.

    Args:
        matrices: `[A B]` with more and more digits, shape (n, n + p).
        gain: K, p rows of n numbers; fractions are taken as they are.
    """
    exact = [[_exact(value) for value in row] for row in gain]
    scale = 0.0
    try:
        for matrix in matrices:
            norm = matrix.block(range(len(matrix.rows)), range(len(matrix.rows))).norms()[0]
            # A matrix of zeros stays as it is.
            norm = norm or matrix.context.one
            scale = float(norm)
            loop = closed_loop(matrix, exact, norm)
            original = closed_loop(matrix, [[norm * v for v in row] for row in exact], 1)
            for enclosure in enclosures(loop):
                stable = _decided(enclosure)
                if stable is not None:
                    certified = stable and _decays(loop) and _decays(original)
                    bound = enclosure.low if stable else enclosure.high
                    return Stabilisation(stable, float(bound), scale, certified)
    except UndefinedValueError:
        pass
    return Stabilisation(None, 0.0, scale, False)


def _exact(value: float | Fraction) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(f"{value:.{GAIN_DIGITS}g}")


def _decided(enclosure: Enclosure) -> bool | None:
    if enclosure.low > 0:
        return True
    return False if enclosure.zero or enclosure.high < 0 else None


def closed_loop(joint: PreciseMatrix, gain: Sequence[Sequence[Any]], norm: Any) -> PreciseMatrix:
    """Return A / norm + B K with bounds of its errors.

    Args:
        joint: `[A B]`.
        gain: K, as exact numbers or as numbers of the same arithmetic.
        norm: What A is divided by; its own error is taken to be that of the arithmetic.
    """
    backend, n = joint.backend, len(joint.rows)
    numbers = [[_number(value, backend) for value in row] for row in gain]
    unit = backend.number(Fraction(1, 10 ** (joint.digits - 3)))
    rows, errors = [], []
    for row, error in zip(joint.rows, joint.errors, strict=True):
        terms = [
            [row[j] / norm, *(b * k[j] for b, k in zip(row[n:], numbers, strict=True))]
            for j in range(n)
        ]
        rows.append([sum(entry) for entry in terms])
        errors.append(
            [
                error[j] / norm
                + sum(e * abs(k[j]) for e, k in zip(error[n:], numbers, strict=True))
                + unit * sum(abs(term) for term in terms[j])
                for j in range(n)
            ]
        )
    return PreciseMatrix(rows, errors, backend, joint.digits)


def _number(value: Any, backend: Any) -> Any:
    return backend.number(value) if isinstance(value, Fraction) else value


def _decays(loop: PreciseMatrix) -> bool:
    """Return whether a Lyapunov function is found that proves x' = M x to decay."""
    values, error = as_floats(loop)
    if not np.isfinite(values).all() or values.imag.any():
        return False
    return lyapunov_function(values.real, error) is not None


def lyapunov_function(matrix: FloatArray, error: float) -> FloatArray | None:
    """Return P with M'P + PM < 0 < P, or None if it cannot be found or certified in floats.

    Args:
        matrix: M, shape (n, n).
        error: Bound of the error of M, as Frobenius norm; P is good for all such matrices.
    """
    n = len(matrix)
    identity = np.eye(n)
    equations = np.kron(matrix.T, identity) + np.kron(identity, matrix.T)
    try:
        p = np.linalg.solve(equations, -identity.reshape(-1)).reshape(n, n)
    except np.linalg.LinAlgError:
        return None
    p = (p + p.T) / 2
    if not np.isfinite(p).all():
        return None
    product = p @ matrix
    size = float(np.linalg.norm(p))
    rounding = _ROUNDING * n * size
    slack = 2 * size * error + 2 * rounding * (float(np.linalg.norm(matrix)) + 1)
    if np.linalg.eigvalsh(p)[0] <= rounding:
        return None
    return p if np.linalg.eigvalsh(-(product + product.T))[0] > slack else None
