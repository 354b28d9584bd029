"""Problems and answers of linear algebra as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hf_mathseq.rendering.matrices import Numbers, named
from hf_mathseq.rendering.notation import Notation
from hf_mathseq.task import Row, Task

TWO_MATRICES = ("add", "matmul")
"""Operations whose problem is two matrices of one shape side by side."""
VALUES_FIRST = {"eigenvectors": ("Λ", "Q"), "singular_vectors": ("Σ", "U", "V")}
"""Answers with values in the first row and square matrices below them, and their names."""


def matrix_problem(task: Task, row: Row, notation: Notation) -> str:
    """Return the matrices of a row by name."""
    operation, rows = _problem_of(task, row)
    if operation in TWO_MATRICES:
        half = len(rows[0]) // 2
        return _together(
            notation, {"A": [row[:half] for row in rows], "B": [row[half:] for row in rows]}
        )
    if operation == "matvec":
        return _together(
            notation, {"A": [row[:-1] for row in rows], "b": [row[-1:] for row in rows]}
        )
    return named("A", rows, notation)


def matrix_answer(task: Task, tokens: Sequence[str], answer: Any, notation: Notation) -> str:
    """Return the matrices of an answer, those of its parts where it has several."""
    names = VALUES_FIRST.get(task.config_name, ())
    values, *rest = answer
    size = len(values)
    if not names or len(rest) != size * (len(names) - 1):
        return named("X", answer, notation)
    parts: dict[str, Numbers] = {names[0]: [values]}
    for i, name in enumerate(names[1:]):
        parts[name] = rest[i * size : (i + 1) * size]
    return _together(notation, parts)


def _problem_of(task: Task, row: Row) -> tuple[str, Numbers]:
    """Return the operation and the matrix, of a task on one operation or on several."""
    asked = row[task.description.problem]
    if isinstance(asked, dict):
        return asked["operation"], asked["matrix"]
    return task.config_name, asked


def _together(notation: Notation, matrices: dict[str, Numbers]) -> str:
    parts = [named(name, rows, notation) for name, rows in matrices.items()]
    return notation.row(notation.sign(",").join(parts))
