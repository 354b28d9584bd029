"""Folders of generated data, staged for publication with a card that says what is in them."""

from __future__ import annotations

from pathlib import Path

from hf_mathseq.data.card import write_card
from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import ShardError
from hf_mathseq.hub.kinds import DATASET
from hf_mathseq.hub.staging import Staged, stage
from hf_mathseq.suggestions import UserError

LICENCE_FILE = "LICENSE"


def stage_data(folder: Path, repo_id: str, staging: Path) -> Staged:
    """Return the shards of a folder, their manifests, and a card written for the repository.

    Args:
        folder: What `generate_to` filled, or one such folder for every config.
        repo_id: The repository, which the card names.
        staging: An empty folder; it gets the card, and links to everything else.

    Raises:
        UserError: There is no finished split, a shard is damaged, or the data sets differ.
    """
    root = Folder(folder)
    manifests = root.names("manifest-*.json") or root.names("*/manifest-*.json")
    listed = [LICENCE_FILE] if (folder / LICENCE_FILE).is_file() else []
    for manifest in manifests:
        prefix = manifest.rpartition("/")[0]
        found = root.read_json(manifest)
        if found is None or "attempts" not in found:
            raise UserError(
                f"{folder / manifest} is not of 'hf-mathseq generate': converted data belong to "
                "their authors and are not published"
            )
        shards = (f"{prefix}/{shard['file']}".lstrip("/") for shard in found["shards"])
        listed += [manifest, *shards]
    for name in listed:
        _link(folder / name, staging / name, folder.resolve())
    try:
        write_card(staging, repo_id)
    except ShardError as error:
        raise UserError(str(error).replace(str(staging), str(folder))) from None
    staged = stage(staging, DATASET, links=True)
    names = set(staged.names)
    left_out = [name for name in _all_files(folder) if name not in names]
    return Staged(staged.kind, staging, staged.files, tuple(left_out))


def _all_files(folder: Path) -> list[str]:
    plain = stage(folder, DATASET)
    return sorted({*plain.names, *plain.left_out})


def _link(source: Path, target: Path, root: Path) -> None:
    """Link a file into the staging folder; a manifest may name nothing outside its own folder."""
    resolved = source.resolve()
    if not resolved.is_relative_to(root) or not resolved.is_file():
        raise UserError(f"{source} is missing or outside the folder; generate again")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.symlink_to(resolved)
