"""Terms of a polynomial that grow alike, where coordinates reach 0 or infinity.

Terms that differ only in coordinates whose intervals leave out 0 form one group: along curves to 0
or to infinity they stay in proportion.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from hf_mathseq.systems.pde_problem import Interval
from hf_mathseq.systems.pde_symbol import Exponents, RealSymbol

_MAX_BOXES = 200
"""Boxes that are looked at for a lower bound."""


@dataclass(frozen=True)
class Group:
    """Terms with equal exponents in the coordinates that reach 0 or infinity.

    Attributes:
        exponents: Exponents in those coordinates.
        low: Lower bound of the sum of the terms, divided by the size of the common power.
        high: Upper bound of its size.
        held: Whether the group is nowhere negative, and positive where its power is not 0.
        falls: Whether the group is negative somewhere near 0 and near infinity.
    """

    exponents: Exponents
    low: int
    high: int
    held: bool
    falls: bool


def groups_of(symbol: RealSymbol, reach: Sequence[int]) -> list[Group]:
    """Return the groups of a polynomial.

    Args:
        symbol: Terms and box.
        reach: The coordinates whose intervals have 0 in them.
    """
    members: dict[Exponents, list[tuple[Exponents, int]]] = {}
    for exponents, coefficient in symbol.terms.items():
        key = tuple(exponents[i] for i in reach)
        members.setdefault(key, []).append((exponents, coefficient))
    away = [i for i in range(len(symbol.box)) if i not in reach]
    return [_group(key, terms, symbol, reach, away) for key, terms in members.items()]


def _group(
    key: Exponents,
    terms: Sequence[tuple[Exponents, int]],
    symbol: RealSymbol,
    reach: Sequence[int],
    away: Sequence[int],
) -> Group:
    """Return a group; its power `x^key` has one sign, or both where some exponent is odd."""
    odd = [symbol.box[i] for i, e in zip(reach, key, strict=True) if e % 2]
    both_signs = any(low < 0 < high for low, high in odd)
    sign = -1 if sum(high <= 0 for _, high in odd) % 2 else 1
    box = [symbol.box[i] for i in away]
    parts = [(tuple(e[i] for i in away), sign * coefficient) for e, coefficient in terms]
    values = [value_at(parts, corner) for corner in itertools.product(*box)]
    low, high = _range(parts, box)
    if low <= 0 < min(values):
        low = _refined_low(parts, box)
    return Group(
        exponents=key,
        low=low,
        high=max(-low, high),
        held=not both_signs and low > 0,
        falls=both_signs or min(values) < 0,
    )


def _range(parts: Sequence[tuple[Exponents, int]], box: Sequence[Interval]) -> tuple[int, int]:
    """Return bounds of a sum of terms on a box whose intervals leave out 0."""
    low = high = 0
    for exponents, coefficient in parts:
        ends = [coefficient, coefficient]
        for (a, b), e in zip(box, exponents, strict=True):
            near, far = sorted((int(a), int(b)), key=abs)
            ends = [ends[0] * near**e, ends[1] * far**e]
        low, high = low + min(ends), high + max(ends)
    return low, high


def _refined_low(parts: Sequence[tuple[Exponents, int]], box: Sequence[Interval]) -> int:
    """Return a lower bound that is positive, if halving the box shows one in some steps."""
    lows, waiting = [], [list(box)]
    for _ in range(_MAX_BOXES):
        part = waiting.pop()
        low, _ = _range(parts, part)
        widest = max(range(len(part)), key=lambda k: part[k][1] - part[k][0])
        a, b = part[widest]
        if low > 0:
            lows.append(low)
        elif b - a < 2:  # corners stay integers
            return low
        else:
            middle = float((a + b) // 2)
            for half in ((a, middle), (middle, b)):
                waiting.append([*part[:widest], half, *part[widest + 1 :]])
        if not waiting:
            return min(lows)
    return 0


def value_at(parts: Sequence[tuple[Exponents, int]], point: Sequence[float]) -> int:
    """Return the exact value of terms, pairs of exponents and coefficient, at an integer point."""
    return sum(
        coefficient * math.prod(int(x) ** e for x, e in zip(point, exponents, strict=True))
        for exponents, coefficient in parts
    )
