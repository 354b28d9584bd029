"""What a repository on a server holds, and what publishing would change there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from huggingface_hub import HfApi
from huggingface_hub.errors import RepositoryNotFoundError
from huggingface_hub.hf_api import RepoFile

from hf_mathseq.hub.staging import Staged, StagedFile


@dataclass(frozen=True)
class Place:
    """Where to publish.

    Attributes:
        repo_id: `namespace/name`.
        kind: "model", "dataset" or "space".
        branch: The branch that gets the files.
        tag: The version's name, or None.
    """

    repo_id: str
    kind: str
    branch: str = "main"
    tag: str | None = None


@dataclass(frozen=True)
class Remote:
    """A repository as a server has it.

    Attributes:
        exists: Whether there is one (that the token may see).
        head: The branch's last commit; None where there is no such branch.
        files: The branch's files by name.
        tagged: The commit that has the tag; None where there is no such tag.
        tagged_files: The files of that commit by name.
    """

    exists: bool = False
    head: str | None = None
    files: Mapping[str, RepoFile] = field(default_factory=dict)
    tagged: str | None = None
    tagged_files: Mapping[str, RepoFile] = field(default_factory=dict)


@dataclass(frozen=True)
class Changes:
    """What publishing would change.

    Attributes:
        new: Files that the server does not have.
        changed: Files that it has with other content.
        unchanged: Files that it has.
        stale: Names that it has, of the allowed kind, that the folder has not.
    """

    new: tuple[StagedFile, ...]
    changed: tuple[StagedFile, ...]
    unchanged: tuple[StagedFile, ...]
    stale: tuple[str, ...]

    @property
    def sent(self) -> tuple[StagedFile, ...]:
        """What has to be sent."""
        return (*self.new, *self.changed)

    def none(self, prune: bool) -> bool:
        """Return whether the server has what it is to have, with or without removing files."""
        return not self.sent and not (prune and self.stale)


def read_remote(api: HfApi, place: Place) -> Remote:
    """Return what the server has.

    Raises:
        Exception: Whatever `huggingface_hub` raises of a server that fails or does not answer.
    """
    try:
        refs = api.list_repo_refs(place.repo_id, repo_type=place.kind)
    except RepositoryNotFoundError:
        return Remote()
    heads = {branch.name: branch.target_commit for branch in refs.branches}
    tags = {tag.name: tag.target_commit for tag in refs.tags}
    head, tagged = heads.get(place.branch), tags.get(place.tag or "")
    return Remote(True, head, _files(api, place, head), tagged, _files(api, place, tagged))


def _files(api: HfApi, place: Place, commit: str | None) -> dict[str, RepoFile]:
    if commit is None:
        return {}
    tree = api.list_repo_tree(place.repo_id, recursive=True, revision=commit, repo_type=place.kind)
    return {entry.path: entry for entry in tree if isinstance(entry, RepoFile)}


def compare(staged: Staged, files: Mapping[str, RepoFile]) -> Changes:
    """Return what separates a server's files from the staged ones, by their digests."""
    new = [file for file in staged.files if file.name not in files]
    there = [file for file in staged.files if file.name in files]
    same = {file.name for file in there if is_same(file, files[file.name])}
    names = set(staged.names)
    return Changes(
        tuple(new),
        tuple(file for file in there if file.name not in same),
        tuple(file for file in there if file.name in same),
        tuple(sorted(name for name in files if name not in names and staged.kind.allows(name))),
    )


def is_same(file: StagedFile, remote: RepoFile) -> bool:
    """Return whether a server has a file's content."""
    if file.size != (remote.lfs.size if remote.lfs else remote.size):
        return False
    if remote.lfs:
        return file.sha256 == remote.lfs.sha256
    return file.git_oid == remote.blob_id
