"""The accuracies of evaluations as tidy tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hf_mathseq.reports.folders import Evaluation
from hf_mathseq.reports.tables import Record, Table, share, shares

WHOLE = "all"
"""The group that all problems of an evaluation make, in the table by tolerance."""
Rows = Callable[[Evaluation, str, Mapping[str, Any]], Iterator[Record]]
"""From an evaluation, a criterion and its scores to the rows of a table."""


def accuracy_tables(evaluations: Sequence[Evaluation]) -> list[Table]:
    """Return the tables of some evaluations that have a row; see the page on reports."""
    made = [
        _table("accuracy", "accuracy of every evaluation", evaluations, _whole),
        _table("accuracy_by_difficulty", "accuracy by difficulty", evaluations, _difficulty),
        _table("accuracy_by_beam", "accuracy among the best hypotheses", evaluations, _rank),
        _table("accuracy_by_group", "accuracy by group of a suite", evaluations, _group),
        _table("accuracy_by_tolerance", "accuracy by tolerance", evaluations, _tolerance),
    ]
    return [table for table in made if table.records]


def _table(name: str, about: str, evaluations: Sequence[Evaluation], rows: Rows) -> Table:
    records = [
        {**_named(evaluation), "criterion": criterion, **row}
        for evaluation in evaluations
        for criterion, scores in evaluation.found["criteria"].items()
        for row in rows(evaluation, criterion, scores)
    ]
    return Table(f"{name}.csv", about, records)


def _named(evaluation: Evaluation) -> dict[str, Any]:
    found = evaluation.found
    return {
        "evaluation": evaluation.name,
        "task": found["task"],
        "problems": found.get("suite") or found.get("split"),
        "beams": found["beams"],
    }


def _whole(evaluation: Evaluation, criterion: str, scores: Mapping[str, Any]) -> Iterator[Record]:
    examples = evaluation.found["num_examples"]
    yield {
        "examples": examples,
        "too_long": evaluation.found.get("too_long", 0),
        **shares(scores["accuracy"], examples),
        "exact_match": evaluation.found.get("exact_match"),
    }


def _difficulty(
    evaluation: Evaluation, criterion: str, scores: Mapping[str, Any]
) -> Iterator[Record]:
    for measure, values in scores["by_difficulty"].items():
        for value, found in values.items():
            accuracy = shares(found["accuracy"], found["examples"])
            named = {"measure": measure, "value": int(value), "examples": found["examples"]}
            yield named | accuracy


def _rank(evaluation: Evaluation, criterion: str, scores: Mapping[str, Any]) -> Iterator[Record]:
    examples = evaluation.found["num_examples"]
    for rank, accuracy in scores["by_rank"].items():
        yield {"rank": int(rank), "examples": examples, **share(accuracy, examples)}


def _group(evaluation: Evaluation, criterion: str, scores: Mapping[str, Any]) -> Iterator[Record]:
    published = evaluation.found.get("published", {})
    for group, found in scores.get("by_group", {}).items():
        yield {
            "grouping": evaluation.found["grouping"],
            "group": group,
            "examples": found["examples"],
            "too_long": found.get("too_long", 0),
            **shares(found["accuracy"], found["examples"]),
            "bases_solved": found.get("bases_solved"),
            "robustness": found.get("robustness"),
            "published": published.get(group, {}).get(str(evaluation.found["beams"])),
        }


def _tolerance(
    evaluation: Evaluation, criterion: str, scores: Mapping[str, Any]
) -> Iterator[Record]:
    found = evaluation.found
    sizes = {g: own["examples"] for g, own in scores.get("by_group", {}).items()}
    parts = {WHOLE: found.get("by_tolerance", {}), **found.get("groups_by_tolerance", {})}
    for group, tolerances in parts.items():
        examples = sizes.get(group, found["num_examples"])
        for tolerance, reached in tolerances.items():
            yield {
                "group": group,
                "tolerance": float(tolerance),
                "examples": examples,
                **share(reached[criterion]["accuracy"], examples),
                "exact_solver": reached[criterion]["exact_solver"],
            }
