"""The natural columns of published systems of differential equations, line by line.

The task's own reader also computes gradients, which takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hf_mathseq.systems.layout import read_system, read_whole, system_text
from hf_mathseq.tasks.systems_base import SystemTask

Words = Sequence[str]
RowMaker = Callable[[Words, Words], dict[str, Any]]
_CONTROLLABLE, _DIMENSION, _GAIN = "controllable", "uncontrollable", "gain"


def system_reader(task: SystemTask) -> RowMaker:
    """Return what turns the tokens of a system and of its answer into natural columns."""
    answers = _answers(task)

    def read(problem: Words, answer: Words) -> dict[str, Any]:
        trees = read_system(problem)
        return {
            "system": system_text(trees),
            "degree": len(trees),
            "controls": task.controls_of(trees),
            "point": task.config.point,
            **answers(answer),
        }

    return read


def _answers(task: SystemTask) -> Callable[[Words], dict[str, Any]]:
    """Return what reads an answer, with the columns that follow from it."""
    name = task.description.answer
    columns = set(task.natural_schema.names)

    def read(words: Words) -> dict[str, Any]:
        answer = task.decode(words)
        found: dict[str, Any] = {name: answer}
        if name == _GAIN:
            found[_DIMENSION] = 0 if answer else read_whole(words)
        elif name == _DIMENSION:
            found[_CONTROLLABLE] = answer == 0
        elif _DIMENSION in columns:
            found[_DIMENSION] = 0 if answer else None
        return found

    return read
