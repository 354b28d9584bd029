"""Tables of what matrix answers are like, beside their accuracies.

Answers are read as the published program reads them; what it cannot read has no figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.verification.matrices import PAPER_TOLERANCES
from hf_mathseq.verification.matrix_measures import (
    CONDITION,
    CRITERION,
    ERRORS,
    STRUCTURE,
    WITHIN,
    Measures,
)

Table = dict[str, dict[str, float | None]]
"""Row -> column -> figure, None where it is not finite."""
Statistics = Mapping[str, Callable[[FloatArray], float]]

STRUCTURE_TOLERANCES = (0.005, 0.01, 0.02, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25)
"""Those of the tables of arXiv 2211.00170 on eigenvectors."""
_TYPICAL: Statistics = {
    "mean": np.mean,
    "median": np.median,
    "95 %": lambda values: np.quantile(values, 0.95),
}
_SPREAD: Statistics = {
    "smallest": np.min,
    "2 %": lambda values: np.quantile(values, 0.02),
    "median": np.median,
    "98 %": lambda values: np.quantile(values, 0.98),
    "largest": np.max,
}


def diagnostic_tables(groups: Sequence[Measures], answers: int) -> dict[str, Table]:
    """Return the tables of an evaluation, from the figures of its readable answers.

    Args:
        groups: The results of `measures` for each shape of problem.
        answers: Number of all answers, readable or not.

    Returns:
        Title -> table. "errors" has the published figures with mean, median and 95 % quantile over
        readable answers, and their share. Where the task has a structure to keep, "structure" has
        the share of readable answers within each of `STRUCTURE_TOLERANCES`, and "condition number"
        the condition number (of the predicted vectors V, or of the matrix to invert) of answers
        that the published criterion accepts at 5 % and of those that it refuses.
    """
    names = [*groups[0]] if groups else []
    found = {name: np.concatenate([group[name] for group in groups]) for name in names}
    tables = {"errors": _errors(found, answers)}
    structure = [name for name in STRUCTURE if name in found]
    if structure:
        tables["structure"] = {name: _within(found[name]) for name in (CRITERION, *structure)}
    if CONDITION in found:
        tables[CONDITION] = _conditions(found)
    return tables


def _errors(found: Mapping[str, FloatArray], answers: int) -> Table:
    readable = len(next(iter(found.values()), ()))
    table = {name: _summary(found[name], _TYPICAL) for name in (*ERRORS, WITHIN) if found}
    return {"share of readable answers": {"mean": readable / max(1, answers)}, **table}


def _within(errors: FloatArray) -> dict[str, float | None]:
    return {str(t): float((errors < t).mean()) for t in STRUCTURE_TOLERANCES}


def _conditions(found: Mapping[str, FloatArray]) -> Table:
    accepted = found[CRITERION] < PAPER_TOLERANCES[0]
    return {
        name: {"answers": int(own.sum()), **_summary(found[CONDITION][own], _SPREAD)}
        for name, own in (("accepted at 5 %", accepted), ("refused at 5 %", ~accepted))
    }


def _summary(values: FloatArray, statistics: Statistics) -> dict[str, float | None]:
    if not len(values):
        return dict.fromkeys(statistics)
    with np.errstate(all="ignore"):
        numbers = {name: float(compute(values)) for name, compute in statistics.items()}
    return {name: value if np.isfinite(value) else None for name, value in numbers.items()}
