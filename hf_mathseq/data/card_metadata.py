"""The YAML head of a data-set card: configs, columns, sizes, licence and tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from hf_mathseq.data.statistics import SplitStatistics
from hf_mathseq.task import Task

if TYPE_CHECKING:
    import datasets

LICENCE = "apache-2.0"
# The Hub's own classes: 1K<n<10K is a thousand to ten thousand rows, and so on.
SIZE_CLASSES = (
    "n<1K",
    "1K<n<10K",
    "10K<n<100K",
    "100K<n<1M",
    "1M<n<10M",
    "10M<n<100M",
    "100M<n<1B",
)


def metadata(
    configs: Mapping[Task, tuple[str, Mapping[str, SplitStatistics]]], papers: list[str]
) -> str:
    """Return the YAML that the Hub and `load_dataset` read.

    Args:
        configs: Task -> its folder relative to the card, and its splits; the first is the default.
        papers: arXiv identifiers.
    """
    from datasets.info import DatasetInfosDict
    from datasets.utils.metadata import MetadataConfigs
    from huggingface_hub import DatasetCardData

    rows = sum(s.manifest["rows"] for _, splits in configs.values() for s in splits.values())
    data = DatasetCardData(
        license=LICENCE,
        pretty_name=next(iter(configs)).dataset.replace("_", " ").capitalize(),
        size_categories=[size_class(rows)],
        tags=["mathematics", "synthetic", "sequence-to-sequence", *(f"arxiv:{p}" for p in papers)],
    )
    infos: dict[str, datasets.DatasetInfo] = {}
    places: dict[str, dict[str, object]] = {}
    for task, (folder, splits) in configs.items():
        name = folder or task.config_name
        infos[name] = _info(name, task, splits)
        prefix = f"{folder}/" if folder else ""
        places[name] = {
            "data_files": [{"split": s, "path": f"{prefix}{s}-*.parquet"} for s in splits],
            **({"default": True} if not places else {}),
        }
    DatasetInfosDict(infos).to_dataset_card_data(data)
    MetadataConfigs(places).to_dataset_card_data(data)
    return data.to_yaml() + "\n"


def size_class(rows: int) -> str:
    """Return the Hub's size category for a number of rows."""
    digits = len(str(rows))
    return SIZE_CLASSES[min(max(0, digits - 3), len(SIZE_CLASSES) - 1)]


def _info(name: str, task: Task, splits: Mapping[str, SplitStatistics]) -> datasets.DatasetInfo:
    import datasets

    return datasets.DatasetInfo(
        config_name=name,
        features=datasets.Features.from_arrow_schema(task.schema),
        splits=datasets.SplitDict(
            {
                name: datasets.SplitInfo(name, found.num_bytes, found.manifest["rows"])
                for name, found in splits.items()
            }
        ),
        download_size=sum(
            s["bytes"] for found in splits.values() for s in found.manifest["shards"]
        ),
        dataset_size=sum(found.num_bytes for found in splits.values()),
    )
