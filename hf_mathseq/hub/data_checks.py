"""Checks of staged data: what the card's YAML promises is what the Parquet files hold."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hf_mathseq.hub.kinds import matches
from hf_mathseq.hub.staging import Staged, StagedFile
from hf_mathseq.suggestions import UserError


def check_data(staged: Staged, card: dict[str, Any]) -> None:
    """Check the configs of a card against the files.

    Args:
        staged: The data.
        card: The YAML of the card, with `configs` and `dataset_info`.

    Raises:
        UserError: The first thing that is wrong.
    """
    from datasets.info import DatasetInfosDict
    from datasets.utils.metadata import MetadataConfigs
    from huggingface_hub import DatasetCardData

    try:
        data = DatasetCardData(**card)
        infos = DatasetInfosDict.from_dataset_card_data(data)
        configs = MetadataConfigs.from_dataset_card_data(data)
    except Exception as error:  # whatever a wrong card makes the library raise
        raise UserError(f"the YAML of README.md: {' '.join(str(error).split())[:200]}") from None
    if not configs or set(configs) != set(infos):
        raise UserError("the YAML of README.md needs configs, each with its dataset_info")
    shards = {file.name: file for file in staged.files if file.name.endswith(".parquet")}
    for config, described in configs.items():
        for entry in described["data_files"]:
            found = [file for name, file in shards.items() if matches(name, entry["path"])]
            _check_split(f"{config}/{entry['split']}", infos[config], entry["split"], found)
            for file in found:
                shards.pop(file.name)
    if shards:
        raise UserError(f"no config of README.md has {next(iter(shards))}")


def _check_split(title: str, info: Any, split: str, files: list[StagedFile]) -> None:
    """Compare rows and columns of a split's files with what is promised."""
    from datasets import Features

    rows = 0
    for file in files:
        try:
            with pq.ParquetFile(file.path) as parquet:
                features = Features.from_arrow_schema(parquet.schema_arrow)
                rows += parquet.metadata.num_rows
        except (pa.ArrowException, OSError):
            raise UserError(f"{file.name} is no Parquet file") from None
        if features != info.features:
            raise UserError(f"{file.name} has other columns than README.md says of {title}")
    promised = info.splits[split].num_examples if split in (info.splits or {}) else None
    if rows != promised:
        raise UserError(f"README.md promises {promised} rows of {title}; the files have {rows}")
