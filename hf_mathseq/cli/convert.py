"""Convert published data files and checkpoints to folders of ours, and our data to such files."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from hf_mathseq.cli.common import (
    add_json_argument,
    add_set_argument,
    parse_settings,
    positive,
    print_json,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq convert`."""
    parser.add_argument(
        "source",
        metavar="FILE",
        help="count|input<TAB>target lines (text, gzip, tar), a checkpoint (.pth, or a tar archive "
        "that holds one), or a folder of data",
    )
    parser.add_argument("--task", help="what the file is for, e.g. integration/bwd")
    parser.add_argument("--output", required=True, help="folder; a file if FILE is a folder")
    parser.add_argument("--split", help="train, validation or test; by default from the name")
    parser.add_argument(
        "--published-split",
        type=positive,
        metavar="N",
        help="divide the file as the papers do: N lines for validation, N for test (10000)",
    )
    parser.add_argument("--ids-only", action="store_true", help="write no text and natural columns")
    parser.add_argument(
        "--no-counts", action="store_true", help="lines are input<TAB>target, without count|"
    )
    parser.add_argument("--strict", action="store_true", help="refuse malformed lines")
    add_set_argument(parser, "an option of the task, e.g. --set dimension=10")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Convert, then say what was made."""
    from pathlib import Path

    from hf_mathseq.conversion.text_files import holds_checkpoint
    from hf_mathseq.options import OptionError

    source = Path(arguments.source)
    if source.is_dir():
        _export(arguments)
        return
    if not arguments.task:
        raise OptionError("say what the file is for, e.g. --task integration/bwd")
    if holds_checkpoint(source):
        _convert_model(arguments)
    else:
        _convert_data(arguments)


def _convert_model(arguments: argparse.Namespace) -> None:
    from hf_mathseq.conversion.models import convert_model
    from hf_mathseq.tasks import get_task

    task = get_task(arguments.task, **parse_settings(arguments.settings))
    folder = convert_model(arguments.source, task, arguments.output)
    if arguments.json:
        print_json({"task": task.name, "model": str(folder)})
    else:
        print(f"a model of {task.name} in {folder}; try 'hf-mathseq solve {folder} ...'")


def _convert_data(arguments: argparse.Namespace) -> None:
    from hf_mathseq.conversion.data import DataOptions, convert_data
    from hf_mathseq.tasks import get_task

    task = get_task(arguments.task, **parse_settings(arguments.settings))
    options = DataOptions(
        split=arguments.split,
        held_out=arguments.published_split or 0,
        natural=not arguments.ids_only,
        counted=not arguments.no_counts,
        strict=arguments.strict,
    )
    found = convert_data(
        arguments.source, task, arguments.output, options, progress=sys.stderr.isatty()
    )
    if arguments.json:
        print_json(found)
        return
    for split, manifest in found.items():
        print(f"{split}: {manifest['rows']} of {manifest['lines']} lines in {arguments.output}")
        _report(manifest)


def _report(manifest: dict[str, Any]) -> None:
    """Say on the error stream what was left out."""
    for reason, count in manifest["malformed"].items():
        print(f"malformed, left out: {count} lines ({reason})", file=sys.stderr)
    if manifest["malformed_lines"]:
        numbers = ", ".join(map(str, manifest["malformed_lines"]))
        print(f"first malformed lines: {numbers}", file=sys.stderr)
    if manifest["unread"]:
        print(f"without natural columns: {manifest['unread']} rows", file=sys.stderr)


def _export(arguments: argparse.Namespace) -> None:
    from hf_mathseq.conversion.export import export_data

    split = arguments.split or "train"
    lines = export_data(arguments.source, arguments.output, split)
    if arguments.json:
        print_json({"split": split, "lines": lines, "file": arguments.output})
    else:
        print(f"{lines} lines of {split} in {arguments.output}")
