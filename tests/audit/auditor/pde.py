"""Partial differential equations: the real part of the symbol on the box of frequencies.

It is a polynomial with integer coefficients. Points where it is negative and curves on which it
falls without end are looked for at random and checked with exact fractions; where a thousand of
them show nothing, there is none.
"""

import math
import random
from fractions import Fraction

from .jets import context
from .numbers import decade, read_float
from .opinion import MalformedError, Opinion, Word, right, wrong
from .programs import read_integer

SEPARATOR, ENTRY, ROW = "<SPECIAL_3>", "<SPECIAL_5>", "<SPECIAL_4>"
INFINITE = {"<SPECIAL_7>": -math.inf, "<SPECIAL_8>": math.inf}
BINARY, UNARY = "+-*/^", ("exp", "sin", "delta0")
TRIES = 500


def judge(problem, answer):
    """Return an opinion on two booleans and, where they are given, frequency bounds."""
    try:
        exists, vanishes, bounds = _read_answer(list(answer))
    except MalformedError as error:
        return Opinion(Word.MALFORMED, str(error))
    polynomial, box = read_problem(list(problem))
    if bounds is not None and bounds != [tuple(map(_written, side)) for side in box]:
        return wrong("other bounds")
    truth = behaviour(polynomial, box)
    return right() if (exists, vanishes) == truth else wrong(f"exists, vanishes: {truth}")


def _read_answer(words):
    head = words[:5]
    if len(head) < 5 or [head[0], head[2], head[3]] != ["INT+", SEPARATOR, "INT+"]:
        raise MalformedError("no two integers")
    if not {head[1], head[4]} <= {"0", "1"}:
        raise MalformedError("no booleans")
    if len(words) == 5:
        return head[1] == "1", head[4] == "1", None
    at, bounds = 6, []
    if words[5] != SEPARATOR or len(words) == 6:
        raise MalformedError("no bounds")
    while at < len(words):
        side = []
        for end in (ENTRY, ROW):
            if at < len(words) and words[at] in INFINITE:
                value, at = INFINITE[words[at]], at + 1
            else:
                value, at = read_float(words, at)
            if at >= len(words) or words[at] != end:
                raise MalformedError(f"{end} is missing")
            side.append(value)
            at += 1
        bounds.append(tuple(side))
    if len(bounds) > 10:
        raise MalformedError("too many bounds")
    return head[1] == "1", head[4] == "1", bounds


def _written(bound):
    """Return a bound in cycles, rounded to three digits."""
    if bound in (math.inf, -math.inf) or not bound:
        return bound
    ctx = context(30)
    size = abs(Fraction(str(ctx.mpf(bound) / (2 * ctx.pi))))
    unit = Fraction(10) ** (decade(size) - 2)
    rounded = round(size / unit) * unit
    return rounded if bound > 0 else -rounded


def read_problem(words):
    """Return the real part of the symbol, exponents -> coefficient, and the box of frequencies."""
    first, second = (i for i, word in enumerate(words) if word == SEPARATOR)
    n = read_integer(words, 0)[0]
    operator = _tree(words[first + 1 : second])
    factors = _factors(_tree(words[second + 1 :]))
    real = {}
    for exponents, coefficient in _polynomial(operator, n).items():
        degree = sum(exponents)
        if degree % 2 == 0 and coefficient:
            real[exponents] = coefficient * (-1) ** (degree // 2)
    shifts = [0] * n
    for factor in factors[:-n]:
        _, (number, (_, (_, variable))) = factor[1][0][1][0], factor[1][0][1][0][1]
        shifts[int(variable[1:])] = number
    return real, [_side(kernel, shift) for shift, kernel in zip(shifts, factors[-n:], strict=True)]


def _tree(words):
    """Return the nested tuples (operator, operands) of a prefix expression."""

    def read(at):
        word = words[at]
        if word in ("INT+", "INT-"):
            return read_integer(words, at)
        if word in BINARY or word in UNARY:
            operands, at = [], at + 1
            for _ in range(2 if word in BINARY else 1):
                operand, at = read(at)
                operands.append(operand)
            return (word, tuple(operands)), at
        return word, at + 1

    tree, end = read(0)
    if end != len(words):
        raise MalformedError("words follow")
    return tree


def _factors(tree):
    if isinstance(tree, tuple) and tree[0] == "*":
        return [*_factors(tree[1][0]), *_factors(tree[1][1])]
    return [tree]


def _side(kernel, shift):
    """Return the frequencies of one coordinate."""
    if kernel == 1:
        return shift, shift
    if kernel[0] == "/":  # sin(y) / y with y = a x + 0
        width = abs(kernel[1][1][1][0][1][0])
        return shift - width, shift + width
    return -math.inf, math.inf


def _polynomial(tree, n):
    """Return exponents -> coefficient of a polynomial in the derivatives."""
    if isinstance(tree, int):
        return {(0,) * n: tree}
    if isinstance(tree, str):
        return {tuple(int(k == int(tree[1:])) for k in range(n)): 1}
    operator, operands = tree
    if operator == "^":
        base, found = _polynomial(operands[0], n), {(0,) * n: 1}
        for _ in range(operands[1]):
            found = _product(found, base)
        return found
    left, right_ = (_polynomial(operand, n) for operand in operands)
    if operator == "*":
        return _product(left, right_)
    sign = 1 if operator == "+" else -1
    return {
        key: left.get(key, 0) + sign * right_.get(key, 0) for key in dict.fromkeys([*left, *right_])
    }


def _product(a, b):
    found = {}
    for p, x in a.items():
        for q, y in b.items():
            key = tuple(i + j for i, j in zip(p, q, strict=True))
            found[key] = found.get(key, 0) + x * y
    return found


def behaviour(polynomial, box):
    """Return whether a solution exists, and whether it vanishes."""
    draw = random.Random(1)
    if all(_never_negative(c, e, box) for e, c in polynomial.items()):
        return True, True
    if any(_falls(polynomial, box, draw) for _ in range(TRIES)):
        return False, False
    return True, not any(_negative(polynomial, box, draw) for _ in range(TRIES))


def _never_negative(coefficient, exponents, box):
    """Return whether a monomial is nowhere negative on the box."""
    sign = 1 if coefficient > 0 else -1
    for exponent, (low, high) in zip(exponents, box, strict=True):
        if exponent and low == high == 0:
            return True
        if exponent % 2:
            if low < 0 < high:
                return False
            sign = -sign if low < 0 else sign
    return sign > 0


def _value(draw, low, high):
    """Return a number of the interval, often an end or 0."""
    if low == -math.inf:
        size = Fraction(
            draw.choice((0, 1, 1, 2, 3, 7, 20, 100, 1000)), draw.choice((1, 1, 10, 1000))
        )
        return draw.choice((-1, 1)) * size
    kind = draw.random()
    if kind < 0.25:
        return Fraction(low)
    if kind < 0.5:
        return Fraction(high)
    if kind < 0.6 and low < 0 < high:
        return Fraction(draw.choice((0, 0, -1, 1)), draw.choice((2, 10, 1000)))
    return low + (high - low) * Fraction(draw.randrange(1001), 1000)


def _sum_of(polynomial, values):
    return sum(
        c * math.prod(v**e for v, e in zip(values, exponents, strict=True) if e)
        for exponents, c in polynomial.items()
    )


def _negative(polynomial, box, draw):
    return _sum_of(polynomial, [_value(draw, *side) for side in box]) < 0


def _falls(polynomial, box, draw):
    """Return whether the polynomial falls without end along a random curve.

    A coordinate runs like c t^w, with w > 0 where the box is infinite; inside a finite side with 0
    in it, it may run to 0.
    """
    values, weights = [], []
    for low, high in box:
        values.append(_value(draw, low, high))
        free = low == -math.inf
        around = low < 0 < high
        weight = draw.randint(-4, 4) if free else (draw.choice((0, -1, -2, -4)) if around else 0)
        if weight and not values[-1]:
            values[-1] = Fraction(draw.choice((-1, 1)), 1 if free else 2)
        weights.append(weight)
    growths = {e: sum(w * p for w, p in zip(weights, e, strict=True)) for e in polynomial}
    while True:
        # Terms of one growth may cancel exactly; then the next ones lead.
        top = max(growths.values(), default=0)
        if top <= 0:
            return False
        leading = {e: polynomial[e] for e, growth in growths.items() if growth == top}
        total = _sum_of(leading, values)
        if total:
            return total < 0
        growths = {e: growth for e, growth in growths.items() if growth < top}
