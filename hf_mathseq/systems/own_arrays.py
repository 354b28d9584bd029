"""Linear systems x' = A x + B u from arrays."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hf_mathseq.systems.own_formulas import number_tree
from hf_mathseq.systems.own_points import ZERO, real_number
from hf_mathseq.systems.own_system import OwnSystem
from hf_mathseq.systems.words import MAX_VARIABLES, Tree
from hf_mathseq.verdict import ProblemError


def system_from_arrays(a: Any, b: Any = None) -> OwnSystem:
    """Return x' = A x + B u with the states x1, x2, ... and the controls u1, u2, ....

    Args:
        a: n rows of n real numbers: lists or an array.
        b: n rows of p real numbers, or None.

    Raises:
        ProblemError: Not matrices of finite real numbers, A is not square, or B has not as many
            rows as A.
    """
    rows = _rows(a, "A")
    n = len(rows)
    if len(rows[0]) != n:
        raise ProblemError(f"A has {n} rows and {len(rows[0])} columns; it must be square")
    more: list[list[Fraction]] = [[] for _ in rows] if b is None else _rows(b, "B")
    if len(more) != n:
        raise ProblemError(f"A has {n} rows but B has {len(more)}")
    controls = len(more[0])
    if n + controls > MAX_VARIABLES:
        raise ProblemError(
            f"{n} states and {controls} controls; at most {MAX_VARIABLES} together are read"
        )
    return OwnSystem(
        states=tuple(f"x{i + 1}" for i in range(n)),
        controls=tuple(f"u{i + 1}" for i in range(controls)),
        equations=tuple(_row_tree(row + extra) for row, extra in zip(rows, more, strict=True)),
    )


def _rows(given: Any, name: str) -> list[list[Fraction]]:
    """Return the entries of a matrix, exactly as their decimals say."""
    if hasattr(given, "tolist"):
        given = given.tolist()
    rows = list(given) if isinstance(given, (list, tuple)) else []
    if not rows or not all(isinstance(row, (list, tuple)) and len(row) for row in rows):
        raise ProblemError(f"{name} must be a matrix: rows of numbers, e.g. [[0, 1], [-1, 0]]")
    if len({len(row) for row in rows}) > 1:
        raise ProblemError(f"the rows of {name} have different lengths")
    if len(rows) > MAX_VARIABLES or len(rows[0]) > MAX_VARIABLES:
        raise ProblemError(f"{name} has more than {MAX_VARIABLES} rows or columns")
    return [[_entry(value, name) for value in row] for row in rows]


def _entry(value: Any, name: str) -> Fraction:
    if isinstance(value, str):
        raise ProblemError(f"an entry of {name} is no real number: {value[:40]!r}")
    return real_number(value)


def _row_tree(coefficients: Sequence[Fraction]) -> Tree:
    """Return the tree of sum c_j x_j without the terms that are zero."""
    total: Tree = ()
    for j, coefficient in enumerate(coefficients):
        if not coefficient:
            continue
        size = abs(coefficient) if total else coefficient
        term = (f"x{j}",) if size == 1 else ("*", *number_tree(size), f"x{j}")
        total = ("+" if coefficient > 0 else "-", *total, *term) if total else term
    return total or ZERO
