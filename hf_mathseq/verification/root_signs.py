"""Are the square roots in some expressions independent, so that no sign of one is hidden?

sqrt(w**2) is w on one part of the line and -w on another, and so is a product of roots whose
radicands make a square, such as sqrt(x**2 + x)*sqrt(x**2 + 2*x)/sqrt(x**2 + 3*x + 2). Where no
product of radicands is a square, every choice of signs of the roots obeys the same equations, so
that what is shown for one holds for all.
"""

from __future__ import annotations

from hf_mathseq.symbolic.fingerprints import SYMBOL_VALUES, Fingerprints
from hf_mathseq.symbolic.nodes import NUMBERS, Expr, ExpressionError
from hf_mathseq.symbolic.residue_functions import fixed_map, is_square
from hf_mathseq.verification.pieces import nodes_of

_SETS = 6
_POINTS = [
    {
        name: tuple([fixed_map("point")(-(4 * (_SETS * place + at) + i + 1)) for i in range(4)])
        for place, name in enumerate(SYMBOL_VALUES[0])
    }
    for at in range(_SETS)
]
"""Random residues for the symbols. Those of `SYMBOL_VALUES` make common radicands squares."""


def radicands(*expressions: Expr) -> list[Expr]:
    """Return the distinct expressions, no rational numbers, of which even roots are taken."""
    found: dict[Expr, None] = {}
    for node in nodes_of(("pow",), *expressions):
        base, exponent = node.args
        if exponent.op == "rational" and exponent.value.denominator % 2 == 0:
            found[base] = None
    return [base for base in found if base.op not in NUMBERS]


def independent_roots(*expressions: Expr) -> bool:
    """Return whether no product of distinct radicands can be a square.

    A square is one modulo a prime at every point. So the radicands are independent if the vectors
    of their quadratic characters at many points are, over the field of two elements.

    Args:
        expressions: Functions of x and the constants of integration.
    """
    bases = radicands(*expressions)
    if not bases:
        return True
    try:
        vectors = _characters(bases)
    except (ExpressionError, RecursionError):
        return False
    return vectors is not None and _rank(vectors) == len(vectors)


def _characters(bases: list[Expr]) -> list[int] | None:
    """Return for each radicand one bit per point, 1 for no square; None where one is 0."""
    vectors = [0] * len(bases)
    for symbols in _POINTS:
        residues = Fingerprints(symbols)
        for i, base in enumerate(bases):
            values = residues.values(base)
            if not all(values):
                return None
            for value in values:
                vectors[i] = vectors[i] << 1 | (not is_square(value))
    return vectors


def _rank(vectors: list[int]) -> int:
    """Return the rank of vectors of bits over the field of two elements."""
    basis: list[int] = []
    for vector in vectors:
        for other in basis:
            vector = min(vector, vector ^ other)
        if vector:
            basis.append(vector)
    return len(basis)
