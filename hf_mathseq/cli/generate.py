"""Generate examples of a task as Parquet shards with a manifest; an interrupted run resumes."""

from __future__ import annotations

import argparse
import sys

from hf_mathseq.cli.common import (
    add_json_argument,
    add_task_arguments,
    positive,
    print_json,
    task_from,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq generate`."""
    add_task_arguments(parser)
    parser.add_argument("--num-examples", type=positive, default=10_000)
    parser.add_argument("--output", required=True, help="folder, or any fsspec URL")
    parser.add_argument("--split", default="train", help="train, validation or test")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--num-proc", type=positive, default=1, help="worker processes")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Generate, then say what was made."""
    from hf_mathseq.data.shards import generate_to

    task = task_from(arguments)
    manifest = generate_to(
        task,
        arguments.output,
        arguments.num_examples,
        split=arguments.split,
        seed=arguments.seed,
        num_proc=arguments.num_proc,
        progress=sys.stderr.isatty(),
    )
    if arguments.json:
        print_json(manifest)
    else:
        print(
            f"{manifest['rows']} examples of {task.name} ({arguments.split}) in {arguments.output}"
        )
