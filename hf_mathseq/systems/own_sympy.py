"""Systems from SymPy objects, walked part by part: no text is made or read."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hf_mathseq.symbolic.infix_names import function_named
from hf_mathseq.symbolic.infix_words import Tree as TypedTree
from hf_mathseq.symbolic.infix_words import rational
from hf_mathseq.systems.own_formulas import tree_of
from hf_mathseq.systems.own_system import OwnSystem
from hf_mathseq.systems.own_text import TIME
from hf_mathseq.systems.words import MAX_VARIABLES, Tree
from hf_mathseq.verdict import ProblemError

MAX_DEPTH = 200
MAX_NAME = 40


def is_sympy(given: Any) -> bool:
    """Whether an object comes from SymPy, without importing SymPy."""
    sympy = sys.modules.get("sympy")
    return sympy is not None and isinstance(given, sympy.Basic)


def system_from_sympy(given: Any, controls: Sequence[Any] | None = None) -> OwnSystem:
    """Return a system from a mapping state -> right-hand side, or from equations x(t).diff(t) = f.

    Args:
        given: E.g. `{x: sin(x) - x*y, y: x**2 - y}` or `[Eq(x(t).diff(t), -x(t))]`.
        controls: The controls' symbols or names; None takes every other symbol but t for one.

    Raises:
        ProblemError: Not such a system, or parts that the vocabulary cannot express.
    """
    sides = _sides(given)
    states = [_name(state) for state in sides]
    found: dict[str, None] = {}
    trees = [_tree(right, found, 0) for right in sides.values()]
    declared = None if controls is None else [_name(control) for control in controls]
    extra = sorted(name for name in found if name not in (*states, TIME))
    unexplained = [name for name in extra if declared is not None and name not in declared]
    if unexplained:
        raise ProblemError(
            f"nothing is said of {unexplained[0]!r}; states: {', '.join(states)}; "
            f"controls: {', '.join(declared or ()) or 'none'}"
        )
    names = [*states, *(extra if declared is None else declared)]
    timed = TIME in found and TIME not in names
    if len(names) + timed > MAX_VARIABLES:
        raise ProblemError(f"{len(names)} states and controls; at most {MAX_VARIABLES} are read")
    variables: dict[str, Tree] = {
        name: (f"x{i}",) for i, name in enumerate(dict.fromkeys([*names, TIME]))
    }
    return OwnSystem(
        states=tuple(states),
        controls=tuple(names[len(states) :]),
        equations=tuple(tree_of(tree, variables) for tree in trees),
        timed=timed,
    )


def _sides(given: Any) -> dict[Any, Any]:
    """Return state -> right-hand side."""
    if isinstance(given, Mapping):
        return dict(given)
    sides: dict[Any, Any] = {}
    for equation in given if isinstance(given, (list, tuple)) else [given]:
        left: Any = getattr(equation, "lhs", None)
        if not getattr(left, "is_Derivative", False) or left.derivative_count != 1:
            raise ProblemError(
                "SymPy systems are mappings {x: right-hand side, ...} or equations "
                "Eq(x(t).diff(t), right-hand side) of the first order"
            )
        if left.expr in sides:
            raise ProblemError(f"{_name(left.expr)!r} has two equations")
        sides[left.expr] = equation.rhs
    return sides


def _name(obj: Any) -> str:
    """Return the name of a symbol, of x(t), or of what is given as text."""
    if getattr(obj, "is_Symbol", False):
        return _checked_name(str(obj.name))
    function = getattr(getattr(obj, "func", None), "__name__", None)
    if function is not None and _is_unknown_function(obj):
        return _checked_name(str(function))
    if isinstance(obj, str):
        return _checked_name(obj)
    raise ProblemError(f"{str(obj)[:40]!r} is no symbol and no function of t")


def _checked_name(name: str) -> str:
    if not (name.strip() and name.isprintable() and len(name) <= MAX_NAME):
        raise ProblemError(f"a name has 1 to {MAX_NAME} printable characters, not {name[:40]!r}")
    return name


def _is_unknown_function(obj: Any) -> bool:
    from sympy.core.function import AppliedUndef

    return isinstance(obj, AppliedUndef) and [str(arg) for arg in obj.args] == [TIME]


def _tree(obj: Any, found: dict[str, None], depth: int) -> TypedTree:
    """Return the tree of an object and note the names in it."""
    if depth > MAX_DEPTH:
        raise ProblemError(f"an expression is nested more than {MAX_DEPTH} deep")
    if isinstance(obj, (int, float)) and not isinstance(obj, bool):
        from sympy import sympify

        obj = sympify(obj)
    if not is_sympy(obj):
        raise ProblemError(f"a right-hand side is no SymPy expression: {str(obj)[:40]!r}")
    if obj.is_Symbol or _is_unknown_function(obj):
        found[_name(obj)] = None
        return _name(obj)
    if obj.is_Number:
        return _number(obj)
    if obj.is_NumberSymbol and str(obj) in ("pi", "E"):
        return str(obj)

    def part(child: Any) -> TypedTree:
        return _tree(child, found, depth + 1)

    if obj.is_Add:
        return _sum(obj, part)
    if obj.is_Mul:
        return _product(obj, part)
    if obj.is_Pow:
        return ("pow", part(obj.base), part(obj.exp))
    name = function_named(obj.func.__name__)
    if name is None or len(obj.args) != 1:
        raise ProblemError(f"SymPy's {obj.func.__name__} cannot be written in a system")
    return (name, part(obj.args[0]))


def _number(obj: Any) -> TypedTree:
    if not obj.is_finite:
        raise ProblemError("a coefficient is NaN or infinite")
    if obj.is_Rational:
        return rational(Fraction(int(obj.p), int(obj.q)))
    return rational(Fraction(str(obj)))


def _sum(obj: Any, part: Any) -> TypedTree:
    first, *others = obj.as_ordered_terms()
    total = part(first)
    for term in others:
        negative = term.could_extract_minus_sign()
        total = ("sub" if negative else "add", total, part(-term if negative else term))
    return total


def _product(obj: Any, part: Any) -> TypedTree:
    above: list[TypedTree] = []
    below: list[TypedTree] = []
    for factor in obj.as_ordered_factors():
        inverse = factor.is_Pow and factor.exp.is_Number and factor.exp.is_negative
        (below if inverse else above).append(part(1 / factor if inverse else factor))
    numerator = _chain(above) if above else 1
    return ("div", numerator, _chain(below)) if below else numerator


def _chain(factors: Sequence[TypedTree]) -> TypedTree:
    total = factors[0]
    for factor in factors[1:]:
        total = ("mul", total, factor)
    return total
