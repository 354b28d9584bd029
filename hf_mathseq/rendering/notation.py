"""What a formula is written with: the elements that MathML and TeX have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

GREEK = {"pi": "π"}
"""Names that have a sign of their own."""
MINUS, PLUS, EQUALS, TIMES = "−", "+", "=", "·"
INFINITY, PARTIAL, CROSS, INTEGRAL = "∞", "∂", "×", "∫"


class Notation(Protocol):
    """A way of writing formulas; every method returns a piece of it as text."""

    def number(self, digits: str) -> str:
        """Return digits, perhaps with a decimal point, without a sign."""

    def name(self, name: str, index: str = "") -> str:
        """Return the name of a variable or a constant, e.g. `x`, `pi` or `a` with the index 8."""

    def sign(self, sign: str) -> str:
        """Return one of the signs of this module, or a comma or semicolon."""

    def words(self, text: str) -> str:
        """Return plain words within a formula; the text may be anything."""

    def row(self, *parts: str) -> str:
        """Return what stands side by side, as one piece."""

    def product(self, *factors: str) -> str:
        """Return factors side by side."""

    def applied(self, function: str, argument: str, power: str = "") -> str:
        """Return a named function, perhaps with a power, and its argument with its brackets."""

    def fraction(self, above: str, below: str) -> str:
        """Return a fraction."""

    def square_root(self, inside: str) -> str:
        """Return a square root."""

    def root(self, inside: str, index: str) -> str:
        """Return another root."""

    def power(self, base: str, exponent: str) -> str:
        """Return a base with an exponent."""

    def below(self, base: str, index: str) -> str:
        """Return a base with an index."""

    def primed(self, base: str, count: int) -> str:
        """Return a name with primes: derivatives of a function of one variable."""

    def brackets(self, inside: str) -> str:
        """Return round brackets, as high as what they hold."""

    def bars(self, inside: str) -> str:
        """Return an absolute value."""

    def interval(self, low: str, high: str) -> str:
        """Return a closed interval."""

    def matrix(self, rows: Sequence[Sequence[str]]) -> str:
        """Return a matrix in square brackets."""

    def lines(self, rows: Sequence[str]) -> str:
        """Return equations below each other, behind a brace."""
