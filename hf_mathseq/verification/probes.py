"""Points of the real line and of the complex plane at which functions are compared."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.prefix_writer import prefix_text

_SMALL = (0.0617, 0.1279, 0.2357, 0.3391, 0.4291, 0.5813, 0.7683, 0.9137)
_LARGE = (1.0813, 1.2791, 1.5377, 1.8437, 2.4119, 3.3719, 5.2031, 7.7129)
_MAGNITUDES = np.array([*_SMALL, *_LARGE])
PROBES = np.stack([_MAGNITUDES, -1.0371 * _MAGNITUDES], axis=1).ravel()
"""32 real points on both sides of -1, 0 and 1; no simple multiples of each other or of pi."""

_LOGARITHMIC = np.geomspace(1.3e-4, 9.7e3, 121)
WIDE_PROBES = np.concatenate(
    [np.linspace(-12.0137, 12.0291, 401), _LOGARITHMIC, -1.0137 * _LOGARITHMIC]
)
"""For expressions that are real, or unequal, on a small part of the line."""

FAR_PROBES = np.geomspace(1.1e4, 8.7e14, 41)
"""Beyond these."""

COMPLEX_PROBES = np.array(
    [
        radius * np.exp(1j * (angle + 0.31 * radius))
        for radius in (0.2357, 0.7683, 1.2791, 2.6437)
        for angle in (0.43, 1.97, -0.71, -2.53)
    ]
)
"""Generic points in the four quadrants, off every branch cut of the elementary functions."""


def unforeseen(
    points: npt.NDArray[Any], *expressions: Expr, drift: float = 0.01
) -> npt.NDArray[Any]:
    """Return points moved by up to `drift` of themselves, by steps that expressions decide.

    Whoever knows where functions are compared can write one that fits there, and nowhere else.

    Args:
        points: Real or complex ones.
        expressions: What is compared there.
        drift: Share of a point.
    """
    words = " = ".join(map(prefix_text, expressions)).encode()
    seed = int.from_bytes(hashlib.blake2b(words, digest_size=8).digest())
    return points * (1 + drift * np.random.default_rng(seed).uniform(-1, 1, points.shape))
