"""Publish a model, data or a Space on the Hub; the same content is never sent twice."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from hf_mathseq.cli.common import add_json_argument, positive, print_json, print_table
from hf_mathseq.options import OptionError

if TYPE_CHECKING:
    from hf_mathseq.hub import Publication


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq publish`."""
    parser.add_argument(
        "path",
        metavar="PATH",
        help="folder of a model, of data or of a Space; or what is to be generated: integration, "
        "integration/bwd, integration/bwd-sample",
    )
    parser.add_argument("--to", required=True, metavar="NAMESPACE/NAME", help="the repository")
    parser.add_argument("--kind", help="model, dataset or space; by default the folder shows it")
    parser.add_argument("--tag", help="version, e.g. v1.0.0")
    parser.add_argument("--revision", default="main", help="branch (main)")
    parser.add_argument("--private", action="store_true", help="make a new repository private")
    parser.add_argument(
        "--prune", action="store_true", help="remove files there that the folder no longer has"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    parser.add_argument("--message", help="of the commit")
    parser.add_argument("--endpoint", metavar="URL", help="the server (HF_ENDPOINT)")
    parser.add_argument(
        "--timeout", type=float, default=120.0, metavar="SECONDS", help="of a silent server (120)"
    )
    generated = parser.add_argument_group("what is generated, where PATH is no folder")
    generated.add_argument(
        "--num-examples", type=positive, help="training examples (default: those of the release)"
    )
    generated.add_argument("--seed", type=int, help="another one gives other examples (0)")
    generated.add_argument("--num-proc", type=positive, help="worker processes")
    generated.add_argument("--staging", metavar="FOLDER", help="instead of the cache of `datasets`")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Publish, then say what was done."""
    from hf_mathseq.hub import publish

    found = publish(
        _folder(arguments),
        arguments.to,
        kind=arguments.kind,
        tag=arguments.tag,
        revision=arguments.revision,
        private=arguments.private or None,
        prune=arguments.prune,
        dry_run=arguments.dry_run,
        message=arguments.message,
        endpoint=arguments.endpoint,
        timeout=arguments.timeout,
    )
    if arguments.json:
        print_json(found.to_dict())
    else:
        _show(found)


def _folder(arguments: argparse.Namespace) -> Path:
    """Return the folder that PATH is, or the one that gets the data that PATH names."""
    given = {
        name: getattr(arguments, name)
        for name in ("num_examples", "seed", "num_proc", "staging")
        if getattr(arguments, name) is not None
    }
    folder = Path(arguments.path)
    if not folder.is_dir():
        from hf_mathseq.hub import generate_release

        return generate_release(arguments.path, **given)
    if given:
        option = next(iter(given)).replace("_", "-")
        raise OptionError(f"--{option} is for data that are generated; {folder} is a folder")
    return folder


def _show(found: Publication) -> None:
    shown = [(file.change, f"{file.size:,}", file.name) for file in found.files]
    print_table([("change", "bytes", "file"), *shown])
    for name in found.left_out:
        print(f"left out: {name}")
    if found.unreachable:
        print(f"the server was not asked, all count as new: {found.unreachable}")
    print(_summary(found))


def _summary(found: Publication) -> str:
    sent = [file for file in found.files if file.change in ("new", "changed")]
    removed = sum(file.change == "removed" for file in found.files)
    amount = f"{len(sent)} files, {sum(file.size for file in sent):,} bytes"
    amount += f", {removed} removed" if removed else ""
    tagged = f", tag {found.tag}" if found.tag else ""
    if found.dry_run:
        return f"dry run: would send {amount}{tagged} to {found.url}"
    if found.commit is None:
        return f"nothing to send{tagged}: {found.url} is up to date"
    return f"sent {amount}{tagged} to {found.url} (commit {found.commit[:8]})"
