"""The functions that an integrand is made of, taken as independent variables.

The integrand x*exp(2*x) + sin(x)**2 is a rational function of the generators x, exp(x), sin(x) and
cos(x); the derivative of every generator is again one of generators.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from hf_mathseq.integrators.factors import scale_and_rest
from hf_mathseq.symbolic.nodes import NUMBERS, X_BIT, Expr


class UnsuitableError(ValueError):
    """The integrand has parts that cannot be generators, or too many."""


@dataclass(frozen=True, slots=True)
class Generator:
    """One of the variables.

    Attributes:
        expr: What it stands for.
        kind: "x", "exp" (all exponents occur), "primitive", "tangent", "sine", "cosine", "root",
            "denominator" (a sum), or "parameter" (a constant).
        order: Of a root, else 1.
    """

    expr: Expr
    kind: str
    order: int = 1


@dataclass(slots=True)
class Generators:
    """The generators of an integrand.

    Attributes:
        every: In the order in which they are found: x, functions, roots, denominators, parameters.
        powers: Node -> (position of its generator, exponent), as far as asked for.
        derived: Denominators that occur in the derivatives of generators only.
    """

    every: list[Generator] = field(default_factory=list)
    powers: dict[Expr, tuple[int, int]] = field(default_factory=dict)
    derived: list[Expr] = field(default_factory=list)

    def enter(self, generator: Generator) -> None:
        """Add a generator."""
        self.powers[generator.expr] = (len(self.every), 1)
        self.every.append(generator)

    def power_of(self, node: Expr) -> tuple[int, int] | None:
        """Return (i, n) if the node is the n-th power of the i-th generator, n not zero."""
        found = self.powers.get(node)
        if found is None and node.symbols & X_BIT:
            if node.op == "exp":
                found = self._multiple(*scale_and_rest(node.args[0]), "exp")
            elif node.op == "pow" and node.args[1].op == "rational":
                found = self._multiple(node.args[1].value, node.args[0], "root")
            if found is not None:
                self.powers[node] = found
        return found

    def cover(self, expr: Expr) -> bool:
        """Whether an expression is a rational function of the generators."""
        pending = [expr]
        while pending:
            part = pending.pop()
            if part.op in NUMBERS or self.power_of(part) is not None:
                continue
            if part.op == "pow" and part.args[1].op == "int":
                pending.append(part.args[0])
            elif part.op in ("add", "mul"):
                pending.extend(part.args)
            else:
                return False
        return True

    def _multiple(self, value: Fraction, rest: Expr, kind: str) -> tuple[int, int] | None:
        for position, generator in enumerate(self.every):
            if generator.kind != kind:
                continue
            unit, own = Fraction(1, generator.order), generator.expr.args[0]
            if kind == "exp" and generator.expr.op == "exp":
                unit, own = scale_and_rest(own)
            if own is rest and (value / unit).denominator == 1:
                return position, int(value / unit)
        return None


def common_unit(values: list[Fraction]) -> Fraction:
    """Return the largest fraction of which all are integer multiples."""
    numerators = gcd(*[value.numerator for value in values])
    return Fraction(numerators, lcm(*[value.denominator for value in values]))
