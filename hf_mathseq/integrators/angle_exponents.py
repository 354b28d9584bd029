"""Exponents of sines and cosines in an ansatz, where squares of one of both are not needed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hf_mathseq.integrators.supports import Monomial


def angle_exponents(
    sines: Sequence[int], members: Sequence[Monomial], offset: Sequence[int]
) -> list[Monomial]:
    """Return the exponents that sines and cosines may have, those of other generators being 0.

    Args:
        sines: Positions of the sines; each cosine stands next to its sine.
        members: Exponents of the integrand's monomials.
        offset: How much denominators and roots allow more, by position.
    """
    choices = [_of_one_angle(i, members, max(offset[i], offset[i + 1], 0)) for i in sines]
    found: list[Monomial] = []
    for chosen in product(*choices):
        term = [0] * len(offset)
        for i, (sine, cosine) in zip(sines, chosen, strict=True):
            term[i : i + 2] = sine, cosine
        found.append(tuple(term))
    return found


def _of_one_angle(i: int, members: Sequence[Monomial], gain: int) -> list[tuple[int, int]]:
    lowest = [min(member[j] for member in members) for j in (i, i + 1)]
    total = max(max(member[i], 0) + max(member[i + 1], 0) for member in members) + gain
    if min(lowest) < 0:
        total = max(total, 1)
    sines, cosines = (range(min(0, low + 1), total + 1) for low in lowest)
    if lowest[0] >= 0:
        sines = range(min(total, 1) + 1)
    elif lowest[1] >= 0:
        cosines = range(2)
    return [(a, b) for a in sines for b in cosines if a + b <= total]
