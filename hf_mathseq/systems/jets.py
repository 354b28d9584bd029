"""Taylor coefficients in time of the thirteen operators, on arrays.

A jet holds the coefficients c_0, c_1, ... of f(t + s) = c_0 + c_1 s + c_2 s^2 + ... along its first
axis. Conventions and kinds of numbers are those of `dual_rules`; a coefficient that is exactly 0
stays 0 whatever it is multiplied by.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.systems.dual_rules import Arithmetic, Array


def product(factor: Array, jets: Array) -> Array:
    """Return the jet of a product; zeros of `jets` count as exact.

    Args:
        factor: Shape (orders, ...).
        jets: Shape (orders, ...), broadcast against `factor`.
    """
    orders = len(jets)
    total = _times(factor[0], jets)
    for i in range(1, orders):
        # NaN counts as any; jets of what does not depend on time are skipped.
        if factor[i].any():
            total[i:] += _times(factor[i], jets[: orders - i])
    return total + 0.0


def quotient(above: Array, below: Array, arithmetic: Arithmetic) -> Array:
    """Return the jet of a quotient."""
    result = np.empty_like(above)
    for k in range(len(above)):
        rest = above[k] - sum(below[i] * result[k - i] for i in range(1, k + 1)) if k else above[0]
        result[k] = arithmetic.quotient(rest, below[0]) + 0.0
    return result


def derivative(jets: Array) -> Array:
    """Return the jet of the derivative, one coefficient shorter."""
    steps = np.arange(1, len(jets)).reshape(-1, *[1] * (jets.ndim - 1))
    return steps * jets[1:]


def function(name: str, inner: Array, arithmetic: Arithmetic) -> tuple[Array, Array]:
    """Return the jets of a function and of its derivative by its argument.

    With v = f(u) and g = f'(u), v' = g u' gives the coefficients of v one by one, while an equation
    for g (such as g = v for exp, or h g = 1 with known h) gives those of g.

    Args:
        name: One of the nine unary functions.
        inner: u, shape (orders, ...).
        arithmetic: The kind of numbers.
    """
    values, slopes = np.zeros_like(inner), np.zeros_like(inner)
    values[0] = arithmetic.functions[name](inner[0]) + 0.0
    slopes[0] = arithmetic.slope(name, inner[0], values[0])
    speed = derivative(inner)
    inverse = (
        None if name in ("exp", "sin", "cos", "tan") else _inverse_slope(name, inner, arithmetic)
    )
    for k in range(1, len(inner)):
        values[k] = sum(_times(slopes[i], speed[k - 1 - i]) for i in range(k)) / k
        if name == "exp":
            slopes[k] = values[k]
        elif name in ("sin", "cos"):
            slopes[k] = -sum(_times(values[i], speed[k - 1 - i]) for i in range(k)) / k
        elif name == "tan":
            slopes[k] = sum(values[i] * values[k - i] for i in range(k + 1))
        else:
            below = 2 * values if inverse is None else inverse
            rest = sum(_times(slopes[k - i], -below[i]) for i in range(1, k + 1))
            slopes[k] = arithmetic.quotient(np.asarray(rest), below[0]) + 0.0
    return values, slopes


def _inverse_slope(name: str, inner: Array, arithmetic: Arithmetic) -> Array | None:
    """Return the jet of 1 / f'(u), or None for the square root, where it is twice the value."""
    if name == "sqrt":
        return None
    if name == "ln":
        return inner
    one = np.zeros_like(inner)
    one[0] = 1
    if name == "atan":
        return one + product(inner, inner)
    root, _ = function("sqrt", product(one - inner, one + inner), arithmetic)
    return root if name == "asin" else -root


def finite(values: Array) -> npt.NDArray[np.bool_]:
    """Return which numbers are finite, mpmath numbers included."""
    if values.dtype != object:
        return np.asarray(np.isfinite(values))
    small = [bool(abs(value) < np.inf) for value in values.ravel()]
    return np.array(small, dtype=np.bool_).reshape(values.shape)


def _times(factor: Any, jets: Array) -> Array:
    result: Array = factor * jets
    if not finite(np.asarray(factor)).all():
        result = np.where(jets == 0, 0, result)
    return result
