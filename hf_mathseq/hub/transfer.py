"""Sending what a server lacks: create, upload, commit, tag, each of which may be done already.

Every try begins by asking what the server has, so that a commit whose answer got lost is not made
twice, and files that have arrived are not sent again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from huggingface_hub import CommitOperationAdd, CommitOperationDelete, HfApi, constants
from huggingface_hub.utils import get_session

from hf_mathseq.hub.comparison import Changes, Place, Remote, compare, read_remote
from hf_mathseq.hub.errors import passes
from hf_mathseq.hub.names import is_public
from hf_mathseq.hub.staging import Staged
from hf_mathseq.suggestions import UserError

logger = logging.getLogger(__name__)

TRIES = 4
"""How often the whole of it is tried; `huggingface_hub` repeats some single requests on its own."""
FIRST_WAIT = 2.0
"""Seconds before the second try; each wait is twice the one before."""
SHOWN = 3


@dataclass(frozen=True)
class Wishes:
    """What a user decides about a publication.

    Attributes:
        private: Whether a new repository is private; None leaves it to the server.
        prune: Whether files that the folder no longer has are removed.
        message: The commit's message.
        space_sdk: What a new Space runs on.
        timeout: How long a server may stay silent, in seconds.
    """

    private: bool | None = None
    prune: bool = False
    message: str = ""
    space_sdk: str | None = None
    timeout: float = 120.0


def send(api: HfApi, staged: Staged, place: Place, wishes: Wishes) -> tuple[Changes, str | None]:
    """Bring a repository up to date.

    Returns:
        What was sent, unchanged or removed, and the commit that was made; None if there was
        nothing to commit.

    Raises:
        UserError: The tag has other content, there are stale files that are not to be removed, or a
            file changed meanwhile.
        Exception: Whatever `huggingface_hub` raises, after several tries where trying may help.
    """
    first: Changes | None = None
    wait = FIRST_WAIT
    for attempt in count(1):
        try:
            with connection(api.endpoint, wishes.timeout):
                remote = _made(api, place, read_remote(api, place), staged, wishes)
                changes = compare(staged, remote.files)
                first = first or changes
                check_stale(place, changes, wishes.prune)
                _refuse_changed(staged)
                commit = _commit(api, place, remote, changes, wishes)
                _refuse_changed(staged)
                _tag(api, place, remote, commit or remote.head)
            return first, commit or (None if first is changes else remote.head)
        except Exception as error:
            if attempt == TRIES or not passes(error):
                raise
            logger.warning("try %d of %d failed; the next in %.0f s", attempt, TRIES, wait)
        time.sleep(wait)
        wait *= 2
    raise AssertionError("count() does not end")


def check_tag(staged: Staged, place: Place, remote: Remote) -> None:
    """Refuse to say of two contents that they are the same version.

    Raises:
        UserError: The tag has other content.
    """
    if remote.tagged is not None and not compare(staged, remote.tagged_files).none(prune=True):
        raise UserError(
            f"{place.repo_id} already has a tag {place.tag} with other content (commit "
            f"{remote.tagged[:8]}): choose another --tag"
        )


def check_stale(place: Place, changes: Changes, prune: bool) -> None:
    """Refuse to mix files of an earlier publication with those of this one.

    Raises:
        UserError: There are stale files that are not to be removed.
    """
    if changes.stale and not prune:
        shown = ", ".join(changes.stale[:SHOWN]) + (", ..." if len(changes.stale) > SHOWN else "")
        raise UserError(
            f"{place.repo_id} has {len(changes.stale)} files that the folder has not ({shown}): "
            "--prune removes them"
        )


def _made(api: HfApi, place: Place, remote: Remote, staged: Staged, wishes: Wishes) -> Remote:
    """Make the repository and the branch where they are missing, and return what is there then."""
    check_tag(staged, place, remote)
    if remote.head is not None:
        return remote
    if not remote.exists:
        api.create_repo(
            place.repo_id,
            repo_type=place.kind,
            private=wishes.private,
            exist_ok=True,
            space_sdk=wishes.space_sdk,
        )
    if place.branch != constants.DEFAULT_REVISION:
        api.create_branch(place.repo_id, branch=place.branch, repo_type=place.kind, exist_ok=True)
    return read_remote(api, place)


def _commit(
    api: HfApi, place: Place, remote: Remote, changes: Changes, wishes: Wishes
) -> str | None:
    """Commit what is missing, if anything is."""
    if changes.none(wishes.prune):
        return None
    removed = changes.stale if wishes.prune else ()
    commit = api.create_commit(
        place.repo_id,
        [
            *(CommitOperationAdd(file.name, file.path) for file in changes.sent),
            *(CommitOperationDelete(name, is_folder=False) for name in removed),
        ],
        commit_message=wishes.message,
        repo_type=place.kind,
        revision=place.branch,
        parent_commit=remote.head,
    )
    return commit.oid


def _refuse_changed(staged: Staged) -> None:
    """Refuse what is no longer what was checked.

    Raises:
        UserError: A file has changed since.
    """
    if changed := [file.name for file in staged.files if file.changed]:
        raise UserError(
            f"{changed[0]} changed while it was published: run the same command again when nothing "
            "writes there"
        )


def _tag(api: HfApi, place: Place, remote: Remote, commit: str | None) -> None:
    """Tag a commit; that somebody else did so meanwhile is a failure, after which is compared."""
    if place.tag is not None and remote.tagged is None:
        api.create_tag(place.repo_id, tag=place.tag, revision=commit, repo_type=place.kind)


@contextmanager
def connection(endpoint: str, seconds: float) -> Iterator[None]:
    """Give requests a time limit, and keep to the protocol that the server speaks.

    Only huggingface.co has the Xet storage; any other server takes large files over Git LFS.

    Args:
        endpoint: The server's URL.
        seconds: How long a server may stay silent.
    """
    session = get_session()
    timeout, no_xet = session.timeout, constants.HF_HUB_DISABLE_XET
    session.timeout = seconds
    constants.HF_HUB_DISABLE_XET = no_xet or not is_public(endpoint)
    try:
        yield
    finally:
        session.timeout = timeout
        constants.HF_HUB_DISABLE_XET = no_xet
