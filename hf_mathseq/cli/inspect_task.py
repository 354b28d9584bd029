"""Show a task: its options, examples as people and as models read them, and lengths."""

from __future__ import annotations

import argparse
import dataclasses
from typing import TYPE_CHECKING, Any

from hf_mathseq.cli.common import (
    add_json_argument,
    add_task_arguments,
    positive,
    print_json,
    print_table,
    task_from,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from hf_mathseq.task import Task

SAMPLE = 1000
PERCENTILES = (0, 5, 25, 50, 75, 95, 100)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq inspect`."""
    add_task_arguments(parser)
    parser.add_argument("--num-examples", type=positive, default=3, help="examples to show (3)")
    parser.add_argument(
        "--sample",
        type=positive,
        help=f"examples to measure (default: {SAMPLE}, fewer where the task is slow)",
    )
    parser.add_argument("--seed", type=int, default=0, help="another one gives other examples (0)")
    parser.add_argument("--split", default="train", help="train, validation or test")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print what the task is and what its data look like."""
    task = task_from(arguments)
    # A slow task has small blocks: a few of them are enough to look at.
    wanted = arguments.sample or min(SAMPLE, 2 * task.block_size)
    sample = max(wanted, arguments.num_examples)
    table = task.generate(sample, seed=arguments.seed, split=arguments.split)
    report = {
        "task": task.name,
        "title": task.description.title,
        "paper": task.description.paper,
        "options": task.options,
        "vocabulary_size": len(task.vocabulary),
        "columns": dict(task.description.columns),
        "lengths": _lengths(table),
        "examples": [
            _example(task, row) for row in table.slice(0, arguments.num_examples).to_pylist()
        ],
    }
    if arguments.json:
        print_json(report)
    else:
        _print(report, task)


def _lengths(table: pa.Table) -> dict[str, dict[str, int]]:
    """Return percentiles of the numbers of tokens, `</s>` included."""
    import numpy as np
    import pyarrow.compute as pc

    measured = {}
    for column, name in (("input_ids", "input"), ("labels", "target")):
        lengths = pc.list_value_length(table[column]).to_numpy()
        values = np.percentile(lengths, PERCENTILES, method="nearest").astype(int).tolist()
        measured[name] = {f"p{p}": v for p, v in zip(PERCENTILES, values, strict=True)}
    return measured


def _example(task: Task, row: dict[str, Any]) -> dict[str, Any]:
    verdict = task.verify(row, row["target"].split())
    natural = {name: row[name] for name in task.natural_schema.names}
    return {**natural, "input": row["input"], "target": row["target"], "verdict": verdict.status}


def _print(report: dict[str, Any], task: Task) -> None:
    print(f"{report['task']}: {report['title']} (arXiv {report['paper']})")
    print(f"vocabulary: {report['vocabulary_size']} tokens")
    print("\noptions")
    helps = {f.name: f.metadata["help"] for f in dataclasses.fields(task.Config)}
    print_table(("  " + name, value, helps[name]) for name, value in report["options"].items())
    print("\ncolumns")
    print_table(("  " + name, meaning) for name, meaning in report["columns"].items())
    print("\ntokens, percentiles")
    print_table(
        [("  ", *(f"p{p}" for p in PERCENTILES))]
        + [("  " + name, *values.values()) for name, values in report["lengths"].items()]
    )
    for example in report["examples"]:
        print()
        print_table(("  " + name, value) for name, value in example.items())
