"""The accuracies of an experiment's runs as tidy tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hf_mathseq.reports.tables import Record, Table, share, shares


def run_tables(runs: Sequence[Mapping[str, Any]]) -> list[Table]:
    """Return the tables of runs by groups; see `experiments.report.entry_of`."""
    made = [
        Table("accuracy_by_run.csv", "accuracy of runs by group", list(_strict(runs))),
        Table("accuracy_by_tolerance.csv", "accuracy by tolerance", list(_tolerances(runs))),
    ]
    return [table for table in made if table.records]


def _groups(runs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Record, Mapping[str, Any]]]:
    for run in runs:
        for group, scores in run["groups"].items():
            named = {"run": run["label"], "group": group, "examples": scores["examples"]}
            yield named | {"too_long": scores["too_long"]}, scores


def _strict(runs: Sequence[Mapping[str, Any]]) -> Iterator[Record]:
    for named, scores in _groups(runs):
        yield {**named, "criterion": "strict", **shares(scores["accuracy"], scores["examples"])}


def _tolerances(runs: Sequence[Mapping[str, Any]]) -> Iterator[Record]:
    for named, scores in _groups(runs):
        for tolerance, criteria in scores["by_tolerance"].items():
            for criterion, reached in criteria.items():
                published = scores["published"] if criterion == "paper" else {}
                yield {
                    **named,
                    "criterion": criterion,
                    "tolerance": float(tolerance),
                    **share(reached["accuracy"], scores["examples"]),
                    "exact_solver": reached["exact_solver"],
                    "published": published.get(tolerance),
                }
