"""Integrals and ordinary differential equations as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hf_mathseq.rendering.expressions import ExpressionWriter
from hf_mathseq.rendering.notation import INTEGRAL, Notation
from hf_mathseq.rendering.pieces import Level, Piece
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.task import Row, Task


def integral(task: Task, row: Row, notation: Notation) -> str:
    """Return the integral of a row's integrand."""
    writer = ExpressionWriter(notation)
    integrand = writer.piece(read_prefix(read_infix(row["integrand"])))
    inside = writer.at_least(integrand, Level.PRODUCT)
    sign, d, x = notation.sign(INTEGRAL), notation.name("d"), notation.name("x")
    return notation.row(sign, notation.product(inside, notation.row(d, x)))


def antiderivative(task: Task, tokens: Sequence[str], answer: Any, notation: Notation) -> str:
    """Return F(x) = ..."""
    writer = ExpressionWriter(notation)
    left = writer.applied("F", [writer.name("x")])
    return writer.equation(left, writer.piece(read_prefix(tokens)))


def equation(task: Task, row: Row, notation: Notation) -> str:
    """Return a differential equation, with its initial conditions if the user gave some."""
    writer = ExpressionWriter(notation)
    written = writer.equation(writer.piece(read_equation(row["equation"])), writer.integer(0))
    conditions = [notation.words(text) for text in row.get("conditions") or ()]
    return notation.lines([written, *conditions]) if conditions else written


def solution(task: Task, tokens: Sequence[str], answer: Any, notation: Notation) -> str:
    """Return y = ..."""
    writer = ExpressionWriter(notation)
    return writer.equation(Piece(notation.name("y")), writer.piece(read_prefix(tokens)))
