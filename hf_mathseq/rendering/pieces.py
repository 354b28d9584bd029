"""Sums, products, fractions and powers with the brackets that they need, in any notation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction

from hf_mathseq.rendering.notation import CROSS, EQUALS, INFINITY, MINUS, PLUS, TIMES, Notation


class Level(IntEnum):
    """How tightly a piece binds."""

    SUM = 1
    PRODUCT = 2
    FACTOR = 3
    ATOM = 4


@dataclass(frozen=True)
class Piece:
    """A part of a formula.

    Attributes:
        text: In the notation that it was made with.
        level: How tightly the text binds.
        minus: Whether the piece is minus the text.
        digit: Whether the text begins with a digit.
    """

    text: str
    level: Level = Level.ATOM
    minus: bool = False
    digit: bool = False


class Composer:
    """Puts pieces together.

    Args:
        notation: What they are written with.
    """

    def __init__(self, notation: Notation) -> None:
        self.notation = notation

    def name(self, name: str) -> Piece:
        """Return a variable or constant; digits at its end become an index."""
        stem = name.rstrip("0123456789") or name
        return Piece(self.notation.name(stem, name[len(stem) :]))

    def integer(self, value: int) -> Piece:
        """Return an integer, its sign apart."""
        return Piece(self.notation.number(str(abs(value))), minus=value < 0, digit=True)

    def number(self, value: int | Fraction) -> Piece:
        """Return a rational number, its sign apart."""
        if value.denominator == 1:
            return self.integer(value.numerator)
        above, below = self.integer(abs(value.numerator)), self.integer(value.denominator)
        return Piece(self.notation.fraction(above.text, below.text), Level.FACTOR, value < 0)

    def decimal(self, value: float) -> Piece:
        """Return a decimal number as short as `repr` has it, large and small ones with 10^n."""
        if value in (float("inf"), float("-inf")):
            return Piece(self.notation.sign(INFINITY), minus=value < 0)
        mantissa, _, exponent = f"{abs(value):.12g}".partition("e")
        text = self.notation.number(mantissa)
        if not exponent:
            return Piece(text, minus=value < 0, digit=True)
        power = self.notation.power(
            self.notation.number("10"), self.signed(self.integer(int(exponent)))
        )
        text = self.notation.row(text, self.notation.sign(CROSS), power)
        return Piece(text, Level.PRODUCT, value < 0, digit=True)

    def signed(self, piece: Piece) -> str:
        """Return a piece with its sign."""
        if not piece.minus:
            return piece.text
        return self.notation.row(self.notation.sign(MINUS), piece.text)

    def at_least(self, piece: Piece, level: Level) -> str:
        """Return a piece, in brackets if it has a sign or binds less tightly than this."""
        if piece.minus or piece.level < level:
            return self.notation.brackets(self.signed(piece))
        return piece.text

    def negative(self, piece: Piece) -> Piece:
        """Return minus a piece; a sum gets brackets."""
        if piece.level > Level.SUM:
            return Piece(piece.text, piece.level, not piece.minus, piece.digit)
        return Piece(self.at_least(piece, Level.PRODUCT), Level.FACTOR, minus=True)

    def sum(self, terms: Sequence[Piece]) -> Piece:
        """Return a sum; terms that are sums get brackets, unless they come first."""
        first, *others = terms
        parts = [self.signed(first)]
        for term in others:
            parts.append(self.notation.sign(MINUS if term.minus else PLUS))
            bare = Piece(term.text, term.level)
            parts.append(self.at_least(bare, Level.PRODUCT))
        return Piece(self.notation.row(*parts), Level.SUM)

    def product(self, factors: Sequence[Piece]) -> Piece:
        """Return a product; its sign is that of the first factor, others with a sign get brackets.

        The first factor may itself be a product. A dot stands where two numbers would meet.
        """
        first, *others = factors
        if not others:
            return first
        minus = first.minus and first.level > Level.SUM
        head = Piece(first.text, first.level, first.minus and not minus)
        parts = [self.at_least(head, Level.PRODUCT)]
        for factor in others:
            text = self.at_least(factor, Level.FACTOR)
            if factor.digit and not factor.minus and factor.level >= Level.FACTOR:
                parts[-1] = self.notation.row(parts[-1], self.notation.sign(TIMES), text)
            else:
                parts.append(text)
        return Piece(self.notation.product(*parts), Level.PRODUCT, minus, first.digit)

    def quotient(self, above: Piece, below: Piece) -> Piece:
        """Return a fraction; a sign above stands before it."""
        minus = above.minus and above.level > Level.SUM
        top = above.text if minus else self.signed(above)
        return Piece(self.notation.fraction(top, self.signed(below)), Level.FACTOR, minus)

    def power(self, base: Piece, exponent: Piece) -> Piece:
        """Return a power."""
        text = self.notation.power(self.at_least(base, Level.ATOM), self.signed(exponent))
        return Piece(text, Level.FACTOR, digit=base.digit)

    def root(self, inside: Piece, index: int = 2) -> Piece:
        """Return a root."""
        if index == 2:
            return Piece(self.notation.square_root(self.signed(inside)), Level.FACTOR)
        return Piece(
            self.notation.root(self.signed(inside), self.integer(index).text), Level.FACTOR
        )

    def applied(self, function: str, arguments: Sequence[Piece], power: int = 1) -> Piece:
        """Return a function of arguments, perhaps to a power: `sin^2(x)`."""
        comma = self.notation.sign(",")
        inside = comma.join(self.signed(argument) for argument in arguments)
        exponent = self.integer(power).text if power != 1 else ""
        text = self.notation.applied(function, self.notation.brackets(inside), exponent)
        return Piece(text, Level.FACTOR)

    def equation(self, left: Piece, right: Piece) -> str:
        """Return left = right."""
        equals = self.notation.sign(EQUALS)
        return self.notation.row(self.signed(left), equals, self.signed(right))
