"""Initial conditions as people type them, e.g. `exp(3*i*x)*sin(2*x)/(2*x)*delta(y)`."""

from __future__ import annotations

import math
import re

from hf_mathseq.systems.pde_problem import CONSTANT, DIRAC, GAUSSIAN, SINC
from hf_mathseq.systems.pde_terms import MAX_DIGITS, coordinate_index
from hf_mathseq.verdict import ProblemError

Shifts = dict[int, int]
Kernels = dict[int, tuple[str, int]]

_NUMBER = rf"\d{{1,{MAX_DIGITS}}}"
_NAME = r"[xyzw]\d{0,2}"
_LINEAR = re.compile(rf"\(?(-?)({_NUMBER})?\*?({_NAME})\)?")
_SHIFT = re.compile(rf"exp\((-?)(?:({_NUMBER})\*?)?i\*?(?:({_NUMBER})\*?)?({_NAME})\)")
_SQUARE = re.compile(rf"-({_NUMBER})?\*?({_NAME})\^2")


def initial_factors(text: str) -> tuple[Shifts, Kernels, int]:
    """Return shifts, kernels and the number of kernels with those written as 1.

    Args:
        text: A product without blanks.

    Raises:
        ProblemError: A factor is none of those of the task, or a coordinate has two kernels.
    """
    shifts: Shifts = {}
    kernels: Kernels = {}
    constants = 0
    for factor in _factors(text):
        if factor == "1":
            constants += 1
        elif shift := _SHIFT.fullmatch(factor):
            sign, before, after, name = shift.groups()
            b = int(before or 1) * int(after or 1) * (-1 if sign else 1)
            k = coordinate_index(name)
            shifts[k] = shifts.get(k, 0) + b
        else:
            k, kernel = _kernel(factor)
            if k in kernels:
                raise ProblemError(f"the initial condition has two kernels in x{k}")
            kernels[k] = kernel
    return shifts, kernels, len(kernels) + constants


def _factors(text: str) -> list[str]:
    """Cut a product at its stars outside of brackets."""
    depth, start, parts = 0, 0, []
    for i, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "*" and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def _kernel(factor: str) -> tuple[int, tuple[str, int]]:
    """Return the coordinate of a kernel, and the kernel."""
    name, bracket, rest = factor.partition("(")
    found = None
    if name == "sin" and ")/" in rest:
        above, below = rest.split(")/", 1)
        found = _linear(above) if _linear(above) == _linear(below) else None
        name = SINC
    elif bracket and rest.endswith(")"):
        argument = rest[:-1]
        if name == "exp":
            name, found = GAUSSIAN, _root(argument)
        elif name in (SINC, DIRAC, GAUSSIAN):
            found = _linear(argument)
    if found is None:
        raise ProblemError(
            f"{factor[:40]!r} is no factor of an initial condition: exp(3*i*x), 1, sinc(2*x), "
            "delta(x) or exp(-(2*x)^2)"
        )
    return found[0], (name, found[1])


def _linear(text: str) -> tuple[int, int] | None:
    """Return coordinate and scale of `-3*x`."""
    match = _LINEAR.fullmatch(text)
    if match is None:
        return None
    sign, number, name = match.groups()
    return coordinate_index(name), int(number or 1) * (-1 if sign else 1)


def _root(exponent: str) -> tuple[int, int] | None:
    """Return coordinate and scale a of the exponent `-(a*x)^2` or `-c*x^2` with c = a^2."""
    if exponent.startswith("-(") and exponent.endswith(")^2"):
        return _linear(exponent[2:-3])
    match = _SQUARE.fullmatch(exponent)
    if match is None:
        return None
    root = math.isqrt(int(match[1] or 1))
    if root**2 != int(match[1] or 1):
        raise ProblemError(f"exp({exponent}): the width is a whole number a in exp(-(a*x)^2)")
    return coordinate_index(match[2]), root


def kernel_list(kernels: Kernels, dimension: int) -> tuple[tuple[str, int], ...]:
    """Return one kernel per coordinate, constant where none is given."""
    return tuple(kernels.get(k, (CONSTANT, 0)) for k in range(dimension))
