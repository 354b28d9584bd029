"""What is to be published: the files of a folder that its kind allows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hf_mathseq.hub.kinds import Kind, matches
from hf_mathseq.suggestions import UserError

READ_BYTES = 1 << 20


@dataclass(frozen=True)
class StagedFile:
    """A file to be published.

    Attributes:
        name: Its path in the repository.
        path: Where its content lies.
    """

    name: str
    path: Path

    @cached_property
    def size(self) -> int:
        """Size in bytes."""
        return self._first_state[0]

    @property
    def changed(self) -> bool:
        """Whether something was written there since the size was first asked for."""
        try:
            return self._first_state != self._state()
        except FileNotFoundError:
            return True

    @cached_property
    def _first_state(self) -> tuple[int, int]:
        return self._state()

    def _state(self) -> tuple[int, int]:
        """Return the size and the time of the last change in nanoseconds."""
        found = self.path.stat()
        return found.st_size, found.st_mtime_ns

    @cached_property
    def sha256(self) -> str:
        """Digest of the content, by which a Hub knows large files."""
        return self._digest(hashlib.sha256())

    @cached_property
    def git_oid(self) -> str:
        """Name of the content as a git blob, by which a Hub knows small files."""
        header = f"blob {self.size}\0".encode()
        return self._digest(hashlib.sha1(header, usedforsecurity=False))

    def _digest(self, digest: hashlib._Hash) -> str:
        with self.path.open("rb") as file:
            while part := file.read(READ_BYTES):
                digest.update(part)
        return digest.hexdigest()


@dataclass(frozen=True)
class Staged:
    """A folder ready to be checked and published.

    Attributes:
        kind: What kind of repository it makes.
        folder: The folder that the files' names are relative to.
        files: What is published, sorted by name.
        left_out: What is in the folder but not allowed; whole folders end in a slash.
    """

    kind: Kind
    folder: Path
    files: tuple[StagedFile, ...]
    left_out: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Names of the files."""
        return [file.name for file in self.files]

    def text(self, name: str) -> str:
        """Return the content of a file that is a text."""
        (path,) = (file.path for file in self.files if file.name == name)
        return path.read_text(encoding="utf-8")


def stage(folder: Path, kind: Kind, *, links: bool = False) -> Staged:
    """Return the files of a folder that may be published, and what is left out.

    Args:
        folder: An existing folder.
        kind: What decides which files are allowed.
        links: Whether files may be links to places outside the folder.

    Raises:
        UserError: A link leads out of the folder.
    """
    root = folder.resolve()
    files, left_out = [], []
    for name in _names(folder, kind):
        if name.endswith("/") or not kind.allows(name):
            left_out.append(name)
            continue
        path = folder / name
        if not links and not path.resolve().is_relative_to(root):
            raise UserError(f"{path} is a link out of the folder: put the file itself there")
        files.append(StagedFile(name, path))
    return Staged(kind, folder, tuple(files), tuple(left_out))


def _names(folder: Path, kind: Kind) -> Iterator[str]:
    """Yield the files below a folder, sorted; a folder in which nothing is allowed stays whole."""
    found = []
    for place, folders, files in os.walk(folder):
        prefix = "" if Path(place) == folder else f"{Path(place).relative_to(folder).as_posix()}/"
        closed = [name for name in folders if not _may_hold(f"{prefix}{name}", kind)]
        folders[:] = [name for name in folders if name not in closed]
        found += [f"{prefix}{name}" for name in files] + [f"{prefix}{name}/" for name in closed]
    yield from sorted(found)


def _may_hold(folder: str, kind: Kind) -> bool:
    """Return whether a pattern reaches below a folder. A hidden one has to be named in full."""
    depth = folder.count("/") + 1
    heads = ["/".join(pattern.split("/")[:depth]) for pattern in kind.allowed]
    deep = [head for head, p in zip(heads, kind.allowed, strict=True) if p.count("/") >= depth]
    if folder.rpartition("/")[2].startswith("."):
        return folder in deep
    return any(matches(folder, head) for head in deep)
