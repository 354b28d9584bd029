"""Which model a typed problem is for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hf_mathseq.demo.limits import MAX_CHARACTERS
from hf_mathseq.suggestions import UserError, unknown_name
from hf_mathseq.task import Task
from hf_mathseq.verdict import ProblemError

AUTOMATIC = "by the problem"
"""The choice that leaves the model to `model_for`."""
KINDS = (
    ("a network", re.compile(r"->|→|^\s*[{<]"), ("metabolic_networks",)),
    ("an equation", re.compile("="), ("ode", "differential_systems")),
    ("a matrix", re.compile(r"^[-+\d.eE,;\s\[\]]*$"), ("linear_algebra",)),
    ("an integrand", re.compile(""), ("integration",)),
)
"""What a text looks like that no model reads: the first pattern found, and its data sets."""


def check_length(text: str) -> None:
    """Refuse a text that no request may have.

    Raises:
        ProblemError: Empty, or more than `MAX_CHARACTERS`.
    """
    if not text.strip():
        raise ProblemError("the problem is empty; type one or take an example")
    if len(text) > MAX_CHARACTERS:
        raise ProblemError(
            f"the problem has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
        )


def model_for(tasks: Mapping[str, Task], wanted: str, text: str) -> str:
    """Return the model that answers a problem: the wanted one, or the first that reads it.

    Args:
        tasks: Name of each model -> its task.
        wanted: A name, or `AUTOMATIC`.
        text: The problem as it was typed.

    Raises:
        UserError: There is no such model.
        ProblemError: No model reads the problem; with one line that says why.
    """
    check_length(text)
    if wanted != AUTOMATIC:
        if wanted not in tasks:
            raise UserError(unknown_name("model", wanted, [AUTOMATIC, *tasks]))
        return wanted
    reasons: dict[str, list[str]] = {}
    for name, task in tasks.items():
        try:
            task.problem_from(text)
        except ProblemError as error:
            reasons.setdefault(task.dataset, []).append(str(error))
        else:
            return name
    raise ProblemError(_refusal(text, reasons))


def _refusal(text: str, reasons: Mapping[str, list[str]]) -> str:
    """Return the line of those models that are for what the text looks like."""
    kind, data_sets = next((kind, sets) for kind, found, sets in KINDS if found.search(text))
    said = [reason for data_set in data_sets for reason in reasons.get(data_set, ())]
    if said:
        return " / ".join(dict.fromkeys(said))
    return f"this looks like {kind}, and no model here is for one; there are models of: " + (
        ", ".join(reasons)
    )
