"""Networks: drawings instead of formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hf_mathseq.networks.network import Network
from hf_mathseq.rendering.network_svg import network_drawing
from hf_mathseq.rendering.notation import Notation
from hf_mathseq.task import Row, Task


def no_formula(task: Task, row: Row, notation: Notation) -> str:
    """Return nothing: the drawing shows the problem."""
    return ""


def no_answer(task: Task, tokens: Sequence[str], answer: Any, notation: Notation) -> str:
    """Return nothing: answers are said in words, or drawn."""
    return ""


def network_picture(row: Row, answer: Any) -> str:
    """Return a drawing of a row's network, with the levels of an answer that has them."""
    edges = tuple(tuple(edge) for edge in row["edges"])
    drawn = Network(row["n"], edges, tuple(row.get("names") or ()))
    if answer is None:
        return network_drawing(drawn)
    fits = isinstance(answer, list) and len(answer) == drawn.n
    return network_drawing(drawn, answer) if fits else ""
