"""Which products of generators an antiderivative may have as terms, from those of the integrand.

The bounds follow from how differentiation changes exponents: a denominator loses one power when it
is integrated, x gains one, exponentials keep theirs. They are those of the Risch-Norman method
(Bronstein, Symbolic Integration I, chapter 10) for each generator by itself, made narrower by
treating apart the parts of the integrand with different powers of an exponential or of a root.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

from hf_mathseq.integrators.angle_exponents import angle_exponents
from hf_mathseq.integrators.generators import Generators
from hf_mathseq.integrators.supports import Monomial, Support, SupportReader
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import divide
from hf_mathseq.symbolic.nodes import NUMBERS, X_BIT, Expr, X

MAX_TERMS = 150


class TooManyTermsError(ValueError):
    """The bounds allow more than `MAX_TERMS` terms."""


class Ansatz:
    """Bounds on the exponents in an antiderivative.

    Args:
        generators: Of the integrand.
        reader: Reads expressions in these generators.
    """

    def __init__(self, generators: Generators, reader: SupportReader) -> None:
        self._every = generators.every
        self._kinds = [generator.kind for generator in generators.every]
        self._of_kind = {
            kind: [i for i, own in enumerate(self._kinds) if own == kind]
            for kind in ("x", "exp", "primitive", "tangent", "sine", "root", "denominator")
        }
        # Position of a root or denominator -> the largest exponents in its base.
        self._degrees: dict[int, list[int]] = {}
        for i in (*self._of_kind["root"], *self._of_kind["denominator"]):
            base = self._every[i].expr
            inner = reader.read(base if self._kinds[i] == "denominator" else base.args[0])
            self._degrees[i] = [max(column) for column in zip(*inner, strict=True)]
        self._entangled = self._find_entangled(generators)

    def _find_entangled(self, generators: Generators) -> set[int]:
        """Return the exponentials and roots whose powers cannot be treated apart."""
        found = {i for i in self._of_kind["exp"] if any(d[i] for d in self._degrees.values())}
        for i in self._of_kind["root"]:
            others = [g.expr for j, g in enumerate(self._every) if j != i and self._kinds[j] != "x"]
            inside = any(degrees[i] for degrees in self._degrees.values())
            if inside or any(_mentions(generators, derivative(expr), i) for expr in others):
                found.add(i)
        return found

    def terms(self, support: Support) -> list[Monomial]:
        """Return the exponents of all terms, the simplest first.

        Raises:
            TooManyTermsError: More than `MAX_TERMS`.
        """
        classes: dict[Monomial, list[Monomial]] = {}
        for monomial in support:
            classes.setdefault(self._class_of(monomial), []).append(monomial)
        found: dict[Monomial, None] = {}
        for key, members in classes.items():
            self._add_box(found, key, members)
        return sorted(found, key=lambda term: (sum(map(abs, term)), term))

    def _class_of(self, monomial: Monomial) -> Monomial:
        key = [0] * len(monomial)
        for i in self._of_kind["exp"]:
            if i not in self._entangled:
                key[i] = monomial[i]
        for i in self._of_kind["root"]:
            if i not in self._entangled:
                key[i] = monomial[i] % self._every[i].order
        return tuple(key)

    def _add_box(self, found: dict[Monomial, None], key: Monomial, members: list[Monomial]) -> None:
        exponentials = [self._every[i].expr for i in self._of_kind["exp"] if key[i]]
        ranges, offset = self._ranges(key, members, exponentials)
        if prod(map(len, ranges)) > 4 * MAX_TERMS:
            raise TooManyTermsError
        angles = angle_exponents(self._of_kind["sine"], members, offset)
        for term in product(*ranges):
            for angle in angles:
                found[tuple(map(int.__add__, term, angle))] = None
            if len(found) > MAX_TERMS:
                raise TooManyTermsError
        if not exponentials:
            for i in self._of_kind["primitive"]:
                raised = max(0, max(member[i] for member in members) + 1)
                found[tuple([raised if j == i else 0 for j in range(len(key))])] = None

    def _ranges(
        self, key: Monomial, members: list[Monomial], exponentials: list[Expr]
    ) -> tuple[list[range], list[int]]:
        """Return ranges of exponents, and how much denominators and roots allow more."""
        ranges = [range(exponent, exponent + 1) for exponent in key]
        offset = [0] * len(key)
        for i in (*self._of_kind["denominator"], *self._of_kind["root"]):
            ranges[i], power = self._radical_range(i, key, members)
            for j, degree in enumerate(self._degrees[i]):
                offset[j] -= power * degree
        grows = all(_degree_in_x(divide(derivative(expr), expr)) < 0 for expr in exponentials)
        for i in (*self._of_kind["x"], *self._of_kind["primitive"], *self._of_kind["tangent"]):
            gain = int(self._kinds[i] == "x" and grows)
            ranges[i] = self._polynomial_range(i, members, offset[i] + gain)
        for i in self._of_kind["exp"]:
            if i in self._entangled:
                ranges[i] = self._polynomial_range(i, members, offset[i], keep_lowest=True)
        return ranges, offset

    def _radical_range(self, i: int, key: Monomial, members: list[Monomial]) -> tuple[range, int]:
        """Return the exponents of a denominator or root, and the power of its base in them."""
        order = self._every[i].order
        lowest = min(member[i] // order for member in members)
        if self._kinds[i] == "denominator":
            # 1/(1 + cos(x)) is the derivative of sin(x)/(1 + cos(x)).
            power = min(0, lowest if self._has_pair(i) else lowest + 1)
            return range(power, power + 1), power
        # sqrt(1 + cos(x)) is the derivative of 2*sin(x)/sqrt(1 + cos(x)).
        lower = lowest >= 0 and order == 2 and self._has_pair(i)
        power = -1 if lower else min(0, lowest + 1)
        first = order * power
        if i in self._entangled:
            return range(first, order), power
        return range(first + key[i], order, order), power

    def _has_pair(self, i: int) -> bool:
        return any(self._degrees[i][j] or self._degrees[i][j + 1] for j in self._of_kind["sine"])

    def _degree(self, i: int, members: list[Monomial]) -> int:
        """Return the largest exponent, those in roots and denominators counted."""
        return max(
            member[i]
            + sum(
                (member[j] // self._every[j].order) * degrees[i]
                for j, degrees in self._degrees.items()
            )
            for member in members
        )

    def _polynomial_range(
        self, i: int, members: list[Monomial], gain: int, keep_lowest: bool = False
    ) -> range:
        lowest = min(member[i] for member in members) + (not keep_lowest)
        highest = max(self._degree(i, members) + gain, gain - 1, 0)
        return range(min(0, lowest), highest + 1)


def _mentions(generators: Generators, expr: Expr, position: int) -> bool:
    """Whether a generator occurs in an expression outside of functions."""
    pending = [expr]
    while pending:
        part = pending.pop()
        own = generators.power_of(part)
        if own is not None and own[0] == position:
            return True
        if part.symbols & X_BIT and part.op in ("add", "mul", "pow"):
            pending.extend(part.args)
    return False


def _degree_in_x(expr: Expr) -> Fraction:
    """Return how an expression grows with x, functions counting as constants."""
    if expr is X:
        return Fraction(1)
    if not expr.symbols & X_BIT or expr.op not in ("add", "mul", "pow"):
        return Fraction(0)
    if expr.op == "pow":
        exponent = expr.args[1]
        return (
            _degree_in_x(expr.args[0]) * exponent.value if exponent.op in NUMBERS else Fraction(0)
        )
    degrees = [_degree_in_x(arg) for arg in expr.args]
    return max(degrees) if expr.op == "add" else sum(degrees, Fraction(0))
