"""Published data into the cache of `datasets`, as if they had been generated there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huggingface_hub import constants, snapshot_download
from huggingface_hub.errors import LocalEntryNotFoundError, OfflineModeIsEnabled

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import check_digest, manifest_name, read_manifest
from hf_mathseq.data.names import SAMPLE, dataset_and_config
from hf_mathseq.hub.errors import PublishError, explanation, is_of_the_hub
from hf_mathseq.hub.names import check_endpoint, check_reference, check_repo_id
from hf_mathseq.splits import SPLITS
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task, recorded_task

NAMESPACE = "hf-mathseq"


@dataclass(frozen=True)
class PreparedData:
    """What was put into the cache.

    Attributes:
        path: The directory of the files.
        options: Options that differ from the task's defaults; they are part of the loading call.
    """

    path: Path
    options: dict[str, Any]


def prepare_published(
    name: str,
    *,
    repo_id: str | None = None,
    revision: str | None = None,
    cache_dir: str | os.PathLike[str] | None = None,
    num_proc: int | None = None,
    endpoint: str | None = None,
) -> PreparedData:
    """Download a published config into the cache of `datasets` under its literal name.

    Afterwards `datasets.load_dataset("hf_mathseq/<dataset>", "<config>")` gives these rows, as it
    does behind `hf_mathseq.prepare`, whose cache has the same content for the same sizes and seed.

    Args:
        name: e.g. "integration/bwd", or "integration/bwd-sample" for the sample under that name.
        repo_id: Where they are published; None is `hf-mathseq/<dataset>`.
        revision: A version, e.g. "v1.0.0"; None is the last.
        cache_dir: Instead of the cache of `datasets`.
        num_proc: Processes that write the cache.
        endpoint: The server; None is `HF_ENDPOINT`, by default https://huggingface.co.

    Raises:
        UserError: There is no such data set or config, here or there, or the data were made by
            another version of the task.
        PublishError: The server refuses, fails or does not answer.
        OSError: A file is damaged, or the cache cannot be written.
    """
    from hf_mathseq.dataset_builders.modules import make_builder
    from hf_mathseq.dataset_builders.releases import Release

    dataset, config = dataset_and_config(name.removesuffix(SAMPLE))
    published = f"{config}{SAMPLE}" if name.endswith(SAMPLE) else config
    repo_id = repo_id or f"{NAMESPACE}/{dataset.replace('_', '-')}"
    folder = _downloaded(repo_id, published, revision, endpoint)
    manifests = _manifests(folder, f"{repo_id} has no config {published}")
    (task, *_) = (_task(found, f"{dataset}/{config}", repo_id) for found in manifests.values())
    sizes = {f"{split}_examples": found["rows"] for split, found in manifests.items()}
    defaults = get_task(task.name).options
    options = {key: value for key, value in task.options.items() if value != defaults[key]}
    builder = make_builder(
        dataset,
        config,
        cache_dir=cache_dir,
        releases={config: Release(**sizes, seed=_seed(manifests, repo_id))},
        **options,
    )
    builder.exact = True
    builder.finished = {split: _shards(folder, found) for split, found in manifests.items()}
    builder.download_and_prepare(num_proc=num_proc)
    return PreparedData(Path(builder.cache_dir), options)


def _downloaded(repo_id: str, config: str, revision: str | None, endpoint: str | None) -> Path:
    """Return the folder of a config in the cache of the Hub, after downloading what is missing."""
    server = check_endpoint(endpoint or constants.ENDPOINT)
    check_repo_id(repo_id, server)
    check_reference("version", revision)
    try:
        root = snapshot_download(
            repo_id,
            repo_type="dataset",
            revision=revision,
            endpoint=server,
            allow_patterns=[f"{config}/manifest-*.json", f"{config}/*.parquet"],
        )
    except (LocalEntryNotFoundError, OfflineModeIsEnabled):
        raise PublishError(f"{server} does not answer, and no {repo_id} was downloaded") from None
    except Exception as error:
        if not is_of_the_hub(error):
            raise
        raise PublishError(explanation(error, repo_id, server)) from error
    return Path(root) / config


def _manifests(folder: Path, missing: str) -> dict[str, dict[str, Any]]:
    """Return the manifests of a folder by split."""
    names = Folder(folder).names("manifest-*.json")
    splits = [split for split in SPLITS if manifest_name(split) in names]
    if not splits:
        raise UserError(missing)
    return {split: read_manifest(folder, split) for split in splits}


def _task(manifest: dict[str, Any], name: str, repo_id: str) -> Task:
    """Return the task that made published data.

    Raises:
        UserError: Another task, or another version of it.
    """
    if manifest["task"] != name:
        raise UserError(f"{repo_id} holds {manifest['task']} where {name} was expected")
    task = recorded_task(manifest)
    if task.identity != manifest.get("identity"):
        raise UserError(
            f"{repo_id} was made by version {manifest.get('version')} of {name}, this is "
            f"{task.version}: take another --revision, or generate"
        )
    return task


def _seed(manifests: dict[str, dict[str, Any]], repo_id: str) -> int:
    """Return the seed of published data, by which the cache will know them.

    Raises:
        UserError: There is none, or splits have others.
    """
    seeds = {found.get("seed") for found in manifests.values()}
    seed, *others = seeds
    if seed is None or others:
        raise UserError(f"{repo_id} does not say which one seed its splits were drawn with")
    return int(seed)


def _shards(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """Return the paths of a split's shards, each checked against its digest."""
    place = Folder(folder)
    for shard in manifest["shards"]:
        check_digest(place, shard)
    return [str(folder / shard["file"]) for shard in manifest["shards"]]
