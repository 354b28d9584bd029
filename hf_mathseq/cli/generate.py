"""Generate examples of a task as shards with a manifest; an interrupted run resumes.

The same command extends a finished folder, mends a damaged one, and goes on with another executor.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from hf_mathseq.cli.common import (
    add_json_argument,
    add_task_arguments,
    parse_settings,
    positive,
    print_json,
    task_from,
)
from hf_mathseq.cli.generate_checks import print_check, print_plan
from hf_mathseq.options import OptionError

if TYPE_CHECKING:
    from hf_mathseq.data.gather import Executor
    from hf_mathseq.task import Task

SAMPLED_BLOCKS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq generate`."""
    add_task_arguments(parser)
    parser.add_argument(
        "--num-examples", type=positive, default=10_000, help="of the split (default: 10000)"
    )
    parser.add_argument("--output", help="folder, or any fsspec URL")
    parser.add_argument(
        "--split", help="train (the default), validation or test; --verify looks at all without it"
    )
    parser.add_argument("--seed", type=int, default=0, help="another one gives other examples (0)")
    parser.add_argument("--num-proc", type=positive, default=1, help="worker processes")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="refuse to begin anew; a run that was begun is always gone on with",
    )
    parser.add_argument(
        "--ids-only",
        action="store_true",
        help="write no text and natural columns: Arrow files for training, several times faster",
    )
    add_json_argument(parser)
    _add_executor_arguments(parser)
    _add_check_arguments(parser)


def _add_executor_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("other machines (docs/generating_at_scale.md)")
    group.add_argument(
        "--executor", default="local", help="local (the default), datatrove, ray, slurm or jobs"
    )
    group.add_argument(
        "--executor-option",
        dest="executor_options",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="e.g. partition=cpu, workers=50",
    )
    group.add_argument("--dry-run", action="store_true", help="show what would be submitted")


def _add_check_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("before and afterwards")
    group.add_argument(
        "--plan",
        type=positive,
        metavar="N",
        help="predict time, size, memory and cost of N examples from a few seconds of drawing",
    )
    group.add_argument("--cores", type=positive, default=1, help="how many the plan has")
    group.add_argument(
        "--cost-per-core-hour", type=float, metavar="COST", help="for the plan, in any currency"
    )
    group.add_argument(
        "--verify",
        action="store_true",
        help="hash all shards of OUTPUT, draw some blocks again and compare their rows",
    )
    group.add_argument(
        "--sample",
        type=int,
        metavar="N",
        default=SAMPLED_BLOCKS,
        help=f"blocks to draw again ({SAMPLED_BLOCKS}), chosen at random by --seed",
    )


def run(arguments: argparse.Namespace) -> None:
    """Generate, plan or verify, then say what was found."""
    task = task_from(arguments)
    if arguments.output is not None and arguments.verify and not arguments.plan:
        print_check(arguments, task)
        return
    arguments.split = arguments.split or "train"
    if arguments.plan:
        print_plan(arguments, task)
    elif arguments.output is None:
        raise OptionError("--output is missing: a folder, or any fsspec URL")
    else:
        _generate(arguments, task)


def _generate(arguments: argparse.Namespace, task: Task) -> None:
    from hf_mathseq.data.gather import PendingError
    from hf_mathseq.data.shards import generate_to, is_begun
    from hf_mathseq.executors import make_executor

    if arguments.resume and not is_begun(arguments.output, arguments.split):
        raise OptionError(
            f"{arguments.output} holds no {arguments.split} split that was begun: "
            "leave --resume out to begin one"
        )

    options = parse_settings(arguments.executor_options, "--executor-option")
    executor = make_executor(arguments.executor, options, dry_run=arguments.dry_run)
    try:
        if arguments.dry_run:
            _pretend(arguments, task, executor)
        manifest = generate_to(
            task,
            arguments.output,
            arguments.num_examples,
            split=arguments.split,
            seed=arguments.seed,
            num_proc=arguments.num_proc,
            progress=sys.stderr.isatty(),
            executor=executor,
            ids_only=arguments.ids_only,
        )
    except PendingError as pending:
        if arguments.json:
            print_json({"pending": str(pending)})
        else:
            print(pending)
        return
    if arguments.json:
        print_json(manifest)
    else:
        print(
            f"{manifest['rows']} examples of {task.name} ({arguments.split}) in {arguments.output}"
        )


def _pretend(arguments: argparse.Namespace, task: Task, executor: Executor | None) -> None:
    """Say what the executor would do, and write nothing into the folder.

    Raises:
        PendingError: Always.
    """
    from hf_mathseq.data.folder import Folder
    from hf_mathseq.data.gather import Gathering, PendingError
    from hf_mathseq.data.ids_only import IdsOnly
    from hf_mathseq.data.parts import PartStore

    if executor is None:
        raise OptionError("--dry-run shows what other executors would do; see --plan")
    source = IdsOnly(task) if arguments.ids_only else task
    parts = PartStore(source, arguments.split, arguments.seed, Folder(arguments.output))
    Gathering(parts, executor=executor).repeated_keys(arguments.num_examples)
    raise PendingError("nothing to submit: all parts are there")
