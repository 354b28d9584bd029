"""A system in any of the ways in which people give one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hf_mathseq.systems.own_arrays import system_from_arrays
from hf_mathseq.systems.own_callables import system_from_callable
from hf_mathseq.systems.own_sympy import is_sympy, system_from_sympy
from hf_mathseq.systems.own_system import OwnSystem, system_from_text
from hf_mathseq.verdict import ProblemError

EXAMPLES = (
    "equations such as \"x' = sin(x) - x*y; y' = x^2 - y\", arrays A or (A, B), "
    "SymPy expressions {x: ..., y: ...}, or a function of an array"
)

_MATRIX = r"(\[\s*\[[-+0-9.eE,\s\[\]]*\])"
_MATRICES = re.compile(
    rf"\s*(?:A\s*=\s*)?{_MATRIX}\s*(?:[;,]\s*(?:B\s*=\s*)?{_MATRIX}\s*)?(?:\sat\s+(.*))?", re.DOTALL
)


def own_system(
    given: Any, *, point: Any = None, controls: Sequence[Any] | None = None
) -> OwnSystem:
    """Return the system that a user gives.

    Args:
        given: Text of equations (see `own_text`) or of matrices (`A = [[0, 1], [-1, 0]]`), a list
            of equations, arrays `A` or `(A, B)`, SymPy objects (see `own_sympy`), a function of an
            array (see `own_callables`; its point says how many states there are), or an
            `OwnSystem`.
        point: See `own_points.point_trees`; None is the point in the text, if there is one.
        controls: Names of the controls, or text such as `u, v`; None takes every name without an
            equation for one.

    Raises:
        ProblemError: The system cannot be read; one line with the reason.
    """
    if isinstance(controls, str):
        controls = [name.strip() for name in controls.split(",") if name.strip()]
    if callable(given) and not is_sympy(given):
        system = _from_callable(given, point, controls)
    else:
        system = _read(given, controls)
    return system if point is None else system.at(point)


def _read(given: Any, controls: Sequence[Any] | None) -> OwnSystem:
    if isinstance(given, OwnSystem):
        return given
    if isinstance(given, str):
        matrices = _MATRICES.fullmatch(given)
        return (
            system_from_text(given, controls)
            if matrices is None
            else _from_text(*matrices.groups())
        )
    if isinstance(given, Mapping) and given:
        return _from_mapping(given, controls)
    if isinstance(given, tuple) and len(given) == 2 and all(np.ndim(part) == 2 for part in given):
        return system_from_arrays(*given)
    if isinstance(given, (list, tuple)) and given and all(isinstance(part, str) for part in given):
        return system_from_text(";".join(_equation(*item) for item in enumerate(given)), controls)
    if is_sympy(given) or (isinstance(given, (list, tuple)) and any(map(is_sympy, given))):
        return system_from_sympy(given, controls)
    if hasattr(given, "__array__") or (isinstance(given, (list, tuple)) and given):
        return system_from_arrays(given)
    raise ProblemError(f"no system was given; it is one of: {EXAMPLES}")


def _from_callable(function: Any, point: Any, controls: Sequence[Any] | None) -> OwnSystem:
    names = [str(name) for name in controls or ()]
    if not isinstance(point, (Sequence, np.ndarray)) or isinstance(point, str):
        raise ProblemError("a function of an array needs a point with one number for each state")
    return system_from_callable(function, max(len(point) - len(names), 1), names)


def _from_mapping(given: Mapping[Any, Any], controls: Sequence[Any] | None) -> OwnSystem:
    if set(given) in ({"A"}, {"A", "B"}) and not isinstance(given["A"], str):
        return system_from_arrays(given["A"], given.get("B"))
    if all(isinstance(side, str) for pair in given.items() for side in pair):
        return system_from_text(
            ";".join(f"{name}' = {right}" for name, right in given.items()), controls
        )
    return system_from_sympy(given, controls)


def _from_text(a: str, b: str | None, point: str | None) -> OwnSystem:
    try:
        system = system_from_arrays(json.loads(a), None if b is None else json.loads(b))
    except (ValueError, RecursionError) as error:
        if isinstance(error, ProblemError):
            raise
        raise ProblemError(f"not a matrix such as [[0, 1], [-1, 0]]: {a[:40]!r}") from None
    return system if point is None else system.at(point)


def _equation(place: int, text: str) -> str:
    """Return an equation; a right-hand side alone belongs to the variable of its place."""
    return text if "=" in text else f"x{place}' = {text}"
