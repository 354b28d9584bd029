"""The examples of a card: formulas for people, and one row as it is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hf_mathseq.data.markdown import code, code_block
from hf_mathseq.rendering import answer_tex, problem_tex
from hf_mathseq.task import ProblemError, Task

MAX_CHARACTERS = 2_000
"""Of a row that is shown as it is stored."""
MAX_FORMULA = 1_500
"""Characters of TeX; longer formulas fill a screen."""
MAX_TEXT = 300


def example_section(task: Task, rows: Sequence[Mapping[str, Any]]) -> str:
    """Return some rows as formulas, and the first of them as JSON."""
    shown = [_example(task, row) for row in rows]
    return "\n\n".join([*shown, "The first of them as it is stored:", _row(rows[0])])


def _example(task: Task, row: Mapping[str, Any]) -> str:
    tokens = row["target"].split()
    problem = shown(problem_tex(task, row), task.show_problem(row))
    answer = shown(answer_tex(task, tokens), decoded_text(task, tokens))
    return f"- Problem: {problem}\n- Answer: {answer}"


def shown(tex: str, text: str) -> str:
    """Return a formula, or text where there is none that fits."""
    if tex and len(tex) <= MAX_FORMULA:
        return f"${tex}$"
    return code(text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + " …")


def decoded_text(task: Task, tokens: Sequence[str]) -> str:
    """Return an answer as text for people; malformed ones are their tokens."""
    try:
        return task.show(task.decode(tokens))
    except ProblemError:
        return " ".join(tokens)


def _row(row: Mapping[str, Any]) -> str:
    """Return a row as JSON, its long values cut so that the card stays readable."""
    lines = {
        name: json.dumps(value, default=str, ensure_ascii=False) for name, value in row.items()
    }
    most = MAX_CHARACTERS // max(1, len(lines))
    cut = [
        f'  "{name}": {text if len(text) <= most else text[:most] + " …"}'
        for name, text in lines.items()
    ]
    return code_block("{\n" + ",\n".join(cut) + "\n}", "json")
