"""An answer put into a differential equation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hf_mathseq.symbolic.nodes import ZERO, Expr, ExpressionError
from hf_mathseq.symbolic.substitution import insert, substitute
from hf_mathseq.symbolic.unknown_function import UNKNOWNS
from hf_mathseq.verification.ode_points import CONSTANTS
from hf_mathseq.verification.pieces import nodes_of
from hf_mathseq.verification.slopes import slope

MAX_DEPTH = 40
"""Deepest answer whose derivatives are formed: the second derivative of a chain of n functions has
n**2 products of up to n factors. Published answers are about half as deep at most."""
MAX_WORDS = 4096
"""Longest derivative that is differentiated again, in words; published ones have a few hundred."""


@dataclass(frozen=True)
class Attempt:
    """An equation with an answer in the place of y.

    Attributes:
        equation: Must vanish; contains y and its derivatives as `f(x)` and "derivative" nodes.
        order: 1 or 2; the answer has as many constants of integration.
        functions: The answer and its first `order` derivatives, which stand for y, y', y''.
        residual: The equation with these inserted and nothing evaluated.
    """

    equation: Expr
    order: int
    functions: tuple[Expr, ...]
    residual: Expr

    @property
    def constants(self) -> tuple[Expr, ...]:
        """The constants of integration."""
        return CONSTANTS[: self.order]

    @cached_property
    def normal_residual(self) -> Expr:
        """The normal form of the residual.

        Raises:
            ExpressionError: It has no value or is out of bounds.
        """
        return self._inserted(self.equation)

    @property
    def undefined(self) -> bool:
        """Whether a power of the equation becomes 0^0, which normal forms and floats call 1.

        A function to the power of another has no limit there that does not depend on the way.
        """
        for power in nodes_of(["pow"], self.equation):
            base, exponent = power.args
            try:
                if exponent.args and self._inserted(exponent) is self._inserted(base) is ZERO:
                    return True
            except ExpressionError:
                continue
        return False

    def _inserted(self, part: Expr) -> Expr:
        """Return the normal form of a part of the equation for this answer."""
        return substitute(part, dict(zip(UNKNOWNS, self.functions, strict=False)))


def attempt(equation: Expr, solution: Expr, order: int) -> Attempt:
    """Put an answer into an equation.

    Args:
        equation: Must vanish.
        solution: An expression in x and the first `order` constants of integration.
        order: 1 or 2.

    Raises:
        ExpressionError: Derivatives or residual are out of bounds or have no value.
    """
    if solution.depth > MAX_DEPTH:
        raise ExpressionError(f"an answer nested deeper than {MAX_DEPTH} levels")
    functions = [solution]
    for _ in range(order):
        if functions[-1].words > MAX_WORDS:
            raise ExpressionError(f"a derivative of more than {MAX_WORDS} words")
        functions.append(slope(functions[-1]))
    residual = insert(equation, dict(zip(UNKNOWNS, functions, strict=False)))
    return Attempt(equation, order, tuple(functions), residual)


def size(expr: Expr, value: Callable[[Expr], Any]) -> Any:
    """Return what a residual is small against: the sizes of its terms, factor by factor.

    Args:
        expr: An expression whose parts have values.
        value: Returns the values of a part, numbers or arrays.
    """
    if expr.op == "add":
        found = abs(value(expr.args[0]))
        for term in expr.args[1:]:
            found = found + abs(value(term))
        return found
    if expr.op == "mul":
        found = size(expr.args[0], value)
        for factor in expr.args[1:]:
            found = found * size(factor, value)
        return found
    return abs(value(expr))
