"""Generate a data set into the cache, so that plain `datasets.load_dataset` finds it."""

from __future__ import annotations

import argparse
import json

from hf_mathseq.cli.common import (
    add_json_argument,
    add_set_argument,
    parse_settings,
    positive,
    print_json,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq prepare`."""
    parser.add_argument("task", metavar="TASK", help="e.g. integration/bwd")
    parser.add_argument("--num-examples", type=positive, help="training examples")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--num-proc", type=positive, help="worker processes")
    parser.add_argument("--cache-dir", help="instead of the cache of `datasets`")
    add_set_argument(parser, "an option of the task, e.g. --set dimension=3")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Fill the cache, then print the line that loads the data."""
    from hf_mathseq.data.prepare import prepare

    settings = parse_settings(arguments.settings)
    path = prepare(
        arguments.task,
        num_examples=arguments.num_examples,
        seed=arguments.seed,
        num_proc=arguments.num_proc,
        cache_dir=arguments.cache_dir,
        **settings,
    )
    call = _loading_call(arguments.task, settings)
    if arguments.json:
        print_json({"path": str(path), "load": call})
    else:
        print(f"prepared; load it with  datasets.{call}")


def _loading_call(task: str, settings: dict[str, str]) -> str:
    """Return the call that finds the prepared data; options are part of it."""
    dataset, _, config = task.partition("/")
    options = [f"{name}={_literal(value)}" for name, value in settings.items()]
    return f"load_dataset({', '.join([repr(f'hf_mathseq/{dataset}'), repr(config), *options])})"


def _literal(text: str) -> str:
    """Return an option's text as Python writes the value."""
    try:
        return repr(json.loads(text.lower() if text in ("True", "False") else text)).strip()
    except ValueError:
        return repr(text)
