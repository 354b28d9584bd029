"""Constants of integration that meet initial conditions, in closed form.

Solutions are often linear in their constants: then the constants come from a linear system. Else
the operators between a constant and the root are undone, on one branch after the other. What is
found here has to be checked: no branch need be the right one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from hf_mathseq.symbolic.evaluation import add, divide, mul, negative, subtract
from hf_mathseq.symbolic.inversion import solve_for
from hf_mathseq.symbolic.nodes import ONE, ZERO, Expr, ExpressionError
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.substitution import substitute

MAX_BRANCHES = 8
"""Combinations of branches of inverse functions that are tried for one equation."""

Values = dict[Expr, Expr]
"""Constant of integration -> what it is."""


def exact_candidates(
    lefts: Sequence[Expr], rights: Sequence[Expr], constants: Sequence[Expr]
) -> Iterator[Values]:
    """Yield values of the constants for which `lefts` may equal `rights`.

    Args:
        lefts: One or two expressions in the constants, as many as constants.
        rights: Expressions without symbols.
        constants: Symbols.
    """
    linear = _linear(lefts, rights, constants)
    if linear:
        yield dict(zip(constants, linear, strict=True))
    if len(constants) == 1:
        for value in _inverses(constants[0], lefts[0], rights[0]):
            yield {constants[0]: value}
        return
    for (one, other), (first, second) in (
        (names, places) for names in permutations(constants) for places in permutations((0, 1))
    ):
        for outer in _inverses(one, lefts[first], rights[first]):
            left = _substituted(lefts[second], {one: outer})
            for inner in _inverses(other, left, rights[second]) if left else ():
                whole = _substituted(outer, {other: inner})
                if whole:
                    yield {one: whole, other: inner}


def _linear(
    lefts: Sequence[Expr], rights: Sequence[Expr], constants: Sequence[Expr]
) -> list[Expr] | None:
    """Solve as if the constants occurred linearly."""
    zeros = dict.fromkeys(constants, ZERO)
    try:
        offsets = [substitute(left, zeros) for left in lefts]
        rows = [
            [subtract(substitute(left, {**zeros, constant: ONE}), offset) for constant in constants]
            for left, offset in zip(lefts, offsets, strict=True)
        ]
        targets = [subtract(r, offset) for r, offset in zip(rights, offsets, strict=True)]
        if len(constants) == 1:
            return [short_form(divide(targets[0], rows[0][0]))]
        (a, b), (c, d) = rows
        r, s = targets
        over = short_form(_determinant(a, b, c, d))
        tops = (_determinant(r, b, s, d), _determinant(a, r, c, s))
        return [short_form(divide(short_form(top), over)) for top in tops]
    except ExpressionError:
        return None


def _determinant(a: Expr, b: Expr, c: Expr, d: Expr) -> Expr:
    return add(mul(a, d), negative(mul(b, c)))


def _inverses(unknown: Expr, left: Expr, right: Expr) -> Iterator[Expr]:
    """Yield solutions of left = right, with every choice of branches."""
    waiting: list[tuple[int, ...]] = [()]
    for _ in range(MAX_BRANCHES):
        if not waiting:
            return
        chosen = waiting.pop(0)
        offered: list[int] = []

        def pick(
            branches: int, chosen: tuple[int, ...] = chosen, offered: list[int] = offered
        ) -> int:
            offered.append(branches)
            return chosen[len(offered) - 1] if len(offered) <= len(chosen) else 0

        try:
            found = solve_for(unknown, left, right, pick)
        except ExpressionError:
            found = None
        for at in range(len(chosen), len(offered)):
            first = (*chosen, *[0] * (at - len(chosen)))
            waiting += [(*first, branch) for branch in range(1, offered[at])]
        if found:
            yield found


def _substituted(expr: Expr, replaced: Values) -> Expr | None:
    try:
        return substitute(expr, replaced)
    except ExpressionError:
        return None
