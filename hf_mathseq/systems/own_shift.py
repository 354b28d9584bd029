"""Moving a user's point to the one that a model was trained at.

The data of a task have one point for all systems (0.01, 0.5 or 0.9 in every coordinate), which is
not in the input. A system at another point p is the same as the one in y = x - p + c at c: x is
written as `y + (p - c)`, exactly. Variables that occur linearly are left alone: the linearisation
does not depend on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from hf_mathseq.systems.own_formulas import MAX_NODES, number_tree
from hf_mathseq.systems.words import ARITY, VARIABLE_INDEX, Tree
from hf_mathseq.verdict import ProblemError


def moved(
    equations: Sequence[Tree], point: Sequence[Tree], published: Fraction
) -> tuple[Tree, ...]:
    """Return equations whose linearisation at the published point is the given one at `point`.

    Args:
        equations: Right-hand sides.
        point: A constant for each of the first variables; later ones (time) stay as they are.
        published: Every coordinate of the published point.

    Raises:
        ProblemError: The result is too long.
    """
    bent: dict[str, None] = {}
    for tree in equations:
        bent.update(_bent_variables(tree))
    places = {
        name: _place(name, point[VARIABLE_INDEX[name]], published)
        for name in bent
        if VARIABLE_INDEX[name] < len(point)
    }
    result = tuple(substituted(tree, places) for tree in equations)
    if max(map(len, result)) > MAX_NODES:
        raise ProblemError(f"moved to the point, an equation takes more than {MAX_NODES} words")
    return result


def substituted(tree: Tree, places: Mapping[str, Tree]) -> Tree:
    """Return the tree with other trees in the places of variables."""
    return tuple(part for node in tree for part in places.get(str(node), (node,)))


def _place(name: str, coordinate: Tree, published: Fraction) -> Tree:
    """Return what stands for a variable."""
    value = _number(coordinate)
    if value is None:
        return ("+", name, "-", *coordinate, *number_tree(published))
    distance = value - published
    if not distance:
        return (name,)
    return ("+" if distance > 0 else "-", name, *number_tree(abs(distance)))


def _number(tree: Tree) -> Fraction | None:
    """Return the value of an integer or a fraction, None for another constant."""
    if len(tree) == 1 and isinstance(tree[0], int):
        return Fraction(tree[0])
    if len(tree) == 3 and tree[0] == "/" and isinstance(tree[1], int) and isinstance(tree[2], int):
        return Fraction(tree[1], tree[2]) if tree[2] else None
    return None


def _bent_variables(tree: Tree) -> dict[str, None]:
    """Return the variables in which a right-hand side is not (seen to be) linear, in order."""
    # (variables shown, those that are bent) of each operand
    stack: list[tuple[dict[str, None], dict[str, None]]] = []
    for node in reversed(tree):
        name = str(node)
        if name not in ARITY:
            stack.append(({name: None} if name in VARIABLE_INDEX else {}, {}))
            continue
        operands = [stack.pop() for _ in range(ARITY[name])]
        shown = {variable: None for names, _ in operands for variable in names}
        constant = [not names for names, _ in operands]
        linear = (
            name in ("+", "-") or (name == "*" and any(constant)) or (name == "/" and constant[1])
        )
        stack.append((shown, {v: None for _, bent in operands for v in bent} if linear else shown))
    return stack[0][1]
