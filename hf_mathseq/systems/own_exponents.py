"""Exponents of typed powers that are numbers: such powers are written as products and roots."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

from hf_mathseq.symbolic.infix_words import Tree as TypedTree
from hf_mathseq.systems.words import Tree
from hf_mathseq.verdict import ProblemError

MAX_EXPONENT = 64
"""Largest whole power: it is written as that many factors."""
MAX_EXPONENT_DEPTH = 8
"""Operations within one another in an exponent such as n + 1 that is read as a number."""

_OPERATIONS: dict[str, Callable[..., Fraction]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
}


def rational_value(
    tree: TypedTree, names: Mapping[str, Tree], depth: int = MAX_EXPONENT_DEPTH
) -> Fraction | None:
    """Return the exponent's value where it is made of numbers and of parameters that are such."""
    if isinstance(tree, int):
        return Fraction(tree)
    if isinstance(tree, str):
        return _number(names.get(tree, ()))
    if not depth or tree[0] not in _OPERATIONS:
        return None
    values = [rational_value(arg, names, depth - 1) for arg in tree[1:]]
    if None in values or (tree[0] == "div" and not values[1]):
        return None
    return _OPERATIONS[tree[0]](*values)


def _number(tree: Tree) -> Fraction | None:
    """Return the value of a tree that is an integer or a fraction, None for any other."""
    top = tree[1:] if tree[:1] == ("/",) else (*tree, 1)
    if len(top) != 2 or not all(isinstance(node, int) for node in top) or not top[1]:
        return None
    return Fraction(int(top[0]), int(top[1]))


def written_power(exponent: Fraction | None) -> Callable[[Tree], Tree] | None:
    """Return how to write a whole or half-whole power; None for any other exponent."""
    if exponent is None or exponent.denominator > 2:
        return None
    whole, half = divmod(abs(exponent), 1)
    if whole > MAX_EXPONENT:
        raise ProblemError(f"a power of {str(exponent)[:20]} is too large; at most {MAX_EXPONENT}")
    inverse: Tree = ("/", 1) if exponent < 0 else ()

    def write(base: Tree) -> Tree:
        factors = [base] * int(whole) + [("sqrt", *base)] * bool(half)
        if not factors:
            return (1,)
        return (
            *inverse,
            *(node for factor in factors[:-1] for node in ("*", *factor)),
            *factors[-1],
        )

    return write
