"""Fill the cache of `datasets`, so that it finds `hf_mathseq/<dataset>` without this package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hf_mathseq.data.names import dataset_and_config


def prepare(
    name: str,
    config: str | None = None,
    *,
    num_examples: int | None = None,
    seed: int = 0,
    num_proc: int | None = None,
    cache_dir: str | os.PathLike[str] | None = None,
    **options: Any,
) -> Path:
    """Generate a config into the cache of `datasets` under its literal name.

    Afterwards `datasets.load_dataset("hf_mathseq/<dataset>", "<config>")` works in every process
    that uses the same cache, offline, whether or not it imports this package. Options are part of
    that call (`load_dataset(..., dimension=3)`); `num_examples` and `seed` are not, and preparing
    again with others replaces the data. An interrupted run goes on behind its last finished shard.

    Args:
        name: e.g. "integration/bwd", or the data set alone.
        config: The config, where `name` does not hold it; None is the data set's first.
        num_examples: Training examples; validation and test are at most a tenth of it. None is
            the release's sizes.
        seed: Another seed gives other examples, never those of another split.
        num_proc: Worker processes; the rows do not depend on it.
        cache_dir: Instead of the cache of `datasets`.
        **options: Options of the task and sizes, as values or as text.

    Returns:
        The directory of the prepared files.

    Raises:
        UnknownTaskError: There is no such data set or config.
        OptionError: An unknown option or a value that is not allowed.
        OSError: The cache cannot be written.

    Examples:
        >>> prepare("linear_algebra/transpose", dimension=2, num_examples=50).is_dir()
        True
    """
    from hf_mathseq.dataset_builders.configs import MathSeqConfig
    from hf_mathseq.dataset_builders.modules import make_builder

    dataset, config = dataset_and_config(name, config)
    described = MathSeqConfig(f"{dataset}/{config}")
    release = described.release.resized(num_examples, seed)
    builder = make_builder(
        dataset,
        config,
        cache_dir=cache_dir,
        releases={config: release},
        **described.typed(options),
    )
    builder.exact = True
    builder.download_and_prepare(num_proc=num_proc)
    return Path(builder.cache_dir)
