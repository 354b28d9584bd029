"""Partial differential equations with their initial condition as formulas."""

from __future__ import annotations

from hf_mathseq.rendering.notation import PARTIAL, Notation
from hf_mathseq.rendering.pieces import Composer, Piece
from hf_mathseq.systems.pde_problem import CONSTANT, DIRAC, SINC, Monomial, Pde


def pde(problem: Pde, notation: Notation) -> str:
    """Return `u_t + (...) u = 0` and below it `u(0) = ...`, terms and factors in their order."""
    writer = _PdeWriter(notation)
    u, t = writer.name("u"), notation.name("t")
    operator = writer.sum([writer.term(monomial) for monomial in problem.monomials])
    left = writer.sum([Piece(notation.below(u.text, t)), writer.product([operator, u])])
    zero = writer.integer(0)
    start = writer.applied("u", [zero])
    factors = [writer.shift(k, b) for k, b in problem.shifts]
    factors += [writer.kernel(k, *kernel) for k, kernel in enumerate(problem.kernels)]
    return notation.lines(
        [writer.equation(left, zero), writer.equation(start, writer.product(factors))]
    )


class _PdeWriter(Composer):
    def term(self, monomial: Monomial) -> Piece:
        """Return one term of the operator."""
        size = abs(monomial.coefficient)
        factors = [self._derivative(k, power) for k, power in monomial.factors]
        if size != 1:
            factors.insert(0, self.integer(size))
        whole = self.product(factors)
        return Piece(whole.text, whole.level, monomial.coefficient < 0, whole.digit)

    def _derivative(self, coordinate: int, order: int) -> Piece:
        sign = self.notation.sign(PARTIAL)
        written = self.notation.below(sign, self.notation.number(str(coordinate)))
        return Piece(written) if order == 1 else self.power(Piece(written), self.integer(order))

    def shift(self, coordinate: int, frequency: int) -> Piece:
        """Return `e^(i b x)`."""
        exponent = self.product([self.integer(frequency), self.name("i"), self._x(coordinate)])
        return self.power(self.name("e"), exponent)

    def kernel(self, coordinate: int, kernel: str, a: int) -> Piece:
        """Return the kernel of a coordinate."""
        if kernel == CONSTANT:
            return self.integer(1)
        argument = self.product([self.integer(a), self._x(coordinate)])
        if kernel == SINC:
            return self.applied("sinc", [argument])
        if kernel == DIRAC:
            return self.applied("δ", [argument])
        square = self.power(Piece(self.notation.brackets(self.signed(argument))), self.integer(2))
        return self.power(self.name("e"), self.negative(square))

    def _x(self, coordinate: int) -> Piece:
        return self.name(f"x{coordinate}")
