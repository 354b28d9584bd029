"""Run an experiment: train every run, evaluate all on one suite; the same command resumes."""

from __future__ import annotations

import argparse

from hf_mathseq.cli.common import (
    add_json_argument,
    add_set_argument,
    parse_settings,
    print_json,
    print_table,
)

LIST = "list"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq experiment`."""
    parser.add_argument(
        "name",
        metavar="NAME",
        help="a name from 'hf-mathseq experiment list', a YAML file, or 'list'",
    )
    parser.add_argument("--output", help="folder of the results (default: runs/experiments/NAME)")
    parser.add_argument("--restart", action="store_true", help="train all anew, keep nothing")
    add_set_argument(
        parser, "a field of the recipe of every run, e.g. --set training.max_steps=1000"
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run an experiment and print its tables, or list the experiments."""
    if arguments.name == LIST:
        _list(arguments.json)
        return
    from hf_mathseq.experiments.report import tables
    from hf_mathseq.experiments.run import run_experiment
    from hf_mathseq.training.launch import is_first_process

    results = run_experiment(
        arguments.name,
        parse_settings(arguments.settings),
        output_dir=arguments.output,
        resume=not arguments.restart,
    )
    if not is_first_process():
        return
    if arguments.json:
        print_json(results)
    else:
        print(tables(results), end="")


def _list(as_json: bool) -> None:
    from hf_mathseq.experiments.experiment import list_experiments, load_experiment

    found = [load_experiment(name) for name in list_experiments()]
    rows = [{"experiment": e.name, "suite": e.suite, "about": e.description} for e in found]
    if as_json:
        print_json(rows)
    else:
        print_table(row.values() for row in rows)
