"""`publish`: from a folder or a task's name to a repository on a Hub."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from huggingface_hub import HfApi, constants

from hf_mathseq.hub.comparison import Changes, Place, compare, read_remote
from hf_mathseq.hub.data_folder import stage_data
from hf_mathseq.hub.errors import PublishError, explanation, is_of_the_hub
from hf_mathseq.hub.kinds import DATASET, SPACE, kind_of
from hf_mathseq.hub.model_folder import stage_model
from hf_mathseq.hub.names import check_endpoint, check_reference, check_repo_id
from hf_mathseq.hub.staging import Staged, stage
from hf_mathseq.hub.transfer import Wishes, check_stale, check_tag, connection, send
from hf_mathseq.hub.validation import front_matter, validate
from hf_mathseq.suggestions import UserError
from hf_mathseq.temporary import held_folder

URL_PREFIXES = {"model": "", "dataset": "datasets/", "space": "spaces/"}


@dataclass(frozen=True)
class FileChange:
    """A file and what publishing does to it.

    Attributes:
        name: Its path in the repository.
        change: "new", "changed", "unchanged" or "removed".
        size: Bytes; 0 of a removed file.
    """

    name: str
    change: str
    size: int


@dataclass(frozen=True)
class Publication:
    """What was published, or would be.

    Attributes:
        repo_id: `namespace/name`.
        kind: "model", "dataset" or "space".
        url: The repository's page.
        files: Every file, by name.
        left_out: What the folder holds besides; it is not published.
        commit: The commit that was made; None if the server had it all, and of a dry run.
        tag: The version's name, or None.
        dry_run: Whether nothing was sent.
        unreachable: Of a dry run that could not ask the server: why. All files count as new then.
    """

    repo_id: str
    kind: str
    url: str
    files: tuple[FileChange, ...]
    left_out: tuple[str, ...]
    commit: str | None = None
    tag: str | None = None
    dry_run: bool = False
    unreachable: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return everything as JSON takes it."""
        return asdict(self)


def publish(
    path: str | os.PathLike[str],
    to: str,
    *,
    kind: str | None = None,
    tag: str | None = None,
    revision: str = constants.DEFAULT_REVISION,
    private: bool | None = None,
    prune: bool = False,
    dry_run: bool = False,
    message: str | None = None,
    endpoint: str | None = None,
    token: str | None = None,
    timeout: float = 120.0,
) -> Publication:
    """Check a folder and bring a repository on a Hub up to date with it.

    Only files of an allow-list go there (`kinds`). The same content makes no second commit; a run
    that was cut off is completed by another, which sends only what has not arrived.

    Args:
        path: The folder of a model, of data (`generate_to`, `generate_release`) or of a Space.
        to: `namespace/name`; made if it is not there.
        kind: "model", "dataset" or "space"; None has the folder's files show it.
        tag: Version, e.g. "v1.0.0"; one that is there must have the same content.
        revision: The branch, made if it is not there.
        private: Whether a new repository is private; None leaves it to the server.
        prune: Whether files of earlier publications that the folder no longer has are removed.
        dry_run: Whether to say only what would be done; needs no token and no server.
        message: The commit's message.
        endpoint: The server; None is `HF_ENDPOINT`, by default https://huggingface.co.
        token: Instead of the one of `hf auth login` or `HF_TOKEN`.
        timeout: How long the server may stay silent, in seconds.

    Raises:
        UserError: A name or an option that is not allowed, or a folder that is not fit.
        PublishError: The server refuses, fails or does not answer.
        OSError: The folder cannot be read.
    """
    server = check_endpoint(endpoint or constants.ENDPOINT)
    check_repo_id(to, server)
    check_reference("tag", tag)
    check_reference("branch", revision)
    if not timeout > 0:
        raise UserError(f"a time-out is a positive number of seconds, not {timeout}")
    api = HfApi(endpoint=server, token=token)
    with ExitStack() as stack:
        staged = _staged(Path(path), to, kind, stack)
        validate(staged)
        place = Place(to, staged.kind.name, revision, tag)
        wishes = Wishes(
            private=private,
            prune=prune,
            message=message or f"Publish {tag or 'with hf_mathseq'}",
            space_sdk=front_matter(staged).get("sdk") if staged.kind is SPACE else None,
            timeout=timeout,
        )
        work = _compared if dry_run else _sent
        return work(api, staged, place, wishes)


def _staged(folder: Path, repo_id: str, kind: str | None, stack: ExitStack) -> Staged:
    """Return the files of a folder; cards are written into a folder that `stack` removes."""
    if not folder.is_dir():
        raise UserError(f"no folder {folder}")
    found = kind_of(folder, kind)
    if found is SPACE:
        return stage(folder, found)
    staging = stack.enter_context(held_folder())
    return (stage_data if found is DATASET else stage_model)(folder, repo_id, staging)


def _sent(api: HfApi, staged: Staged, place: Place, wishes: Wishes) -> Publication:
    try:
        changes, commit = send(api, staged, place, wishes)
    except UserError:
        raise
    except Exception as error:
        if not is_of_the_hub(error):
            raise
        raise PublishError(_explained(api, place, error)) from error
    return _publication(api, staged, place, changes, wishes, commit=commit)


def _compared(api: HfApi, staged: Staged, place: Place, wishes: Wishes) -> Publication:
    """Return what would be sent; a server that does not answer holds nothing."""
    unreachable = None
    try:
        with connection(api.endpoint, wishes.timeout):
            remote = read_remote(api, place)
        changes = compare(staged, remote.files)
        check_tag(staged, place, remote)
        check_stale(place, changes, wishes.prune)
    except UserError:
        raise
    except Exception as error:
        if not is_of_the_hub(error):
            raise
        unreachable = _explained(api, place, error)
        changes = compare(staged, {})
    return _publication(api, staged, place, changes, wishes, dry_run=True, unreachable=unreachable)


def _explained(api: HfApi, place: Place, error: Exception) -> str:
    token = api.token if isinstance(api.token, str) else None
    return explanation(error, place.repo_id, api.endpoint, token)


def _publication(
    api: HfApi, staged: Staged, place: Place, changes: Changes, wishes: Wishes, **found: Any
) -> Publication:
    removed = changes.stale if wishes.prune else ()
    listed = [
        *(FileChange(file.name, "new", file.size) for file in changes.new),
        *(FileChange(file.name, "changed", file.size) for file in changes.changed),
        *(FileChange(file.name, "unchanged", file.size) for file in changes.unchanged),
        *(FileChange(name, "removed", 0) for name in removed),
    ]
    return Publication(
        repo_id=place.repo_id,
        kind=place.kind,
        url=f"{api.endpoint}/{URL_PREFIXES[place.kind]}{place.repo_id}",
        files=tuple(sorted(listed, key=lambda file: file.name)),
        left_out=staged.left_out,
        tag=place.tag,
        **found,
    )
