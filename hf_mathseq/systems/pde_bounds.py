"""Proofs for one real part of a symbol: bounded from below or not, negative or not.

Terms that differ only in coordinates whose intervals leave out 0 grow alike; they form one group.
A group that can be negative is held from below by groups that cannot when its exponents are a
combination of theirs (the inequality of weighted arithmetic and geometric means); when they are
not, a linear program gives the curve on which it leads.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hf_mathseq.systems.directions import Optimum, maximise
from hf_mathseq.systems.pde_problem import Interval
from hf_mathseq.systems.pde_symbol import Exponents, RealSymbol

NO_SOLUTION, GROWS, VANISHES, UNDECIDED = 0, 1, 2, -1
"""The infimum of the real part is -infinity; negative; not negative; not settled."""

_SLACK = 1e-9
"""Relative room that sums of products in doubles are given."""
_MAX_CORNERS = 64


@dataclass(frozen=True)
class _Group:
    """Terms with equal exponents in the coordinates that reach 0 or infinity.

    Attributes:
        exponents: Exponents in those coordinates.
        low: Lower bound of the sum of the terms, divided by the size of the common power.
        high: Upper bound of its size.
        held: Whether the group is nowhere negative, and positive where its power is not 0.
        falls: Whether the group is negative somewhere near 0 and near infinity.
    """

    exponents: Exponents
    low: float
    high: float
    held: bool
    falls: bool


def behaviour_of(symbol: RealSymbol, *, negative_somewhere: bool) -> int:
    """Return one of the codes above for a polynomial.

    Args:
        symbol: Terms and box.
        negative_somewhere: Whether a point with a negative value is known.
    """
    found, bounded = _attempt(symbol, negative_somewhere)
    if found != UNDECIDED:
        return found
    edges = {_attempt(edge, False)[0] for edge in _edges(symbol)}
    if NO_SOLUTION in edges:
        return NO_SOLUTION
    return GROWS if bounded and GROWS in edges else UNDECIDED


def _attempt(symbol: RealSymbol, negative_somewhere: bool) -> tuple[int, bool]:
    """Return a code, and whether the polynomial is bounded from below for certain."""
    reach = [i for i, (low, high) in enumerate(symbol.box) if low <= 0 <= high]
    groups = _groups(symbol, reach)
    if not all(group.held or group.falls for group in groups):
        return UNDECIDED, False
    infinite = [math.isinf(symbol.box[i][1]) for i in reach]
    sizes = [max(map(abs, symbol.box[i])) for i in reach]
    bounded = _bounded(groups, infinite, sizes)
    if not bounded:
        return (UNDECIDED if bounded is None else NO_SOLUTION), False
    if negative_somewhere or _leads_somewhere(groups, infinite):
        return GROWS, True
    return (VANISHES if _held_together(groups, infinite, sizes) else UNDECIDED), True


def _edges(symbol: RealSymbol) -> Iterator[RealSymbol]:
    """Yield the polynomial with its finite coordinates at corners of their box."""
    finite = [i for i, (_, high) in enumerate(symbol.box) if not math.isinf(high)]
    if not finite:
        return
    kept = [i for i in range(len(symbol.box)) if i not in finite]
    corners = itertools.product(*(symbol.box[i] for i in finite))
    for corner in itertools.islice(corners, _MAX_CORNERS):
        terms: dict[Exponents, int] = {}
        for exponents, coefficient in symbol.terms.items():
            key = tuple(exponents[i] for i in kept)
            value = _value([(tuple(exponents[i] for i in finite), coefficient)], corner)
            terms[key] = terms.get(key, 0) + value
        nonzero = {key: value for key, value in terms.items() if value}
        yield RealSymbol(nonzero, tuple(symbol.box[i] for i in kept))


def _groups(symbol: RealSymbol, reach: Sequence[int]) -> list[_Group]:
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
) -> _Group:
    """Return a group; its power `x^key` has one sign, or both where some exponent is odd."""
    odd = [symbol.box[i] for i, e in zip(reach, key, strict=True) if e % 2]
    both_signs = any(low < 0 < high for low, high in odd)
    sign = -1 if sum(high <= 0 for _, high in odd) % 2 else 1
    box = [symbol.box[i] for i in away]
    parts = [(tuple(e[i] for i in away), sign * coefficient) for e, coefficient in terms]
    low, high = _range(parts, box)
    values = [_value(parts, corner) for corner in itertools.product(*box)]
    return _Group(
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


def _value(parts: Sequence[tuple[Exponents, int]], point: Sequence[float]) -> int:
    return sum(
        coefficient * math.prod(int(x) ** e for x, e in zip(point, exponents, strict=True))
        for exponents, coefficient in parts
    )


# The linear programs: weights of infinite coordinates are differences of two variables, those of
# intervals around 0 the negative of one.


def _row(exponents: Exponents, infinite: Sequence[bool]) -> list[int]:
    row = []
    for e, free in zip(exponents, infinite, strict=True):
        row += [e, -e] if free else [-e]
    return row


def _bounded(
    groups: Sequence[_Group], infinite: Sequence[bool], sizes: Sequence[float]
) -> bool | None:
    """Return whether the polynomial is bounded from below; None where this is not settled."""
    held = [group for group in groups if group.held]
    rows = [_row(group.exponents, infinite) for group in held]
    share = 0.0
    for group in groups:
        if group.held:
            continue
        best = maximise(_row(group.exponents, infinite), rows, [1] * len(rows))
        if best is None or best.value > 1:
            return False
        if best.value == 1:
            share += _share(group, held, best.multipliers, sizes)
    return True if share < 1 - _SLACK else None


def _leads_somewhere(groups: Sequence[_Group], infinite: Sequence[bool]) -> bool:
    """Return whether a group that can be negative outgrows all held ones along some curve."""
    return any(best is None for _, best in _combinations(groups, infinite))


def _held_together(
    groups: Sequence[_Group], infinite: Sequence[bool], sizes: Sequence[float]
) -> bool:
    """Return whether the held groups outweigh the others everywhere."""
    held = [group for group in groups if group.held]
    shares = (
        _share(group, held, best.multipliers, sizes)
        for group, best in _combinations(groups, infinite)
        if best is not None
    )
    return sum(shares) <= 1 - _SLACK


def _combinations(
    groups: Sequence[_Group], infinite: Sequence[bool]
) -> Iterator[tuple[_Group, Optimum | None]]:
    """Yield every group that is not held, as an average of held ones where it is one."""
    rows = [_row((*g.exponents, 1), (*infinite, True)) for g in groups if g.held]
    for group in groups:
        if not group.held:
            goal = _row((*group.exponents, 1), (*infinite, True))
            yield group, maximise(goal, rows, [0] * len(rows))


def _share(
    group: _Group, held: Sequence[_Group], weights: Sequence[Fraction], sizes: Sequence[float]
) -> float:
    """Return which share of the held groups is enough to outweigh a group everywhere.

    With weights that sum to 1, `prod x^(weight v) <= sum weight x^v`; what the group's exponents
    have beyond the average of the held ones is bounded by the sizes of the finite intervals.
    """
    logarithm = math.log(group.high)
    for other, weight in zip(held, weights, strict=True):
        if weight:
            logarithm -= float(weight) * (math.log(other.low) - math.log(weight))
    for k, size in enumerate(sizes):
        beyond = group.exponents[k] - sum(
            weight * other.exponents[k] for other, weight in zip(held, weights, strict=True)
        )
        if beyond:
            logarithm += float(beyond) * math.log(size)
    return math.exp(min(logarithm, 700.0))
