"""Values at points, decided by computing them with more and more digits."""

import random

from .jets import NoValueError, context

DIGITS = (50, 150, 400)
"""Tried one after the other, until the numbers are known."""
GUARD = 10
"""Digits of 50 that rounding takes at most, relative to the largest number on the way."""


def real_points(count, spread, seed, names=("x",)):
    """Return points with simple decimal coordinates, both signs, small and large.

    Args:
        count: Number of points.
        spread: Largest size of x.
        seed: For other points.
        names: The coordinates; all but the first are constants of a few units.
    """
    draw, points = random.Random(seed), []
    for i in range(count):
        size = draw.uniform(0.03, 1.2) if i % 4 < 2 else draw.uniform(1.0, spread)
        first = round(size if i % 2 else -size, 6)
        others = [round(draw.choice((-1, 1)) * draw.lognormvariate(0, 2.2), 6) for _ in names[1:]]
        points.append(dict(zip(names, (first, *others), strict=True)))
    return points


def complex_points(count, seed, names=("x",)):
    """Return generic points off the real line."""
    draw = random.Random(seed)
    return [
        {n: complex(round(draw.gauss(0, 1.3), 5), round(draw.gauss(0, 1.3), 5)) for n in names}
        for _ in range(count)
    ]


def compare(values, point):
    """Return whether two expressions are equal at a point; None where that cannot be told.

    Args:
        values: From an mpmath context and the point to the pair of values and the size of the
            largest number that they were made of.
        point: The point.

    Raises:
        NoValueError: There are no values.
    """
    for digits in DIGITS:
        ctx = context(digits)
        left, right, size = values(ctx, point)
        difference, scale = abs(left - right), max(abs(left), abs(right))
        floor = size * ctx.mpf(10) ** (GUARD - digits)
        if difference > floor * ctx.mpf(10) ** GUARD:
            return False
        # Where numbers are huge, what differs by 1 looks equal.
        clear = size <= ctx.mpf(10) ** (digits // 3)
        if clear and difference <= floor and (floor <= scale * ctx.mpf(10) ** -GUARD or not scale):
            return True
    return None


def tally(values, points, enough):
    """Return at how many points two expressions are equal, and at how many they are not.

    Args:
        values: See `compare`.
        points: The points, in order.
        enough: Equal points after which no further ones are looked at; so many unequal ones end
            it too.
    """
    equal = unequal = 0
    for point in points:
        try:
            found = compare(values, point)
        except NoValueError:
            continue
        equal += found is True
        unequal += found is False
        if max(equal, unequal) >= enough:
            break
    return equal, unequal
