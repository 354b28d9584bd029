"""Linearisations in time with many digits: the rules of `jets` on mpmath numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from hf_mathseq.symbolic.numeric_backends import Backend, precise
from hf_mathseq.systems.dual_rules import Arithmetic, Array
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.precise import (
    CHECK_DIGITS,
    PreciseMatrix,
    UndefinedValueError,
    compared,
    moderate,
)
from hf_mathseq.systems.time_jets import Clock, evaluated
from hf_mathseq.systems.time_rank import spanning_blocks
from hf_mathseq.systems.words import UNARY, Tree


def precise_blocks(
    trees: Sequence[Tree], controls: int, value: float, time: float, blocks: int, digits: int
) -> PreciseMatrix:
    """Return `[D_0, D_1, ...]` of the linearisation at a time; see `time_rank`.

    Args:
        trees: The n right-hand sides; time is the variable after the controls.
        controls: Number of controls.
        value: Value of states and controls; a float stands for the number it is written as.
        time: The time, likewise.
        blocks: Number of blocks.
        digits: Decimal digits to compute with.

    Raises:
        UndefinedValueError: A right-hand side or a derivative is undefined, or overflows.
        TooFewDigitsError: Rounding decides more than half of the digits.
    """
    backends = precise(digits), precise(digits + CHECK_DIGITS)
    found, again = (_blocks(trees, controls, value, time, blocks, backend) for backend in backends)
    return compared(found, again, backends[0], digits)


def _blocks(
    trees: Sequence[Tree], controls: int, value: float, time: float, blocks: int, backend: Backend
) -> list[list[Any]]:
    n = len(trees)
    variables = n + controls
    clock = Clock(np.full(n, variables), [backend.number(Fraction(repr(time)))], blocks)
    number = backend.number(Fraction(repr(float(value))))
    arithmetic = precise_arithmetic(backend)
    slopes, undefined = evaluated(Forest.from_trees(trees), number, variables, clock, arithmetic)
    if undefined.any():
        raise UndefinedValueError("a right-hand side has no value at the time")
    joint = slopes[:, 0].transpose(0, 2, 1)[:, None]
    matrix = spanning_blocks(joint[..., :n], joint[..., n:])[0]
    zero = backend.number(0)
    rows = [[entry + zero for entry in row] for row in matrix.tolist()]
    if not all(moderate(entry) for row in rows for entry in row):
        raise UndefinedValueError("a derivative has no value at the time")
    return rows


@lru_cache(maxsize=32)
def precise_arithmetic(backend: Backend) -> Arithmetic:
    """Return the rules on arrays of mpmath numbers; NaN outside of a domain."""
    functions = {name: _elementwise(backend.functions[name], backend, 1) for name in UNARY}
    quotient = _elementwise(lambda above, below: above / below, backend, 2)
    return Arithmetic(object, functions, quotient)


def _elementwise(function: Callable[..., Any], backend: Backend, arity: int) -> Any:
    undefined = backend.constants["pi"].context.nan

    def safe(*operands: Any) -> Any:
        numbers = [operand + backend.number(0) for operand in operands]
        try:
            return function(*numbers) if all(map(moderate, numbers)) else undefined
        except (ZeroDivisionError, ValueError, OverflowError):
            return undefined

    def applied(*arrays: Array) -> Array:
        return np.asarray(np.frompyfunc(safe, arity, 1)(*arrays), dtype=object)

    return applied
