"""Answer one problem: every hypothesis with its verdict, a verified one first.

With a model the answers are the model's, and those of other proposers where `--proposers` names
them; without one they are computed, see docs/solving.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from hf_mathseq.cli.common import add_json_argument, print_json
from hf_mathseq.cli.search import SEARCHED, add_search_arguments, search_settings
from hf_mathseq.suggestions import UserError

if TYPE_CHECKING:
    from hf_mathseq.answers import Answers


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq solve`."""
    parser.usage = "hf-mathseq solve [MODEL] PROBLEM [options]"
    parser.add_argument(
        "model", metavar="MODEL", nargs="?", help="model folder or Hub id; none: no model"
    )
    parser.add_argument(
        "problem", metavar="PROBLEM", nargs="?", help="e.g. 'x*cos(x)' or '[[2, 1], [1, 2]]'"
    )
    parser.add_argument(
        "--task", help="kind of problem, without a model (default: seen from the problem)"
    )
    parser.add_argument(
        "--proposers",
        metavar="NAMES",
        help="what answers, in order, until an answer is verified: all, or some of model, repair, "
        "rules, exact, fricas, giac, maxima, sympy, rewriting, parts (default: model; without a "
        "model all)",
    )
    parser.add_argument("--seconds", type=float, help="time of each proposer (default 10)")
    add_search_arguments(parser, default_beams=10)
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Print the answers."""
    from hf_mathseq.proposers.chain import SECONDS

    if arguments.model is None:
        raise UserError("the problem is missing, e.g. 'x*cos(x)' (see 'hf-mathseq solve --help')")
    seconds = SECONDS if arguments.seconds is None else arguments.seconds
    answer = _without_model if arguments.problem is None else _with_model
    answers = answer(arguments, seconds)
    if arguments.json:
        print_json(answers.as_dict())
    else:
        print(answers)


def _without_model(arguments: argparse.Namespace, seconds: float) -> Answers:
    from hf_mathseq.proposers.solving import solve

    problem = arguments.model
    if Path(problem).is_dir():
        raise UserError(f"{problem[:60]!r} is a folder; behind the model stands a problem")
    given = search_settings(arguments, "beams")
    needless = [name for name in ("beams", *SEARCHED) if given[name]]
    if needless:
        raise UserError(f"--{needless[0].replace('_', '-')} is for models; none is given")
    proposers = arguments.proposers or "all"
    return solve(problem, task=arguments.task, proposers=proposers, seconds=seconds)


def _with_model(arguments: argparse.Namespace, seconds: float) -> Answers:
    from hf_mathseq.evaluation.identity import local_task
    from hf_mathseq.proposers.table import chosen_names

    if arguments.task is not None:
        raise UserError("--task is for problems without a model; a model has its own task")
    proposers = chosen_names(arguments.proposers or "model")
    task = local_task(arguments.model)
    if task is not None:
        task.problem_from(arguments.problem)  # refuses a bad problem before the model is read
    from hf_mathseq.solver import load_solver

    solver = load_solver(arguments.model, proposers, seconds)
    return solver(arguments.problem, **search_settings(arguments, "num_beams"))
