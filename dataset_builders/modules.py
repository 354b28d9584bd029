"""How `datasets` comes by our builder for a data set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from datasets.load import BuilderConfigsParameters, DatasetModule, get_dataset_builder_class

from hf_mathseq.data.names import literal_name
from hf_mathseq.dataset_builders.configs import configs_of
from hf_mathseq.dataset_builders.releases import Release

if TYPE_CHECKING:
    import datasets

    from hf_mathseq.dataset_builders.builder import MathSeqBuilder

BUILDER_MODULE = "hf_mathseq.dataset_builders.builder"


def dataset_module(dataset: str, releases: Mapping[str, Release] | None = None) -> DatasetModule:
    """Return what `datasets.load_dataset_builder` needs to use our builder for a data set.

    Args:
        dataset: e.g. "integration".
        releases: Sizes and seed of some configs, by name, instead of the releases file's.

    Raises:
        UnknownTaskError: There is no such data set.
    """
    configs = configs_of(dataset, releases)
    return DatasetModule(
        BUILDER_MODULE,
        None,
        {"repo_id": literal_name(dataset), "dataset_name": dataset},
        BuilderConfigsParameters(builder_configs=configs, default_config_name=configs[0].name),
    )


def make_builder(
    dataset: str,
    config: str | None = None,
    *,
    cache_dir: str | os.PathLike[str] | None = None,
    features: datasets.Features | None = None,
    releases: Mapping[str, Release] | None = None,
    **options: Any,
) -> MathSeqBuilder:
    """Return the builder of one config.

    Args:
        dataset: e.g. "linear_algebra".
        config: e.g. "eigenvalues"; None is the data set's first.
        cache_dir: Instead of the cache of `datasets`.
        features: Column types instead of the data set's own.
        releases: See `dataset_module`.
        **options: Options of the task, sizes and seed; they become part of the config id.

    Raises:
        UnknownTaskError: There is no such data set.
        OptionError: An unknown option or a value that is not allowed.
    """
    module = dataset_module(dataset, releases)
    found: type[MathSeqBuilder] = get_dataset_builder_class(module)
    return found(
        config_name=config or module.builder_configs_parameters.default_config_name,
        cache_dir=None if cache_dir is None else os.fspath(cache_dir),
        features=features,
        **module.builder_kwargs,
        **options,
    )
