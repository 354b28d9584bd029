"""Equilibria near a point, by Newton's method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.analysis.fields import value_at, values_at
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.systems.duals import gradients
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.own_system import OwnSystem
from hf_mathseq.systems.words import Tree
from hf_mathseq.verdict import ProblemError

MAX_STEPS = 200
MAX_HALVINGS = 30
AT_REST = 1e-13
"""Largest right-hand side, beside the point's size, at what is returned."""


def equilibrium(system: OwnSystem) -> OwnSystem:
    """Return the system at an equilibrium near its point; its controls stay as they are.

    A step of Newton's method is halved until the right-hand sides become smaller.

    Raises:
        ProblemError: None was found.
    """
    n = len(system.states)
    point = np.array(coordinates(system))
    forest = Forest.from_trees(list(system.equations))
    for _ in range(MAX_STEPS):
        velocity = _velocity(system.equations, point)
        if np.abs(velocity).max() <= AT_REST * max(1.0, np.abs(point).max()):
            return system.at((point + 0.0).tolist())
        jacobian = gradients(forest, point)[:, :n]
        if not np.isfinite(jacobian).all() or jacobian.imag.any() or np.isnan(velocity).any():
            break
        step = np.linalg.lstsq(jacobian.real, velocity, rcond=None)[0]
        following = _shortened(system.equations, point, step)
        if following is None:
            break
        point = following
    raise ProblemError("no equilibrium was found near the point; start from another one")


def coordinates(system: OwnSystem) -> list[float]:
    """Return the system's point in floating point, 0 if it has none.

    Raises:
        ProblemError: A coordinate is no real number.
    """
    if system.point is None:
        return [0.0] * len(system.names)
    point = [value_at(tree, []).real for tree in system.point]
    wrong = [name for name, value in zip(system.names, point, strict=True) if np.isnan(value)]
    if wrong:
        raise ProblemError(f"the coordinate {wrong[0]} of the point is no real number")
    return point


def _shortened(
    equations: Sequence[Tree], point: FloatArray, step: npt.NDArray[Any]
) -> FloatArray | None:
    """Return the point after the first of step, step/2, ... that improves it."""
    size = np.linalg.norm(_velocity(equations, point))
    for halvings in range(MAX_HALVINGS):
        following = point.copy()
        following[: len(step)] -= step / 2**halvings
        if np.linalg.norm(_velocity(equations, following)) < size:
            return following
    return None


def _velocity(equations: Sequence[Tree], point: FloatArray) -> FloatArray:
    return np.array([float(values_at(tree, point)) for tree in equations])
