"""Residues of an expression on one of the branches of its roots and inverse functions."""

from __future__ import annotations

from collections.abc import Mapping

from hf_mathseq.symbolic.fingerprints import Fingerprints, Values, times
from hf_mathseq.symbolic.nodes import E, Expr, integer
from hf_mathseq.symbolic.residue_functions import FUNCTIONS, PRIME

_UNDOES = {
    **{"asin": "sin", "acos": "cos", "atan": "tan"},
    **{"asinh": "sinh", "acosh": "cosh", "atanh": "tanh"},
}
_SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31)
"""Factors of the numbers of published data; larger ones are left together."""


class BranchResidues(Fingerprints):
    """Values modulo a prime with acos(cos(u)) = u and ln(u*v) = ln(u) + ln(v), as on some branch.

    Square roots of squares are one of the two roots at random (`symbolic.fingerprints`). What
    vanishes here does so on some branch; floats must tell whether it is one of the real line.

    Args:
        symbols: The values of x and the constants, one of `fingerprints.SYMBOL_VALUES`.
    """

    def __init__(self, symbols: Mapping[Expr, Values]) -> None:
        super().__init__(symbols)
        self._arguments: dict[tuple[str, int, int], int] = {}

    def _function(self, op: str, arg: Expr) -> Values:
        if op == "ln":
            return self._logarithm(arg)
        values = super()._function(op, arg)
        arguments = self.values(arg)
        if op in _UNDOES:
            undone = _UNDOES[op]
            return tuple(
                [
                    self._arguments.get((undone, at, argument), value)
                    for at, (argument, value) in enumerate(zip(arguments, values, strict=True))
                ]
            )
        if op in _UNDOES.values():
            for at, (argument, value) in enumerate(zip(arguments, values, strict=True)):
                self._arguments[op, at, value] = argument
        return values

    def _logarithm(self, arg: Expr) -> Values:
        op = arg.op
        if op == "mul":
            columns = zip(*map(self._logarithm, arg.args), strict=True)
            return tuple([sum(column) % PRIME for column in columns])
        if op == "pow":
            base, exponent = arg.args
            return times(self.values(exponent), self._logarithm(base))
        if op == "exp":
            return self.values(arg.args[0])
        if arg is E:
            return tuple([1 for _ in self.values(arg)])
        if op == "rational":
            numerator, denominator = map(integer, arg.value.as_integer_ratio())
            pairs = zip(self._logarithm(numerator), self._logarithm(denominator), strict=True)
            return tuple([(above - below) % PRIME for above, below in pairs])
        if op == "int":
            return self._logarithm_of_integer(abs(arg.value))
        # ln(-u) is ln(u) up to the branch.
        return tuple([FUNCTIONS["ln"](min(u, PRIME - u)) for u in self.values(arg)])

    def _logarithm_of_integer(self, value: int) -> Values:
        found = 0
        for prime in _SMALL_PRIMES:
            while value and value % prime == 0:
                value //= prime
                found += FUNCTIONS["ln"](prime)
        found += FUNCTIONS["ln"](value % PRIME) if value != 1 else 0
        return tuple([found % PRIME for _ in self.values(E)])
