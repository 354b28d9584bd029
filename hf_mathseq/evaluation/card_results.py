"""The sections of a model card on accuracies: of every evaluated split, and by difficulty."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hf_mathseq.evaluation.card_tolerances import CEILING, ceiling_cell, has_ceiling
from hf_mathseq.evaluation.markdown import interval, span, table
from hf_mathseq.tasks import task_class

MAX_ROWS = 15
"""Rows of a table by difficulty; neighbouring values share one where there are more."""
STRICT = "Strict criterion: "
"""How the paragraph begins in which a task says what counts as right, where it needs one."""


def result_section(task: str, evaluations: Sequence[Mapping[str, Any]]) -> str:
    """Return the accuracies as a table, and what its columns mean; empty if there are none.

    Args:
        task: The model's own task.
        evaluations: Stored results on splits.
    """
    if not evaluations:
        return ""
    some = any(has_ceiling(found) for found in evaluations)
    header = ["split", "examples", "beams", "criterion", "accuracy", "95 % interval", "identical"]
    header += [CEILING] if some else []
    rows = [row for found in evaluations for row in _rows(task, found, some)]
    explained = " ".join(_explained(task, some))
    return f"## Results\n\n{table(header, rows)}\n\n{explained}"


def _rows(task: str, found: Mapping[str, Any], ceiling: bool) -> Iterator[tuple[object, ...]]:
    for criterion, scores in found["criteria"].items():
        yield (
            _problems(task, found),
            found["num_examples"],
            found["beams"],
            criterion,
            span(scores["accuracy"]),
            interval(scores["confidence_95"]),
            f"{100 * found['exact_match']:.1f} %",
            *ceiling_cell(scores, ceiling),
        )


def _problems(task: str, found: Mapping[str, Any]) -> str:
    """Return the split, with the name of the task where it is not the model's own."""
    own = found["task"] == task
    return str(found["split"]) if own else f"{found['task']} {found['split']}"


def _explained(task: str, ceiling: bool) -> Iterator[str]:
    yield "Accuracy is the share of problems with a verified answer in the beam."
    yield "At the lower end of a span UNDECIDED counts as wrong, at the upper as right."
    yield "Criterion `strict` is the check of `hf_mathseq`, `paper` the rule of the paper."
    text = inspect.getdoc(task_class(task)) or ""
    strict = [part for part in text.split("\n\n") if part.startswith(STRICT)]
    for part in strict:  # what it refers readers of the code to is left out
        yield " ".join(part.split()).partition("; see ")[0].removesuffix(".") + "."
    yield "Identical are first answers that are the stored one token by token."
    if ceiling:
        yield (
            f"The {CEILING} sees the same rounded problems and rounds its answers: more than it "
            "solves, no model can solve reliably."
        )


def difficulty_section(evaluations: Sequence[Mapping[str, Any]]) -> str:
    """Return the accuracies of the evaluation with the widest beam, by difficulty.

    Empty where no measure of difficulty has two values.
    """
    if not evaluations:
        return ""
    widest = max(evaluations, key=lambda found: found["beams"])
    criterion = widest["criterion"]
    measures = widest["criteria"][criterion]["by_difficulty"]
    tables = [
        table((measure, "problems", "accuracy"), _difficulty_rows(groups))
        for measure, groups in measures.items()
        if len(groups) > 1
    ]
    if not tables:
        return ""
    head = f"## By difficulty\n\nBeam {widest['beams']}, criterion {criterion}."
    return "\n\n".join([head, *tables])


def _difficulty_rows(groups: Mapping[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Yield value or values, problems and accuracy, in at most `MAX_ROWS` rows."""
    values = list(groups)
    step = -(-len(values) // MAX_ROWS)
    for start in range(0, len(values), step):
        names = values[start : start + step]
        members = [groups[name] for name in names]
        examples = sum(group["examples"] for group in members)
        ends = [
            sum(group["accuracy"][end] * group["examples"] for group in members) / examples
            for end in (0, 1)
        ]
        shown = names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"
        yield shown, examples, span(ends)
