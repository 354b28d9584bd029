"""Answer one problem: every hypothesis with its verdict, a verified one first."""

from __future__ import annotations

import argparse

from hf_mathseq.cli.common import add_json_argument, print_json
from hf_mathseq.cli.search import add_search_arguments, search_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq solve`."""
    parser.add_argument("model", metavar="MODEL", help="model folder or Hub id")
    parser.add_argument("problem", metavar="PROBLEM", help="e.g. 'x*cos(x)' or '[[2, 1], [1, 2]]'")
    add_search_arguments(parser, default_beams=10)
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the answers."""
    from hf_mathseq.evaluation.identity import local_task

    task = local_task(arguments.model)
    if task is not None:
        task.problem_from(arguments.problem)  # refuses a bad problem before the model is read
    from hf_mathseq.solver import load_solver

    settings = search_settings(arguments, "num_beams")
    answers = load_solver(arguments.model)(arguments.problem, **settings)
    if arguments.json:
        print_json(answers.as_dict())
    else:
        print(answers)
