"""Arguments and output that several subcommands share."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hf_mathseq.options import OptionError

if TYPE_CHECKING:
    from hf_mathseq.task import Task

LONGEST_CELL = 48


def add_task_arguments(parser: argparse.ArgumentParser) -> None:
    """Add TASK and its `--set option=value`."""
    parser.add_argument("task", metavar="TASK", help="e.g. integration/bwd (see 'hf-mathseq list')")
    add_set_argument(parser, "an option of the task, e.g. --set dimension=3")


def add_set_argument(parser: argparse.ArgumentParser, meaning: str) -> None:
    """Add the repeatable `--set key=value`."""
    parser.add_argument(
        "--set", dest="settings", metavar="KEY=VALUE", action="append", default=[], help=meaning
    )


def add_json_argument(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON for machines")


def parse_settings(settings: Iterable[str], flag: str = "--set") -> dict[str, str]:
    """Return `key=value` texts, each given with a flag, as a dict.

    Raises:
        OptionError: A text without `=` or without a key.
    """
    parsed = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip():
            raise OptionError(f"{flag} takes KEY=VALUE, not {setting[:60]!r}")
        parsed[key.strip()] = value.strip()
    return parsed


def task_from(arguments: argparse.Namespace) -> Task:
    """Return the task that TASK and `--set` name."""
    from hf_mathseq.tasks import get_task

    return get_task(arguments.task, **parse_settings(arguments.settings))


def positive(text: str) -> int:
    """Read a positive integer argument."""
    with suppress(ValueError):
        value = int(text)
        if value >= 1:
            return value
    raise argparse.ArgumentTypeError(f"takes a positive integer, not {text}")


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def print_table(rows: Iterable[Iterable[object]]) -> None:
    """Print rows with aligned columns; long phrases are cut, save in the last column."""
    texts = [_shortened([str(cell) for cell in row]) for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for row in texts:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _shortened(cells: list[str]) -> list[str]:
    *inner, last = cells
    whole = (len(c) <= LONGEST_CELL or " " not in c.strip() for c in inner)
    cut = (c if w else c[: LONGEST_CELL - 3] + "..." for c, w in zip(inner, whole, strict=True))
    return [*cut, last]
