"""The results of an experiment: one file for machines, one table for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.markdown import hundredths, table
from hf_mathseq.experiments.experiment import Experiment
from hf_mathseq.task import CRITERIA
from hf_mathseq.training.files import TRAINING_RESULTS

RESULTS, TABLE = "results.json", "table.md"
STRICT, PUBLISHED_RULE = CRITERIA
LEGEND = (
    "Accuracies in per cent; rows are runs, columns what their models were tested on. "
    "`60.0 of 64.9`: an exact solver who sees the same rounded problems and rounds its answers "
    "reaches 64.9, otherwise 100."
)

UNREAD = "too long"
Reader = Callable[[Mapping[str, Any]], str]
"""From the scores of a group to a cell of a table."""


def entry_of(label: str, folder: Path, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the results say of one run.

    Args:
        label: The run's name.
        folder: Its model's.
        found: The results of the suite, see `evaluation.evaluate.evaluate`.
    """
    training = json.loads((folder / "results" / TRAINING_RESULTS).read_text())
    return {
        "label": label,
        "folder": folder.name,
        **{key: training[key] for key in ("parameters", "steps", "examples_seen")},
        "weights": found["weights"],
        "published_source": found["published_source"],
        "groups": {
            group: {
                "examples": scores["examples"],
                "too_long": scores.get("too_long", 0),
                "accuracy": scores["accuracy"],
                "confidence_95": scores["confidence_95"],
                "exact_solver": scores.get("exact_solver"),
                "by_tolerance": found.get("groups_by_tolerance", {}).get(group, {}),
                "published": found["published_by_tolerance"].get(group, {}),
            }
            for group, scores in found["criteria"][STRICT]["by_group"].items()
        },
    }


def results_of(experiment: Experiment, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what `results.json` holds, a function of weights and problems alone.

    Args:
        experiment: What was run.
        entries: Its finished runs, see `entry_of`.

    Returns:
        `experiment`, `description`, `suite`, `wanted` (the number of runs) and `runs`: for every
        group of the suite the strict `accuracy` with UNDECIDED as wrong and as right, its interval,
        the accuracy of an `exact_solver` who sees the rounded problems (None where the task has no
        tolerances), `by_tolerance`, tolerance -> criterion -> both accuracies, and the `published`
        accuracies by tolerance, where there are some.
    """
    return {
        "experiment": experiment.name,
        "description": experiment.description,
        "suite": experiment.suite,
        "wanted": len(experiment.vary),
        "runs": list(entries),
    }


def write_results(output: Path, results: Mapping[str, Any]) -> None:
    """Write `results.json` and `table.md`, each in one step."""
    for name, text in ((RESULTS, json.dumps(results, indent=1) + "\n"), (TABLE, tables(results))):
        staged = output / f"{name}.incomplete"
        staged.write_text(text, encoding="utf-8")
        staged.replace(output / name)


def tables(results: Mapping[str, Any]) -> str:
    """Return results as Markdown: the strict accuracies, then a table for each tolerance.

    Args:
        results: See `results_of`.
    """
    runs = results["runs"]
    groups = list({group: None for run in runs for group in run["groups"]})
    tolerances = {t: None for r in runs for g in r["groups"].values() for t in g["by_tolerance"]}
    parts = [f"# {results['experiment']}", results["description"], LEGEND]
    parts += ["## Strict", _table(runs, groups, _strict)]
    for tolerance in tolerances:
        read = partial(_at_tolerance, tolerance)
        parts += [f"## Published rule, {100 * float(tolerance):g} %", _table(runs, groups, read)]
    sources = {
        run["published_source"]: None
        for run in runs
        if any(group["published"] for group in run["groups"].values())
    }
    parts += [f"Published figures, in parentheses: {source}." for source in sources]
    return "\n\n".join(parts) + "\n"


def _table(runs: Sequence[Mapping[str, Any]], groups: Sequence[str], read: Reader) -> str:
    rows = [
        [
            run["label"],
            f"{run['examples_seen']:,}",
            *(_cell(run["groups"].get(group), read) for group in groups),
        ]
        for run in runs
    ]
    return table(["run", "examples seen", *groups], rows)


def _cell(group: Mapping[str, Any] | None, read: Reader) -> str:
    """Return a cell of a table; a model that reads no problem of a group is not tried on it."""
    if group is None:
        return ""
    return UNREAD if group["too_long"] == group["examples"] else read(group)


def _strict(group: Mapping[str, Any]) -> str:
    low, high = (hundredths(end) for end in group["accuracy"])
    solved = low if low == high else f"{low} - {high}"
    return solved + _of_possible(group["exact_solver"])


def _at_tolerance(tolerance: str, group: Mapping[str, Any]) -> str:
    if tolerance not in group["by_tolerance"]:
        return ""
    scores = group["by_tolerance"][tolerance][PUBLISHED_RULE]
    cell, figure = hundredths(scores["accuracy"]), group["published"].get(tolerance)
    cell += _of_possible(scores["exact_solver"])
    return cell if figure is None else f"{cell} ({hundredths(figure)})"


def _of_possible(share: float | None) -> str:
    """Return ` of 64.9` where an exact solver is known not to solve all."""
    return "" if share is None or share == 1 else f" of {hundredths(share)}"
