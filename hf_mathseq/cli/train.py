"""Train a model from a recipe; the same command resumes an interrupted run."""

from __future__ import annotations

import argparse

from hf_mathseq.cli.common import add_set_argument, parse_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq train`, which `train.py` shares."""
    parser.add_argument(
        "recipe", metavar="RECIPE", help="a name from 'hf-mathseq list --recipes' or a YAML file"
    )
    parser.add_argument("--output", help="folder of the model (default: runs/RECIPE)")
    parser.add_argument("--restart", action="store_true", help="start anew instead of resuming")
    add_set_argument(parser, "a field of the recipe, e.g. --set training.max_steps=1000")


def run(arguments: argparse.Namespace) -> None:
    """Train and print where the model is."""
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
