"""Lines of text files of any size: plain, gzip or tar, in bounded memory."""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from hf_mathseq.suggestions import UserError

MAX_LINE = 1 << 20
"""Bytes of the longest line that is read; published lines have a few thousand."""
FREE_BYTES, MAX_RATIO = 100 << 20, 200
"""Beyond the first 100 MB a file may unpack to 200 times its size; published ones to ten times."""
CHECKPOINT_SUFFIXES, OPTIONS_SUFFIXES = (".pth", ".pt"), (".pkl", ".pickle")
_ENDINGS = {"train": "train", "valid": "validation", "test": "test"}
_READ = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
UNREADABLE = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError, tarfile.TarError)
"""What damaged archives end their readers in."""


class PublishedFileError(UserError):
    """A file that cannot be read as what it should be; the message is one line."""


@dataclass(frozen=True)
class Member:
    """One text file, by itself or in an archive.

    Attributes:
        name: Its file name, without folders and without `.gz`.
        stream: Its bytes, unpacked.
        archived: Whether it stands in an archive.
    """

    name: str
    stream: BinaryIO
    archived: bool = False


@dataclass(frozen=True)
class LineStream:
    """Lines that make one split.

    Attributes:
        split: "train", "validation" or "test".
        name: Name of the file that they come from.
        blocks: Whole lines, block by block.
    """

    split: str
    name: str
    blocks: Iterator[bytes]


def members(path: str | Path) -> Iterator[Member]:
    """Yield the text files of a path: the file itself, or each regular file of a tar archive.

    Each must be read before the next is asked for. Nothing is written to the disk.

    Raises:
        PublishedFileError: A damaged archive.
        OSError: There is no such file.
    """
    path = Path(path)
    with _named(path), path.open("rb") as raw:
        if not is_archive(path):
            if _is_gzip(path):
                with gzip.open(raw, "rb") as unpacked:
                    yield Member(path.name.removesuffix(".gz"), cast(BinaryIO, unpacked))
            else:
                yield Member(path.name, raw)
            return
        with tarfile.open(fileobj=raw, mode="r:*") as archive:
            for entry in archive:
                if entry.size > _allowed(path):
                    raise PublishedFileError(_bomb(path))
                stream = archive.extractfile(entry) if entry.isreg() else None
                if stream is not None:
                    yield Member(Path(entry.name).name, cast(BinaryIO, stream), True)


def is_archive(path: Path) -> bool:
    """Return whether a file is a tar archive, packed or not; one with a damaged beginning is none.

    Raises:
        OSError: There is no such file.
    """
    try:
        return tarfile.is_tarfile(path)
    except UNREADABLE:
        return False


def split_of_name(name: str) -> str | None:
    """Return the split that a published file name says, e.g. `ode1.valid`, if it says one."""
    parts = name.lower().split(".")
    return next((_ENDINGS[part] for part in reversed(parts) if part in _ENDINGS), None)


def holds_checkpoint(path: Path) -> bool:
    """Return whether a file is a checkpoint by its name, or an archive that holds one.

    The first file of an archive that can be told decides: large ones are not read to their ends.
    """
    if path.suffix in CHECKPOINT_SUFFIXES:
        return True
    if not path.is_file() or not is_archive(path):
        return False
    with _named(path), tarfile.open(path) as archive:
        for entry in archive:
            if entry.name.endswith(CHECKPOINT_SUFFIXES + OPTIONS_SUFFIXES):
                return True
            if split_of_name(Path(entry.name).name) or entry.size > _allowed(path):
                return False
    return False


def blocks_of_lines(path: str | Path, stream: BinaryIO, lines: int) -> Iterator[bytes]:
    """Yield the stream in blocks of `lines` whole lines, the last one of what is left.

    A last line without an end of line gets one.

    Args:
        path: The file that the stream is unpacked from, for messages and for its size.
        stream: Bytes of text.
        lines: Number of lines of a block.

    Raises:
        PublishedFileError: A line of over `MAX_LINE` bytes, a file that is cut off or damaged, or
            one that unpacks to far more than its size.
    """
    path = Path(path)
    allowed = _allowed(path)
    pending: list[bytes] = []
    missing, rest, total = lines, b"", 0
    with _named(path):
        while part := stream.read(_READ):
            total += len(part)
            if total > allowed:
                raise PublishedFileError(_bomb(path))
            part = rest + part
            while part.count(b"\n") >= missing:
                end = _after_line(part, missing)
                yield b"".join([*pending, part[:end]])
                pending, missing, part = [], lines, part[end:]
            end = part.rfind(b"\n") + 1
            pending.append(part[:end])
            missing -= part.count(b"\n")
            rest = part[end:]
            if len(rest) > MAX_LINE:
                raise PublishedFileError(f"{path} has a line of over {MAX_LINE:,} bytes")
    last = b"".join([*pending, rest, b"\n" if rest else b""])
    if last:
        yield last


def _after_line(part: bytes, number: int) -> int:
    """Return the place behind the `number`-th line of `part`."""
    place = 0
    for _ in range(number):
        place = part.index(b"\n", place) + 1
    return place


def _allowed(path: Path) -> int:
    """Return how many bytes a file may unpack to."""
    return max(FREE_BYTES, MAX_RATIO * path.stat().st_size)


def _bomb(path: Path) -> str:
    return f"{path} unpacks to more than {MAX_RATIO} times its size"


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(GZIP_MAGIC)) == GZIP_MAGIC


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Say in one line which file is damaged."""
    try:
        yield
    except UNREADABLE as error:
        reason = " ".join(str(error).split())[:100]
        raise PublishedFileError(f"{path} is cut off or damaged: {reason}") from None
