"""Arithmetic modulo primes below 2^31 on int64 arrays: inverses, roots, linear systems."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

Residues = npt.NDArray[np.int64]

PRIMES = (2147483579, 2147483543, 2147483399, 2147483123, 2147482859, 2147482763)
"""The largest primes p below 2^31 with p = 3 mod 4 and p - 1 prime to 3, 5, 7 and 11.

Products of two residues fit into int64, every residue has exactly one third, fifth, ... root, and
square roots are powers.
"""
MAX_ROOT = 12


def powers(base: Residues, exponent: int, prime: int) -> Residues:
    """Return base**exponent for an exponent of 0 or more."""
    result = np.ones_like(base)
    square = base
    while exponent:
        if exponent & 1:
            result = result * square % prime
        exponent >>= 1
        if exponent:
            square = square * square % prime
    return result


def inverses(values: Residues, prime: int) -> Residues:
    """Return 1/v: one inversion and some products for all of them together.

    Raises:
        ZeroDivisionError: One of them is 0.
    """
    numbers = values.tolist()
    if 0 in numbers:
        raise ZeroDivisionError("0 has no inverse")
    products = list(accumulate(numbers, lambda left, right: left * right % prime, initial=1))
    inverse = pow(products[-1], -1, prime)
    found = [0] * len(numbers)
    for at in range(len(numbers) - 1, -1, -1):
        found[at] = inverse * products[at] % prime
        inverse = inverse * numbers[at] % prime
    return np.array(found, dtype=np.int64)


def roots(values: Residues, order: int, prime: int) -> tuple[Residues, npt.NDArray[np.bool_]]:
    """Return `order`-th roots and where there are any (residues without a root give 0)."""
    twos = 0
    while order % 2 == 0:
        order //= 2
        twos += 1
    found = powers(values, pow(order, -1, prime - 1), prime) if order > 1 else values
    exists = np.ones(values.shape, dtype=bool)
    for level in range(twos):
        root = powers(found, (prime + 1) // 4, prime)
        if level == 0:
            exists = root * root % prime == found
            root = np.where(exists, root, 0)
        # This root is itself a square; its negative is the other choice.
        found = root
    return found, exists


def scattered(count: int, stream: int, prime: int) -> Residues:
    """Return residues that look random, the same ones in every process (splitmix64).

    Args:
        count: How many.
        stream: Number of the sequence.
        prime: The modulus.
    """
    with np.errstate(over="ignore"):
        state = np.arange(1, count + 1, dtype=np.uint64) + np.uint64(stream * 0x10001)
        state = state * np.uint64(0x9E3779B97F4A7C15)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        state = state ^ (state >> np.uint64(31))
    return (state % np.uint64(prime - 2) + np.uint64(1)).astype(np.int64)


def solve(matrix: Residues, right: Residues, prime: int) -> Residues | None:
    """Solve `matrix @ unknowns = right`; unknowns that stay free are 0.

    Columns to the left are preferred where columns depend on each other.

    Args:
        matrix: Shape (equations, unknowns).
        right: Shape (equations,).
        prime: The modulus.

    Returns:
        The unknowns, or None if there is no solution.
    """
    rows = np.concatenate([matrix, right[:, None]], axis=1) % prime
    unknowns = matrix.shape[1]
    pivots: list[int] = []
    for column in range(unknowns):
        at = len(pivots)
        candidates = np.flatnonzero(rows[at:, column])
        if not len(candidates):
            continue
        chosen = at + int(candidates[0])
        if chosen != at:
            rows[[at, chosen]] = rows[[chosen, at]]
        scale = pow(int(rows[at, column]), -1, prime)
        rows[at, column:] = rows[at, column:] * scale % prime
        below = rows[at + 1 :, column:]
        below -= below[:, :1] * rows[at, column:] % prime
        below %= prime
        pivots.append(column)
        if len(pivots) == len(rows):
            break
    if rows[len(pivots) :, unknowns].any():
        return None
    return _substituted_back(rows, pivots, prime)


def _substituted_back(rows: Residues, pivots: list[int], prime: int) -> Residues:
    solution = np.zeros(rows.shape[1] - 1, dtype=np.int64)
    for at in range(len(pivots) - 1, -1, -1):
        known = int((rows[at, :-1] * solution % prime).sum())
        solution[pivots[at]] = (int(rows[at, -1]) - known) % prime
    return solution


def rational(residue: int, modulus: int, slack: int) -> tuple[int, int] | None:
    """Return the fraction n/d with n = d*residue that is unmistakably small.

    Args:
        residue: The number modulo `modulus`.
        modulus: The modulus.
        slack: By how much |n|*d must stay below the modulus.

    Returns:
        (n, d) with d > 0, or None.
    """
    before, rest = modulus, residue % modulus
    earlier, factor = 0, 1
    while rest * rest * 2 > modulus:
        step = before // rest
        before, rest = rest, before - step * rest
        earlier, factor = factor, earlier - step * factor
    if factor < 0:
        rest, factor = -rest, -factor
    return (rest, factor) if abs(rest) * factor * slack < modulus else None


def combined(left: Any, left_modulus: int, right: Any, right_modulus: int) -> Any:
    """Return the residue modulo the product of two moduli (Chinese remainders)."""
    inverse = pow(left_modulus, -1, right_modulus)
    return left + left_modulus * ((right - left) * inverse % right_modulus)
