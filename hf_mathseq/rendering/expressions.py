"""Expressions in normal form as formulas."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.rendering.notation import Notation
from hf_mathseq.rendering.pieces import Composer, Level, Piece
from hf_mathseq.symbolic.nodes import NUMBERS, Expr
from hf_mathseq.symbolic.unknown_function import UNKNOWNS

NAMES = {
    **{f"a{name}": f"arc{name}" for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
    **{f"a{name}h": f"ar{name}h" for name in ("sin", "cos", "tan", "cot", "sec", "csc")},
    "sign": "sgn",
}
"""Functions with another name in print; inverse hyperbolic ones by ISO 80000-2."""
LARGEST_ROOT = 9
"""Unit fractions as exponents are roots up to this index."""
_CONSTANTS = {"pi": "pi", "E": "e", "I": "i"}


def expression(expr: Expr, notation: Notation) -> str:
    """Return an expression as a formula; `f(x)` and its derivatives are y, y' and y''."""
    writer = ExpressionWriter(notation)
    return writer.signed(writer.piece(expr))


class ExpressionWriter(Composer):
    """Writes expressions."""

    def piece(self, expr: Expr) -> Piece:
        """Return an expression as a piece of a formula."""
        if expr in UNKNOWNS:
            order = UNKNOWNS.index(expr)
            name = self.notation.name("y")
            return Piece(self.notation.primed(name, order) if order else name)
        if expr.op in NUMBERS:
            return self.number(expr.value)
        if not expr.args:
            return self.name(_CONSTANTS.get(expr.op) or expr.value)
        if expr.op == "add":
            return self.sum([self.piece(arg) for arg in expr.args])
        if expr.op == "mul":
            return self._product(expr)
        if expr.op == "pow":
            return self._power(*expr.args)
        return self._function(expr)

    def _function(self, expr: Expr) -> Piece:
        arguments = [self.piece(arg) for arg in expr.args]
        if expr.op == "exp":
            return self.power(self.name("e"), arguments[0])
        if expr.op == "abs":
            return Piece(self.notation.bars(self.signed(arguments[0])))
        if expr.op == "derivative":
            d = self.notation.name("d")
            below = self.notation.row(d, arguments[1].text)
            inside = self.at_least(arguments[0], Level.FACTOR)
            return Piece(
                self.notation.product(self.notation.fraction(d, below), inside), Level.PRODUCT
            )
        return self.applied(NAMES.get(expr.op, expr.op), arguments)

    def _product(self, expr: Expr) -> Piece:
        """Return a product; integer powers and roots below a fraction bar stand there."""
        factors = expr.args
        value: int | Fraction = 1
        if factors[0].op in NUMBERS:
            value, factors = factors[0].value, factors[1:]
        above: list[Expr] = []
        below: list[Expr] = []
        for factor in factors:
            (below if _is_inverse(factor) else above).append(factor)
        top = [self.piece(factor) for factor in above]
        bottom = [self._inverse(factor) for factor in below]
        if abs(value.numerator) != 1 or not top:
            top.insert(0, self.integer(abs(value.numerator)))
        if value.denominator != 1:
            bottom.insert(0, self.integer(value.denominator))
        whole = self.product(top)
        if bottom:
            whole = self.quotient(whole, self.product(bottom))
        elif whole.minus or whole.level is Level.SUM:
            whole = Piece(self.at_least(whole, Level.PRODUCT))
        return Piece(whole.text, whole.level, (value < 0) != whole.minus, whole.digit)

    def _power(self, base: Expr, exponent: Expr) -> Piece:
        if exponent.op in NUMBERS:
            if exponent.value < 0 and base.op not in NUMBERS:
                return self.quotient(self.integer(1), self._raised(base, -exponent.value))
            return self._raised(base, exponent.value)
        return self.power(self.piece(base), self.piece(exponent))

    def _inverse(self, factor: Expr) -> Piece:
        base, exponent = factor.args
        return self._raised(base, -exponent.value)

    def _raised(self, base: Expr, exponent: int | Fraction) -> Piece:
        """Return a power with a number as exponent."""
        if exponent == 1:
            return self.piece(base)
        if exponent.numerator == 1 and exponent.denominator <= LARGEST_ROOT:
            return self.root(self.piece(base), exponent.denominator)
        if exponent.denominator == 1 and exponent > 1 and _is_named(base):
            arguments = [self.piece(arg) for arg in base.args]
            return self.applied(NAMES.get(base.op, base.op), arguments, exponent.numerator)
        return self.power(self.piece(base), self.number(exponent))


def _is_inverse(factor: Expr) -> bool:
    """Whether a factor stands below a fraction bar."""
    if factor.op != "pow":
        return False
    base, exponent = factor.args
    return base.op not in NUMBERS and exponent.op in NUMBERS and exponent.value < 0


def _is_named(expr: Expr) -> bool:
    """Whether an expression is shown as the name of a function and brackets."""
    if not expr.args or expr in UNKNOWNS:
        return False
    return expr.op not in ("add", "mul", "pow", "exp", "abs", "derivative")
