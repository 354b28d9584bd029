"""What `hf-mathseq generate` says before (`--plan`) and after (`--verify`) a run."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from hf_mathseq.cli.common import print_json, print_table
from hf_mathseq.options import OptionError
from hf_mathseq.splits import SPLITS

if TYPE_CHECKING:
    from hf_mathseq.task import Task

# What the plan calls its numbers, and how they are printed.
LINES = (
    ("hours", "time", "{:.2f} h"),
    ("drawing_core_hours", "drawing", "{:.2f} core hours"),
    ("writing_hours", "writing, by one process", "{:.2f} h"),
    ("duplicate_share", "duplicates in the sample", "{:.2%}"),
    ("bytes_per_example", "size of an example", "{:.0f} bytes"),
    ("gigabytes", "size of the shards", "{:.2f} GB"),
    ("parts_gigabytes", "disk for parts meanwhile", "{:.2f} GB"),
    ("memory_gigabytes_per_core", "memory of a core that draws", "{:.2f} GB"),
    ("memory_gigabytes", "memory for keys", "{:.2f} GB"),
    ("cost", "cost", "{:.2f}"),
)


def print_plan(arguments: argparse.Namespace, task: Task) -> None:
    """Draw a sample and print what was asked for with `--plan`."""
    from hf_mathseq.data.plan import draw_sample, predict

    if arguments.cost_per_core_hour is not None and arguments.cost_per_core_hour < 0:
        raise OptionError("--cost-per-core-hour must be 0 or more")
    sample = draw_sample(task, arguments.split, arguments.seed, ids_only=arguments.ids_only)
    plan = predict(sample, arguments.plan, arguments.cores, arguments.cost_per_core_hour)
    if arguments.json:
        print_json(plan)
        return
    print(f"{arguments.plan} examples of {task.name} on {arguments.cores} cores like one of these:")
    print_table((f"  {said}", shown.format(plan[key])) for key, said, shown in LINES if key in plan)


def print_check(arguments: argparse.Namespace, task: Task) -> None:
    """Check the folder and print what was looked at."""
    if arguments.sample < 0:
        raise OptionError("--sample takes a number of blocks, 0 or more")
    splits = [arguments.split] if arguments.split else _finished_splits(arguments.output)
    found = {split: _checked(arguments, task, split) for split in splits}
    if arguments.json:
        print_json(found)
        return
    for split, each in found.items():
        print(
            f"{split}: {each['shards']} shards are whole; {len(each['blocks'])} blocks drawn again "
            f"gave the same {each['rows']} rows"
        )


def _finished_splits(output: str) -> list[str]:
    """Return the splits that a folder holds; of an empty one the first, which is then missed."""
    from hf_mathseq.data.folder import Folder
    from hf_mathseq.data.manifest import manifest_name

    names = Folder(output).names("manifest-*.json")
    return [split for split in SPLITS if manifest_name(split) in names] or [SPLITS[0]]


def _checked(arguments: argparse.Namespace, task: Task, split: str) -> dict[str, Any]:
    from hf_mathseq.data.check import check_shards
    from hf_mathseq.data.manifest import read_manifest

    held = read_manifest(arguments.output, split)["task"]
    if held != task.name:
        raise OptionError(f"{arguments.output} holds {held}, not {task.name}")
    return check_shards(
        arguments.output,
        split,
        sample=arguments.sample,
        seed=arguments.seed,
        num_proc=arguments.num_proc,
    )
