"""Write tables (CSV) and pictures (PNG) of the results of a model or an experiment."""

from __future__ import annotations

import argparse
import sys

from hf_mathseq.cli.common import add_json_argument, print_json, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq report`."""
    parser.add_argument(
        "folder", metavar="DIR", help="folder of a model, of one evaluation or of an experiment"
    )
    parser.add_argument("--output", metavar="FOLDER", help="of the report (default: DIR/report)")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Write the report and print what is in it."""
    from hf_mathseq.reports import write_report

    report = write_report(arguments.folder, arguments.output)
    if arguments.json:
        print_json({"folder": str(report.folder), "files": report.files, "notes": report.notes})
        return
    print_table([about, report.folder / name] for name, about in report.files.items())
    for note in report.notes:
        print(note, file=sys.stderr)
