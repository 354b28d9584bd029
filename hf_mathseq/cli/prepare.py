"""Generate or download a data set into the cache, so that plain `load_dataset` finds it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from hf_mathseq.cli.common import (
    add_json_argument,
    add_set_argument,
    parse_settings,
    positive,
    print_json,
)
from hf_mathseq.options import OptionError

GENERATE, HUB = "generate", "hub"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hf-mathseq prepare`."""
    parser.add_argument("task", metavar="TASK", help="e.g. integration/bwd")
    parser.add_argument(
        "--num-examples", type=positive, help="training examples (default: those of the release)"
    )
    parser.add_argument("--seed", type=int, help="another seed gives other examples (0)")
    parser.add_argument("--num-proc", type=positive, help="worker processes")
    parser.add_argument("--cache-dir", help="instead of the cache of `datasets`")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="SOURCE",
        default=GENERATE,
        help="generate (the default), hub (hf-mathseq/<dataset>), or NAMESPACE/NAME there",
    )
    parser.add_argument("--revision", help="a version of what is downloaded, e.g. v1.0.0")
    add_set_argument(parser, "an option of the task, e.g. --set dimension=3")
    add_json_argument(parser)


def run(arguments: argparse.Namespace) -> None:
    """Fill the cache, then print the line that loads the data."""
    if arguments.source == GENERATE:
        path, settings = _generate(arguments), parse_settings(arguments.settings)
    else:
        path, settings = _download(arguments)
    if arguments.cache_dir:
        settings = {**settings, "cache_dir": str(arguments.cache_dir)}
    call = _loading_call(arguments.task, settings)
    if arguments.json:
        print_json({"path": str(path), "load": call})
    else:
        print(f"prepared; load it with  datasets.{call}")


def _generate(arguments: argparse.Namespace) -> Path:
    from hf_mathseq.data.prepare import prepare
    from hf_mathseq.tasks import task_class

    task_class(arguments.task.removesuffix("-sample"))
    if arguments.revision:
        raise OptionError("--revision is of what is downloaded (--from hub)")
    return prepare(
        arguments.task,
        num_examples=arguments.num_examples,
        seed=arguments.seed or 0,
        num_proc=arguments.num_proc,
        cache_dir=arguments.cache_dir,
        **parse_settings(arguments.settings),
    )


def _download(arguments: argparse.Namespace) -> tuple[Path, dict[str, str]]:
    from hf_mathseq.hub import prepare_published

    for name in ("num_examples", "seed", "settings"):
        if getattr(arguments, name):
            option = {"settings": "set"}.get(name, name.replace("_", "-"))
            raise OptionError(f"--{option} is for data that are generated, not for --from")
    found = prepare_published(
        arguments.task,
        repo_id=None if arguments.source == HUB else arguments.source,
        revision=arguments.revision,
        cache_dir=arguments.cache_dir,
        num_proc=arguments.num_proc,
    )
    return found.path, {name: str(value) for name, value in found.options.items()}


def _loading_call(task: str, settings: dict[str, str]) -> str:
    """Return the call that finds the prepared data; options are part of it."""
    dataset, _, config = task.removesuffix("-sample").partition("/")
    options = [f"{name}={_literal(value)}" for name, value in settings.items()]
    return f"load_dataset({', '.join([repr(f'hf_mathseq/{dataset}'), repr(config), *options])})"


def _literal(text: str) -> str:
    """Return an option's text as Python writes the value."""
    try:
        return repr(json.loads(text.lower() if text in ("True", "False") else text)).strip()
    except ValueError:
        return repr(text)
