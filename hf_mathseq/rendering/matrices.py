"""Matrices, vectors and intervals of numbers as formulas."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.rendering.notation import CROSS, Notation
from hf_mathseq.rendering.pieces import Composer

Numbers = Sequence[Sequence[float]]


def matrix(rows: Numbers, notation: Notation) -> str:
    """Return a matrix with its numbers as `repr` has them, at most twelve digits."""
    writer = Composer(notation)
    return notation.matrix([[writer.signed(writer.decimal(v)) for v in row] for row in rows])


def named(name: str, rows: Numbers, notation: Notation) -> str:
    """Return `A = [...]`."""
    return notation.row(notation.name(name), notation.sign("="), matrix(rows, notation))


def box(intervals: Numbers, notation: Notation) -> str:
    """Return a product of closed intervals; ends may be infinite."""
    writer = Composer(notation)
    parts = [
        notation.interval(*(writer.signed(writer.decimal(end)) for end in interval))
        for interval in intervals
    ]
    return notation.row(notation.sign(CROSS).join(parts))
