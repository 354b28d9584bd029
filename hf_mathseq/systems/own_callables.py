"""Systems from Python functions on arrays: the function is called once, on names.

`lambda x: [np.sin(x[0]) - x[0]*x[1], x[0]**2 - x[1]]` is called with an array of `Traced` names and
does its arithmetic on them, which leaves the formulas. A function that compares, branches on values
or calls `math` has no formula and is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from hf_mathseq.symbolic.infix_names import function_named
from hf_mathseq.symbolic.infix_words import Tree as TypedTree
from hf_mathseq.symbolic.infix_words import rational
from hf_mathseq.systems.own_formulas import tree_of
from hf_mathseq.systems.own_points import real_number
from hf_mathseq.systems.own_system import OwnSystem
from hf_mathseq.systems.words import Tree
from hf_mathseq.verdict import ProblemError

# NumPy's names of functions that have other names here.
_NUMPY_NAMES = {
    **{"log": "ln", "absolute": "abs", "fabs": "abs"},
    **{f"arc{name}{h}": f"a{name}{h}" for name in ("sin", "cos", "tan") for h in ("", "h")},
}
_NO_FORMULA = (
    "the function has no formula: it must compute with + - * / ** and NumPy's functions alone, "
    "without comparing values and without the module math"
)


class Traced:
    """A formula that grows with what is computed from it.

    Args:
        tree: The formula.
    """

    __slots__ = ("tree",)

    def __init__(self, tree: TypedTree) -> None:
        self.tree = tree

    def __add__(self, other: Any) -> Traced:
        return _combined("add", self, other)

    def __radd__(self, other: Any) -> Traced:
        return _combined("add", other, self)

    def __sub__(self, other: Any) -> Traced:
        return _combined("sub", self, other)

    def __rsub__(self, other: Any) -> Traced:
        return _combined("sub", other, self)

    def __mul__(self, other: Any) -> Traced:
        return _combined("mul", self, other)

    def __rmul__(self, other: Any) -> Traced:
        return _combined("mul", other, self)

    def __truediv__(self, other: Any) -> Traced:
        return _combined("div", self, other)

    def __rtruediv__(self, other: Any) -> Traced:
        return _combined("div", other, self)

    def __pow__(self, other: Any) -> Traced:
        return _combined("pow", self, other)

    def __rpow__(self, other: Any) -> Traced:
        return _combined("pow", other, self)

    def __neg__(self) -> Traced:
        return _combined("mul", -1, self)

    def __pos__(self) -> Traced:
        return self

    def __abs__(self) -> Traced:
        return Traced(("abs", self.tree))

    def __bool__(self) -> bool:
        raise ProblemError(_NO_FORMULA)

    def __float__(self) -> float:
        raise ProblemError(_NO_FORMULA)

    def __lt__(self, other: Any) -> bool:
        raise ProblemError(_NO_FORMULA)

    __le__ = __gt__ = __ge__ = __lt__

    def __getattr__(self, name: str) -> Callable[[], Traced]:
        """Return the method that NumPy calls for its function of this name."""
        function = function_named(_NUMPY_NAMES.get(name, name))
        if function is None:
            raise AttributeError(name)
        return lambda: Traced((function, self.tree))


def system_from_callable(
    function: Callable[..., Any], states: int, controls: Sequence[str] = ()
) -> OwnSystem:
    """Return the system x' = f(x), or x' = f(x, u) where there are controls.

    Args:
        function: Takes an array of the states (and one of the controls) and returns n values.
        states: n.
        controls: Names of the controls.

    Raises:
        ProblemError: The function fails, has no formula, or returns not n values.
    """
    x = [f"x{i}" for i in range(states)]
    u = [f"x{states + i}" for i in range(len(controls))]
    arguments = [_names(x)] + ([_names(u)] if u else [])
    try:
        values = list(np.ravel(np.asarray(function(*arguments), dtype=object)))
    except ProblemError:
        raise
    except Exception as error:
        shown = f"{type(error).__name__}: {str(error)[:80]}".splitlines()[0]
        raise ProblemError(f"the function fails on {states} states: {shown}") from None
    if len(values) != states:
        raise ProblemError(f"the function returns {len(values)} values for {states} states")
    variables: dict[str, Tree] = {name: (name,) for name in x + u}
    return OwnSystem(
        states=tuple(f"x{i + 1}" for i in range(states)),
        controls=tuple(controls),
        equations=tuple(tree_of(_traced(value).tree, variables) for value in values),
    )


def _names(words: Sequence[str]) -> np.ndarray[Any, np.dtype[np.object_]]:
    array = np.empty(len(words), dtype=object)
    array[:] = [Traced(word) for word in words]
    return array


def _traced(value: Any) -> Traced:
    if isinstance(value, Traced):
        return value
    if value == np.pi:
        return Traced("pi")
    return Traced(rational(real_number(value)))


def _combined(name: str, left: Any, right: Any) -> Traced:
    """Return the formula of an operation; array products are full of zeros and ones."""
    a, b = _traced(left).tree, _traced(right).tree
    if name == "mul" and (a == 0 or b == 0):
        return Traced(0)
    if name == "mul" and (a == 1 or b == 1):
        return Traced(b if a == 1 else a)
    if name == "add" and (a == 0 or b == 0):
        return Traced(b if a == 0 else a)
    return Traced((name, a, b))
