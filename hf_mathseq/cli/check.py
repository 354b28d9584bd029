"""Check your own answer to a problem of any task."""

from __future__ import annotations

import argparse

from hf_mathseq.cli.common import add_json_argument, print_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq check`."""
    parser.add_argument("problem", metavar="PROBLEM", help="e.g. 'x*cos(x)' or \"y' = y/x + x\"")
    parser.add_argument(
        "answer", metavar="ANSWER", help="e.g. 'x*sin(x) + cos(x) + C' or 'y = x*(x + C)'"
    )
    parser.add_argument("--task", help="kind of problem (default: seen from the problem)")
    parser.add_argument("--criterion", default="strict", help="strict (default) or paper")
    parser.add_argument(
        "--tolerance", type=float, help="relative, of the numbers of matrices (default: 0.05)"
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the verdict."""
    from hf_mathseq.proposers.given import check

    verdict = check(
        arguments.problem,
        arguments.answer,
        task=arguments.task,
        criterion=arguments.criterion,
        tolerance=arguments.tolerance,
    )
    if arguments.json:
        print_json({"status": verdict.status, "method": verdict.method, "detail": verdict.detail})
    else:
        print(f"{verdict.status}  {verdict.detail}".rstrip())
