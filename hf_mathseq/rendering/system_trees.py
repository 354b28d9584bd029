"""Systems of differential equations as formulas."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.rendering.expressions import NAMES
from hf_mathseq.rendering.notation import Notation
from hf_mathseq.rendering.pieces import Composer, Level, Piece
from hf_mathseq.systems.words import ARITY, VARIABLE_INDEX, VARIABLES, Tree

MAX_NODES = 1_000
"""Longer right-hand sides are not shown: published ones have at most 100 nodes."""


def system(trees: Sequence[Tree], notation: Notation, names: Sequence[str] = VARIABLES) -> str:
    """Return the equations below each other, `x_0' = ...`.

    Args:
        trees: Right-hand sides, see `systems.words`; they are shown as they are, not simplified.
        notation: What they are written with.
        names: Names of states and controls, in their order.
    """
    writer = TreeWriter(notation, names)
    lines = []
    for name, tree in zip(names, trees, strict=False):
        left = Piece(notation.primed(writer.name(name).text, 1))
        lines.append(writer.equation(left, writer.piece(tree)))
    return lines[0] if len(lines) == 1 else notation.lines(lines)


class TreeWriter(Composer):
    """Writes right-hand sides.

    Args:
        notation: What they are written with.
        names: Names of the variables.
    """

    def __init__(self, notation: Notation, names: Sequence[str] = VARIABLES) -> None:
        super().__init__(notation)
        self._names = names

    def piece(self, tree: Tree) -> Piece:
        """Return a tree as a piece of a formula; trees may be nested however deep."""
        if len(tree) > MAX_NODES:
            return Piece(self.notation.words(f"a formula of {len(tree)} nodes"))
        waiting: list[Piece] = []
        for node in reversed(tree):
            if isinstance(node, int):
                waiting.append(self._integer(node))
            elif node in VARIABLE_INDEX:
                waiting.append(self.name(self._names[VARIABLE_INDEX[node]]))
            else:
                waiting.append(self._operator(node, [waiting.pop() for _ in range(ARITY[node])]))
        return waiting[0]

    def _integer(self, value: int) -> Piece:
        """Return a leaf; the sign belongs to it, so that x - (-3) is shown like that."""
        return Piece(
            self.signed(self.integer(value)), Level.SUM if value < 0 else Level.ATOM, digit=True
        )

    def _operator(self, operator: str, operands: Sequence[Piece]) -> Piece:
        if operator == "+":
            return self.sum(operands)
        if operator == "-":
            left, right = operands
            return self.sum([left, self.negative(right)])
        if operator == "*":
            return self.product(operands)
        if operator == "/":
            return self.quotient(*operands)
        if operator == "sqrt":
            return self.root(operands[0])
        if operator == "exp":
            return self.power(self.name("e"), operands[0])
        return self.applied(NAMES.get(operator, operator), operands)
