"""Terms outweighed by others through weighted arithmetic and geometric means.

With weights that sum to 1, `prod (a_v)^weight <= sum weight a_v` for numbers a_v that are not
negative. A group whose exponents are an average of those of held groups therefore is at most a
share of the sum of these, everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from hf_mathseq.systems.pde_groups import Group

SLACK = 1e-9
"""Relative room that sums and products in doubles are given."""
_LARGEST_DENOMINATOR = 1000
_LARGEST_LOGARITHM = 500.0


def share_of(
    group: Group, held: Sequence[Group], weights: Sequence[Fraction], sizes: Sequence[float]
) -> Fraction:
    """Return a share of the held groups with a weight that is enough to outweigh a group.

    Args:
        group: The group to outweigh.
        held: Groups that are not negative.
        weights: Their weights, which sum to 1.
        sizes: Largest size of each coordinate; where it is infinite, the average of the exponents
            is that of the group.

    Returns:
        An upper bound, exact where the share is a simple fraction.
    """
    beyond = [
        Fraction(exponent)
        - sum(w * other.exponents[k] for other, w in zip(held, weights, strict=True))
        for k, exponent in enumerate(group.exponents)
    ]
    logarithm = math.log(group.high)
    for other, weight in zip(held, weights, strict=True):
        if weight:
            logarithm += float(weight) * (math.log(weight) - math.log(other.low))
    for exponent, size in zip(beyond, sizes, strict=True):
        if exponent:
            logarithm += float(exponent) * math.log(size)
    share = math.exp(min(logarithm, _LARGEST_LOGARITHM))
    simple = Fraction(share).limit_denominator(_LARGEST_DENOMINATOR)
    if abs(share - simple) < SLACK * share and _is_enough(
        simple, group, held, weights, beyond, sizes
    ):
        return simple
    return Fraction(share * (1 + SLACK))


def _is_enough(
    share: Fraction,
    group: Group,
    held: Sequence[Group],
    weights: Sequence[Fraction],
    beyond: Sequence[Fraction],
    sizes: Sequence[float],
) -> bool:
    """Return exactly whether the group's share is at most this one, by a common power of both."""
    power = math.lcm(*(weight.denominator for weight in weights))
    value = Fraction(group.high**power)
    for other, weight in zip(held, weights, strict=True):
        if weight:
            value *= pow(weight / other.low, int(weight * power))
    for exponent, size in zip(beyond, sizes, strict=True):
        if exponent:
            value *= pow(Fraction(int(size)), int(exponent * power))
    return value <= share**power


def largest_demand(demands: Iterable[tuple[Fraction, Sequence[Fraction]]]) -> Fraction:
    """Return the largest sum of shares that is asked of one held group.

    Args:
        demands: Pairs of a share and the weights of the held groups it is a share of.
    """
    totals: dict[int, Fraction] = {}
    for share, weights in demands:
        for i, weight in enumerate(weights):
            if weight:
                totals[i] = totals.get(i, Fraction(0)) + share
    return max(totals.values(), default=Fraction(0))
