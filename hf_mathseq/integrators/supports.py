"""Which products of generators occur in an expression: exponents without coefficients."""

from __future__ import annotations

from hf_mathseq.integrators.generators import Generators, UnsuitableError
from hf_mathseq.symbolic.nodes import X_BIT, Expr

MAX_MONOMIALS = 200
MAX_PRODUCTS = 2_000
MAX_EXPONENT = 10_000

Monomial = tuple[int, ...]
Support = dict[Monomial, None]


class SupportReader:
    """Reads expressions as sums of products of powers of generators, without coefficients.

    Args:
        generators: Those of the expressions to read.
    """

    def __init__(self, generators: Generators) -> None:
        self._generators = generators
        self._one = (0,) * len(generators.every)
        self._done: dict[Expr, Support] = {}

    def read(self, expr: Expr) -> Support:
        """Return the exponents of the monomials; nothing is known about cancellation.

        Raises:
            UnsuitableError: Too many monomials, or a part that is no product of generators.
        """
        if not expr.symbols & X_BIT:
            return {self._one: None}
        found = self._done.get(expr)
        if found is None:
            found = self._done[expr] = self._read(expr)
            if len(found) > MAX_MONOMIALS:
                raise UnsuitableError("too many monomials")
        return found

    def _read(self, expr: Expr) -> Support:
        if expr.op == "add":
            return {monomial: None for term in expr.args for monomial in self.read(term)}
        if expr.op == "mul":
            found = self.read(expr.args[0])
            for factor in expr.args[1:]:
                found = product(found, self.read(factor))
            return found
        own = self._generators.power_of(expr)
        if own is not None:
            return self._single(*own)
        if expr.op == "pow" and expr.args[1].op == "int":
            return self._integer_power(expr.args[0], expr.args[1].value)
        raise UnsuitableError(f"{expr.op} is no generator")

    def _single(self, position: int, exponent: int) -> Support:
        if abs(exponent) > MAX_EXPONENT:
            raise UnsuitableError("a large exponent")
        return {(*self._one[:position], exponent, *self._one[position + 1 :]): None}

    def _integer_power(self, base: Expr, exponent: int) -> Support:
        own = self._generators.power_of(base)
        if own is not None and (exponent < 0 or base.op != "add"):
            return self._single(own[0], own[1] * exponent)
        if exponent < 0:
            raise UnsuitableError("an unknown denominator")
        found = inner = self.read(base)
        for _ in range(exponent - 1):
            found = product(found, inner)
        return found


def product(left: Support, right: Support) -> Support:
    """Return the monomials of a product.

    Raises:
        UnsuitableError: Too many.
    """
    if len(left) * len(right) > MAX_PRODUCTS:
        raise UnsuitableError("too many monomials")
    return {
        tuple([a + b for a, b in zip(first, second, strict=True)]): None
        for first in left
        for second in right
    }
