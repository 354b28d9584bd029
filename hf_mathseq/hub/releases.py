"""Generating what is published of a data set: every config, in its release's size and sampled."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hf_mathseq.data.names import SAMPLE, dataset_and_config
from hf_mathseq.data.shards import generate_to
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task
from hf_mathseq.tasks import UnknownTaskError, data_sets, get_task

if TYPE_CHECKING:
    from hf_mathseq.dataset_builders.releases import Release


@dataclass(frozen=True)
class SizedConfig:
    """A config of a published data set.

    Attributes:
        name: e.g. "bwd" or "bwd-sample".
        task: What draws.
        release: Sizes and seed.
    """

    name: str
    task: Task
    release: Release


def generate_release(
    name: str,
    *,
    num_examples: int | None = None,
    seed: int = 0,
    num_proc: int = 1,
    staging: str | os.PathLike[str] | None = None,
) -> Path:
    """Generate the configs of a data set that are to be published; what is there is kept.

    Args:
        name: A data set ("integration": all its configs, each with its sample), one config with
            its sample ("integration/bwd"), or a sample alone ("integration/bwd-sample").
        num_examples: Training examples of every config; None is the release's sizes. A sample is
            never larger than its config.
        seed: Another seed gives other examples.
        num_proc: Worker processes; the rows do not depend on it.
        staging: Where to; None is a folder in the cache of `datasets`.

    Returns:
        A folder with one folder for each config, as `publish` takes it. Other sizes and seeds have
        another folder, so that an interrupted run goes on where it was.

    Raises:
        UserError: There is no such data set or config.
        OSError: The folder cannot be written.
    """
    dataset, configs = _configs(name, num_examples, seed)
    folder = _root(staging) / f"{dataset}-{_digest(configs)}"
    for config in configs:
        for split, rows in config.release.sizes.items():
            generate_to(
                config.task,
                folder / config.name,
                rows,
                split=split,
                seed=config.release.seed,
                num_proc=num_proc,
                progress=sys.stderr.isatty(),
            )
    return folder


def _configs(name: str, num_examples: int | None, seed: int) -> tuple[str, list[SizedConfig]]:
    """Return the data set that a name means, and what of it is published."""
    from hf_mathseq.dataset_builders.releases import release_of, sample_of

    dataset, _, asked = name.partition("/")
    try:
        dataset, config = dataset_and_config(name.removesuffix(SAMPLE))
    except UnknownTaskError as error:
        raise UserError(f"no folder {name[:100]!r}, and {error}") from None
    found = []
    for each in [config] if asked else data_sets()[dataset]:
        task = get_task(f"{dataset}/{each}")
        release = release_of(task.name).resized(num_examples, seed)
        if not asked.endswith(SAMPLE):
            found.append(SizedConfig(each, task, release))
        found.append(SizedConfig(f"{each}{SAMPLE}", task, sample_of(release)))
    return dataset, found


def _root(staging: str | os.PathLike[str] | None) -> Path:
    if staging is not None:
        return Path(staging)
    import datasets

    from hf_mathseq.data.cache import WORKSHOP

    return Path(datasets.config.HF_DATASETS_CACHE) / WORKSHOP / "published"


def _digest(configs: list[SizedConfig]) -> str:
    """Return eight digits that differ where a row would."""
    from hf_mathseq.dataset_builders.configs import content_hash

    parts = [f"{config.name} {content_hash(config.task, config.release)}" for config in configs]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
