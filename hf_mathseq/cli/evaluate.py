"""Evaluate a model: decode test problems and check every hypothesis mathematically."""

from __future__ import annotations

import argparse
from typing import Any

from hf_mathseq.cli.common import (
    add_json_argument,
    add_set_argument,
    parse_settings,
    positive,
    print_json,
    print_table,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq evaluate`."""
    parser.add_argument("model", metavar="MODEL", help="model folder or Hub id")
    parser.add_argument("task", metavar="TASK", nargs="?", help="default: the model's own task")
    parser.add_argument("--num-examples", type=positive, default=1000)
    parser.add_argument("--split", default="test", help="train, validation or test")
    parser.add_argument("--beams", type=positive, default=1)
    parser.add_argument("--batch-size", type=positive, default=64)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", help="folder of the results (default: MODEL/results)")
    add_set_argument(parser, "an option of the task, instead of the model's own")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Evaluate and print the scores."""
    from hf_mathseq.evaluation.evaluate import evaluate

    results = evaluate(
        arguments.model,
        arguments.task,
        options=parse_settings(arguments.settings),
        num_examples=arguments.num_examples,
        split=arguments.split,
        beams=arguments.beams,
        batch_size=arguments.batch_size,
        seed=arguments.seed,
        output_dir=arguments.output,
    )
    if arguments.json:
        print_json(results)
    else:
        _print(results)


def _print(results: dict[str, Any]) -> None:
    print_json(results)


__all__ = ["add_arguments", "print_table", "run"]
