"""Write tables (CSV) and pictures (PNG) of the results of a model or an experiment.

Or, with `gallery` for DIR, one HTML page with examples of every task.
"""

from __future__ import annotations

import argparse
import sys

from hf_mathseq.cli.common import add_json_argument, print_json, print_table

GALLERY = "gallery"
"""What stands for the gallery; a folder of this name is given as ./gallery."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq report`."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        help="folder of a model, of one evaluation or of an experiment; or the word 'gallery'",
    )
    parser.add_argument(
        "--output",
        metavar="FOLDER",
        help="of the report (default: DIR/report), or of gallery.html (default: here)",
    )
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Write the report or the gallery and print what is in it."""
    if arguments.folder == GALLERY:
        _write_gallery(arguments)
        return
    from hf_mathseq.reports import write_report

    report = write_report(arguments.folder, arguments.output)
    if arguments.json:
        print_json({"folder": str(report.folder), "files": report.files, "notes": report.notes})
        return
    print_table([about, report.folder / name] for name, about in report.files.items())
    for note in report.notes:
        print(note, file=sys.stderr)


def _write_gallery(arguments: argparse.Namespace) -> None:
    from hf_mathseq.reports import write_gallery

    def show(name: str) -> None:
        print(f"drawing examples of {name}", file=sys.stderr)

    page = write_gallery(arguments.output or ".", progress=show)
    if arguments.json:
        print_json({"file": str(page)})
    else:
        print(page)
