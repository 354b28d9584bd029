"""The section of a model card with problems, the model's answers and the verdicts on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hf_mathseq.data.card_examples import decoded_text, shown
from hf_mathseq.data.markdown import plain
from hf_mathseq.evaluation.samples import read_samples
from hf_mathseq.rendering import answer_tex, problem_tex
from hf_mathseq.task import ProblemError, Task
from hf_mathseq.tasks import get_task

HEADINGS = {
    "CORRECT": "Solved",
    "INCORRECT": "Wrong",
    "UNDECIDED": "Undecided",
    "INVALID": "Malformed",
}


def example_section(folder: Path) -> str:
    """Return what `samples.keep_samples` kept as Markdown; empty if nothing was kept."""
    kept = read_samples(folder)
    if not kept or not kept["examples"]:
        return ""
    task = get_task(kept["task"], **kept["options"])
    parts = [
        "## Examples",
        f"The first short problems of each verdict: {plain(kept['title'])}, beam {kept['beams']}.",
    ]
    for status, heading in HEADINGS.items():
        rows = [row for row in kept["examples"] if row["status"] == status]
        if rows:
            parts += [f"### {heading}", *(_example(task, row) for row in rows)]
    return "\n\n".join(parts)


def _example(task: Task, row: Mapping[str, Any]) -> str:
    hypothesis, target = row["hypothesis"].split(), row["target"].split()
    lines = [
        f"- Problem: {_problem(task, row['input'])}",
        f"- Answer{_ranked(row)}: {_answer(task, hypothesis)}",
    ]
    if target and row["status"] != "CORRECT":
        lines.append(f"- Stored answer: {_answer(task, target)}")
    told = f"{row['method']}: {row['detail']}".removesuffix(": ")
    return "\n".join([*lines, f"- Verdict: {row['status']} ({plain(told)})"])


def _ranked(row: Mapping[str, Any]) -> str:
    return f", number {row['rank']} of the beam" if row["rank"] > 1 else ""


def _problem(task: Task, text: str) -> str:
    """Return a problem from its tokens; one outside of the options is shown as its tokens."""
    try:
        row = task.problem_from(tokens=text.split())
    except ProblemError:
        return shown("", text)
    return shown(problem_tex(task, row), task.show_problem(row))


def _answer(task: Task, tokens: list[str]) -> str:
    return shown(answer_tex(task, tokens), decoded_text(task, tokens))
