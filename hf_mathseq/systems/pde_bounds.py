"""Proofs for one real part of a symbol: bounded from below or not, negative or not.

A group of terms that can be negative is held from below by groups that cannot when its exponents
are a combination of theirs (the inequality of weighted arithmetic and geometric means); when they
are not, a linear program gives the curve on which it leads.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from hf_mathseq.systems.directions import Optimum, maximise
from hf_mathseq.systems.pde_groups import Group, groups_of, value_at
from hf_mathseq.systems.pde_means import SLACK, largest_demand, share_of
from hf_mathseq.systems.pde_problem import GROWS, NO_SOLUTION, UNDECIDED, VANISHES
from hf_mathseq.systems.pde_symbol import Exponents, RealSymbol

_MAX_CORNERS = 64


def behaviour_of(symbol: RealSymbol, *, negative_somewhere: bool) -> int:
    """Return a code of `pde_problem` for a polynomial.

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
    groups = groups_of(symbol, reach)
    if not all(group.held or group.falls for group in groups):
        return UNDECIDED, False
    infinite = [math.isinf(symbol.box[i][1]) for i in reach]
    sizes = [max(map(abs, symbol.box[i])) for i in reach]
    bounded = _bounded(groups, infinite, sizes)
    if bounded is False:
        return NO_SOLUTION, False
    if not negative_somewhere and _held_together(groups, infinite, sizes):
        return VANISHES, True
    if bounded and (negative_somewhere or _leads_somewhere(groups, infinite)):
        return GROWS, True
    return UNDECIDED, bool(bounded)


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
            value = value_at([(tuple(exponents[i] for i in finite), coefficient)], corner)
            terms[key] = terms.get(key, 0) + value
        nonzero = {key: value for key, value in terms.items() if value}
        yield RealSymbol(nonzero, tuple(symbol.box[i] for i in kept))


# The linear programs: weights of infinite coordinates are differences of two variables, those of
# intervals around 0 the negative of one.


def _row(exponents: Exponents, infinite: Sequence[bool]) -> list[int]:
    row = []
    for e, free in zip(exponents, infinite, strict=True):
        row += [e, -e] if free else [-e]
    return row


def _bounded(
    groups: Sequence[Group], infinite: Sequence[bool], sizes: Sequence[float]
) -> bool | None:
    """Return whether the polynomial is bounded from below; None where this is not settled."""
    held = [group for group in groups if group.held]
    rows = [_row(group.exponents, infinite) for group in held]
    demands = []
    for group in groups:
        if group.held:
            continue
        best = maximise(_row(group.exponents, infinite), rows, [1] * len(rows))
        if best is None or best.value > 1:
            return False
        if best.value == 1:
            share = share_of(group, held, best.multipliers, sizes)
            if share > 1 and all(infinite) and _falls_along(groups, held, best):
                return False
            demands.append((share, best.multipliers))
    return True if largest_demand(demands) < 1 else None


def _dot(left: Sequence[Fraction], right: Exponents) -> Fraction:
    return sum((u * v for u, v in zip(left, right, strict=True)), start=Fraction(0))


def _falls_along(groups: Sequence[Group], held: Sequence[Group], best: Optimum) -> bool:
    """Return whether the fastest growing terms are negative where held ones weigh least.

    All coordinates are infinite and every group is one term. The terms that grow fastest along the
    program's curve scale alike, so that one point where they are negative is a way down; it is
    sought where the means of the held terms are equal.
    """
    speeds = [up - down for up, down in zip(best.weights[::2], best.weights[1::2], strict=True)]
    leaders = [g for g in groups if _dot(speeds, g.exponents) == best.value]
    used = [(g, weight) for g, weight in zip(held, best.multipliers, strict=True) if weight]
    logarithms = [math.log(weight / g.low) for g, weight in used]
    sizes = np.exp(np.linalg.lstsq([g.exponents for g, _ in used], logarithms)[0])
    exponents = np.array([g.exponents for g in leaders])
    for signs in itertools.islice(itertools.product((1, -1), repeat=len(sizes)), _MAX_CORNERS):
        terms = np.prod((signs * sizes) ** exponents, axis=1) * [g.low for g in leaders]
        if terms.sum() < -SLACK * np.abs(terms).sum():
            return True
    return False


def _leads_somewhere(groups: Sequence[Group], infinite: Sequence[bool]) -> bool:
    """Return whether a group that can be negative outgrows all held ones along some curve."""
    return any(best is None for _, best in _combinations(groups, infinite))


def _held_together(
    groups: Sequence[Group], infinite: Sequence[bool], sizes: Sequence[float]
) -> bool:
    """Return whether the held groups outweigh the others everywhere."""
    held = [group for group in groups if group.held]
    demands = []
    for group, best in _combinations(groups, infinite):
        if best is None:
            return False
        demands.append((share_of(group, held, best.multipliers, sizes), best.multipliers))
    return largest_demand(demands) <= 1


def _combinations(
    groups: Sequence[Group], infinite: Sequence[bool]
) -> Iterator[tuple[Group, Optimum | None]]:
    """Yield every group that is not held, as an average of held ones where it is one."""
    rows = [_row((*g.exponents, 1), (*infinite, True)) for g in groups if g.held]
    for group in groups:
        if not group.held:
            goal = _row((*group.exponents, 1), (*infinite, True))
            yield group, maximise(goal, rows, [0] * len(rows))
