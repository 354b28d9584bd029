"""Train a model from a recipe, or list recipes; the same command resumes an interrupted run."""

from __future__ import annotations

import argparse

from hf_mathseq.cli.common import (
    add_json_argument,
    add_set_argument,
    parse_settings,
    print_json,
)
from hf_mathseq.options import OptionError

LIST = "list"
FILTERS = {
    "paper": "with 'list': recipes of this arXiv number alone",
    "task": "with 'list': recipes of this task or data set alone",
    "kind": "with 'list': row (of a published table), laptop or gpu",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq train`, which `train.py` shares."""
    parser.add_argument(
        "recipe",
        metavar="RECIPE",
        help="a name, a YAML file, or 'list' for all names by paper and table",
    )
    parser.add_argument("--output", help="folder of the model (default: runs/RECIPE)")
    parser.add_argument("--restart", action="store_true", help="start anew instead of resuming")
    add_set_argument(parser, "a field of the recipe, e.g. --set training.max_steps=1000")
    for name, meaning in FILTERS.items():
        parser.add_argument(f"--{name}", default="", help=meaning)
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Train and print where the model is, or list the recipes."""
    filters = {name: getattr(arguments, name) for name in FILTERS}
    if arguments.recipe == LIST:
        _list(filters, arguments.json)
        return
    for name, given in (*filters.items(), ("json", arguments.json)):
        if given:
            raise OptionError(f"--{name} is for 'hf-mathseq train list' alone")
    from hf_mathseq.training.launch import is_first_process
    from hf_mathseq.training.run import train

    path = train(
        arguments.recipe,
        parse_settings(arguments.settings),
        output_dir=arguments.output,
        resume=not arguments.restart,
    )
    if is_first_process():
        print(f"model in {path}")


def _list(filters: dict[str, str], as_json: bool) -> None:
    from hf_mathseq.training.listing import recipe_lines, recipe_rows

    rows = recipe_rows(**filters)
    if as_json:
        print_json(rows)
    else:
        print("\n".join(recipe_lines(rows)))
