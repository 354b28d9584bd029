"""Random systems and their Jacobians at a point, many at once (arXiv 2006.06462).

A system is a function of its key; see `random_trees`. An equation is drawn again until its gradient
is accepted; a system in which a variable has no influence is not complete and must be drawn again,
as in the published program.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from hf_mathseq.splits import UInt64Array
from hf_mathseq.systems.duals import ComplexArray, gradients, is_real
from hf_mathseq.systems.forest import Forest, IntArray
from hf_mathseq.systems.random_trees import TreeLaw, draw_trees, hashed
from hf_mathseq.systems.shapes import BoolArray, Shapes

MAX_TRIES = 256
"""Trees that are drawn for one equation before its system is given up."""
_TOGETHER = 8192
"""Trees that are drawn at once, which bounds the memory."""
_FEW = 400
"""Trees that cost about as much as what one batch costs anyway."""


@dataclass(frozen=True)
class SystemLaw:
    """What random systems are made of.

    Attributes:
        trees: The law of right-hand sides.
        point: Value of every coordinate.
        time: Value of time where equations are accepted, if it may occur.
        real: Whether gradients must be real.
    """

    trees: TreeLaw
    point: float
    real: bool
    time: float = 0.0


@dataclass(frozen=True)
class Systems:
    """Drawn systems.

    Attributes:
        shapes: Their sizes.
        tree_keys: Key of the tree of each equation, shape (systems, largest degree).
        jacobians: Derivatives of the equations by states and controls at the point, shape
            (systems, largest degree, variables), zero where there is no equation or variable.
        complete: Whether every equation was found within `MAX_TRIES` and every variable has an
            influence.
    """

    shapes: Shapes
    tree_keys: UInt64Array
    jacobians: ComplexArray
    complete: BoolArray

    def __len__(self) -> int:
        return len(self.shapes)

    def take(self, chosen: BoolArray | IntArray) -> Systems:
        """Return some of the systems."""
        rest = (getattr(self, field.name)[chosen] for field in fields(self)[1:])
        return Systems(self.shapes.take(chosen), *rest)

    def put(self, places: IntArray, others: Systems) -> None:
        """Replace the systems at `places`, in place."""
        self.shapes.put(places, others.shapes)
        for field in fields(self)[1:]:
            getattr(self, field.name)[places] = getattr(others, field.name)

    def forest(self, law: TreeLaw) -> Forest:
        """Return the right-hand sides, system after system."""
        inside = self.shapes.equations
        return draw_trees(
            self.tree_keys[inside],
            self.shapes.operators[inside],
            np.broadcast_to(self.shapes.variables[:, None], inside.shape)[inside],
            law,
        )


def empty_systems(shapes: Shapes, variables: int) -> Systems:
    """Return systems of the given sizes that are not drawn yet."""
    count, degree = shapes.operators.shape
    return Systems(
        shapes.take(np.arange(count)),
        np.zeros((count, degree), dtype=np.uint64),
        np.zeros((count, degree, variables), dtype=np.complex128),
        np.zeros(count, dtype=np.bool_),
    )


def draw_systems(keys: UInt64Array, shapes: Shapes, variables: int, law: SystemLaw) -> Systems:
    """Return one system for each key.

    Args:
        keys: Shape (systems,).
        shapes: Sizes of the systems.
        variables: Width of the Jacobians: the largest number of states and controls.
        law: What the systems are made of.
    """
    drawn = empty_systems(shapes, variables)
    system, place = np.nonzero(shapes.equations)
    states = shapes.degrees[system]
    at = system, place
    drawn.tree_keys[at], rows, found = _valid_gradients(
        hashed(keys[system], place),
        shapes.operators[at],
        states,
        states + shapes.controls[system],
        shapes.variables[system],
        equation_points(shapes, variables, law),
        law,
    )
    drawn.jacobians[at] = rows[:, :variables]
    missing = np.bincount(system[~found], minlength=len(keys))
    drawn.complete[:] = (missing == 0) & _every_variable_matters(drawn)
    return drawn


def equation_points(shapes: Shapes, variables: int, law: SystemLaw) -> npt.NDArray[np.float64]:
    """Return the point of each equation, system after system, shape (equations, coordinates).

    Args:
        shapes: Sizes of the systems.
        variables: Largest number of states and controls; time may take one more coordinate.
        law: Tells the values.
    """
    system, _ = np.nonzero(shapes.equations)
    points = np.full((len(system), variables + shapes.timed), law.point)
    if shapes.timed:
        points[np.arange(len(system)), (shapes.degrees + shapes.controls)[system]] = law.time
    return points


def _every_variable_matters(systems: Systems) -> BoolArray:
    moved = (systems.jacobians != 0).any(axis=1)
    present = systems.shapes.degrees + systems.shapes.controls
    outside = np.arange(moved.shape[1]) >= present[:, None]
    return np.asarray((moved | outside).all(axis=1))


def _valid_gradients(
    keys: UInt64Array,
    operators: IntArray,
    states: IntArray,
    moving: IntArray,
    present: IntArray,
    points: npt.NDArray[np.float64],
    law: SystemLaw,
) -> tuple[UInt64Array, ComplexArray, BoolArray]:
    """Return for each equation the key of its first accepted tree, the gradient, and success.

    The gradient is by the first `moving` variables; `present` may occur.
    """
    tree_keys, found = keys.copy(), np.zeros(len(keys), dtype=np.bool_)
    rows = np.zeros(points.shape, dtype=np.complex128)
    beyond = np.arange(points.shape[1]) >= moving[:, None]
    pending, tried = np.arange(len(keys)), 0
    while len(pending) and tried < MAX_TRIES:
        # Several tries together where few equations are left: their number changes nothing else.
        tries = min(max(1, _FEW // len(pending)), 16, MAX_TRIES - tried)
        each = np.repeat(pending, tries)
        candidates = hashed(keys[each], np.tile(np.arange(tried, tried + tries), len(pending)))
        slopes = np.empty((len(each), points.shape[1]), dtype=np.complex128)
        for start in range(0, len(each), _TOGETHER):
            now = slice(start, start + _TOGETHER)
            trees = draw_trees(candidates[now], operators[each[now]], present[each[now]], law.trees)
            slopes[now] = gradients(trees, points[each[now]])
        slopes[beyond[each]] = 0
        accepted = _accepted(slopes, states[each], law.real).reshape(-1, tries)
        done = accepted.any(axis=1)
        chosen = np.flatnonzero(done) * tries + accepted.argmax(axis=1)[done]
        places = pending[done]
        tree_keys[places], rows[places], found[places] = candidates[chosen], slopes[chosen], True
        pending, tried = pending[~done], tried + tries
    return tree_keys, rows, found


def _accepted(slopes: ComplexArray, states: IntArray, real: bool) -> BoolArray:
    """Return which gradients are finite, real if they must be, and not zero by the states."""
    moved = (slopes != 0) & (np.arange(slopes.shape[1]) < states[:, None])
    accepted = np.isfinite(slopes).all(axis=1) & moved.any(axis=1)
    return np.asarray(accepted & is_real(slopes).all(axis=1)) if real else accepted
