"""A folder on a disk or in an object store, whose files appear whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path
from typing import Any, BinaryIO

import fsspec
from filelock import FileLock
from fsspec.implementations.local import LocalFileSystem

from hf_mathseq.suggestions import UserError

READ_BYTES = 1 << 20
STATE = ".mathseq"
"""Where the package keeps what it needs to go on."""


class Folder:
    """Files below a local path or an fsspec URL.

    Args:
        location: A local path or a URL such as "s3://bucket/data"; made when first written to.

    Raises:
        UserError: There is no such kind of URL, or its file system cannot be reached.
    """

    def __init__(self, location: str | os.PathLike[str]) -> None:
        try:
            self.filesystem, root = fsspec.core.url_to_fs(os.fspath(location))
        except Exception as error:  # whatever a file system raises that is missing or out of reach
            raise UserError(f"no files can be reached at {location}: {error}") from error
        self.root: str = root.rstrip("/") or "/"
        self.is_local = isinstance(self.filesystem, LocalFileSystem)

    @property
    def location(self) -> str:
        """Where the folder is, for processes with other working directories."""
        return self.root if self.is_local else str(self.filesystem.unstrip_protocol(self.root))

    def path(self, name: str) -> str:
        """Return the full path of a file, without the URL's protocol."""
        return posixpath.join(self.root, name)

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        return self.filesystem.open(self.path(name), "rb")

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, or None where there is none."""
        try:
            return self.filesystem.cat_file(self.path(name))
        except FileNotFoundError:
            return None

    def read_json(self, name: str) -> dict[str, Any] | None:
        """Return a JSON object, or None where there is none or it is damaged."""
        try:
            found = json.loads(self.read(name) or b"null")
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict) else None

    def names(self, pattern: str) -> list[str]:
        """Return the names, relative to the folder, of the files that match a glob, sorted.

        The folder's own path is no pattern, whatever it is called.
        """
        self.filesystem.invalidate_cache()  # other machines write here too
        return sorted(self._matching("", pattern.split("/")))

    def _matching(self, place: str, segments: list[str]) -> Iterator[str]:
        """Yield what lies below a place of this folder and matches the segments of a glob."""
        first, *rest = segments
        if rest and not has_magic(first):
            yield from self._matching(posixpath.join(place, first), rest)
            return
        for name, kind in self._listed(place):
            if fnmatchcase(name, first):
                inner = posixpath.join(place, name)
                if not rest:
                    yield inner
                elif kind != "file":
                    yield from self._matching(inner, rest)

    def _listed(self, place: str) -> Iterator[tuple[str, str]]:
        """Yield the name and the kind of everything in a place of this folder."""
        path = self.path(place).rstrip("/")
        try:
            entries = self.filesystem.ls(path or "/", detail=True)
        except (FileNotFoundError, NotADirectoryError):
            return
        for entry in entries:
            found = entry["name"].rstrip("/")
            if found != path:  # some stores list the place itself
                yield posixpath.basename(found), entry["type"]

    def write(self, name: str, content: bytes | memoryview, *, locked: bool = True) -> None:
        """Write a file that other processes see whole or not at all.

        Object stores put files atomically; on a disk it is written aside and renamed.

        Args:
            name: The file.
            content: What it holds.
            locked: Whether no other process writes this file meanwhile. Otherwise each writes
                aside under a name of its own.
        """
        path = self.path(name)
        if not self.is_local:
            self.filesystem.makedirs(posixpath.dirname(path), exist_ok=True)
            self.filesystem.pipe_file(path, bytes(content))
            return
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        own = "" if locked else f".{secrets.token_hex(4)}"
        aside = target.with_name(f".{target.name}{own}.incomplete")
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        if self.filesystem.exists(self.path(name)):
            self.filesystem.rm_file(self.path(name))

    def remove_folder(self, name: str) -> None:
        """Remove a folder with all that is in it, if it is there."""
        if self.filesystem.exists(self.path(name)):
            self.filesystem.rm(self.path(name), recursive=True)

    def write_json(self, name: str, content: dict[str, Any], *, locked: bool = True) -> None:
        """Write a JSON object, indented for people; see `write`."""
        self.write(name, (json.dumps(content, indent=2) + "\n").encode(), locked=locked)

    def sha256(self, name: str) -> str | None:
        """Return the digest of a file, or None where there is none."""
        digest = hashlib.sha256()
        try:
            with self.open(name) as file:
                while part := file.read(READ_BYTES):
                    digest.update(part)
        except FileNotFoundError:
            return None
        return digest.hexdigest()

    def lock(self, name: str) -> AbstractContextManager[Any]:
        """Return a context in which this process is the folder's only writer.

        A second one waits. Object stores have no locks; there, writers of the same data write the
        same bytes.
        """
        if not self.is_local:
            return nullcontext()
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(path)
