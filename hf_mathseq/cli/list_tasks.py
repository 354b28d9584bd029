"""List the tasks, the training recipes with --recipes, or the suites with --suites."""

from __future__ import annotations

import argparse
import sys

from hf_mathseq.cli.common import add_json_argument, print_json, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq list`."""
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--recipes", action="store_true", help="list training recipes instead")
    kind.add_argument("--suites", action="store_true", help="list the suites of `evaluate` instead")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print one line for each task, recipe or suite."""
    rows = _recipes() if arguments.recipes else _suites() if arguments.suites else _tasks()
    if arguments.json:
        print_json(rows)
    else:
        print_table(row.values() for row in rows)


def _tasks() -> list[dict[str, str]]:
    from hf_mathseq.tasks import RegistrationError, list_tasks, task_class

    rows = []
    for name in list_tasks():
        try:
            described = task_class(name).description
        except RegistrationError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        rows.append({"task": name, "title": described.title, "paper": f"arXiv {described.paper}"})
    return rows


def _recipes() -> list[dict[str, str]]:
    from hf_mathseq.training.recipe import list_recipes, load_recipe

    return [
        {"recipe": name, "task": load_recipe(name).task, "about": load_recipe(name).description}
        for name in list_recipes()
    ]


def _suites() -> list[dict[str, str]]:
    from hf_mathseq.evaluation.suites import get_suite, list_suites

    return [{"suite": name, "about": get_suite(name).title} for name in list_suites()]
