"""A published file divided into splits as its authors' programs do; see `published_split`.

Held-out lines whose input occurs among the other lines are left out, as published.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path

from hf_mathseq.conversion.published_split import held_out_lines
from hf_mathseq.conversion.text_files import (
    LineStream,
    PublishedFileError,
    blocks_of_lines,
    members,
)


def divided(path: str | Path, held_out: int, lines: int) -> Iterator[LineStream]:
    """Yield the training, the validation and the test lines of one file.

    The file is read three times: its lines are counted, the held-out ones (kept in memory) are
    found, and the others are passed on. Each stream must be read before the next is asked for.

    Args:
        path: Plain text, gzip, or a tar archive of one file.
        held_out: N, the number of lines for validation and for test.
        lines: Number of lines of a block.

    Raises:
        PublishedFileError: A damaged file, or an archive of several.
        OptionError: The file has too few lines.
    """
    total = sum(block.count(b"\n") for block in _blocks(path, lines))
    places = dict(zip(("validation", "test"), held_out_lines(total, held_out), strict=True))
    wanted = frozenset(chain(*places.values()))
    kept = dict(_picked(path, wanted, lines))
    inputs = {_input(line) for line in kept.values()}
    seen: set[bytes] = set()
    name = next(iter(members(path))).name
    yield LineStream("train", name, _others(path, wanted, inputs, seen, lines))
    for split, own in places.items():
        fresh = (kept[place] for place in own if _input(kept[place]) not in seen)
        block = b"".join(fresh)
        yield LineStream(split, name, iter([block] if block else []))


def _blocks(path: str | Path, lines: int) -> Iterator[bytes]:
    for number, member in enumerate(members(path)):
        if number:
            raise PublishedFileError(f"{path} holds several files; divide them one by one")
        yield from blocks_of_lines(path, member.stream, lines)


def _picked(path: str | Path, wanted: frozenset[int], lines: int) -> Iterator[tuple[int, bytes]]:
    place = 0
    for block in _blocks(path, lines):
        for line in BytesIO(block):
            if place in wanted:
                yield place, line
            place += 1


def _others(
    path: str | Path, wanted: frozenset[int], inputs: set[bytes], seen: set[bytes], lines: int
) -> Iterator[bytes]:
    """Yield the lines that are not held out; note in `seen` those of `inputs` that occur."""
    place = 0
    for block in _blocks(path, lines):
        rest = []
        for line in BytesIO(block):
            if place not in wanted:
                rest.append(line)
                if (problem := _input(line)) in inputs:
                    seen.add(problem)
            place += 1
        yield b"".join(rest)


def _input(line: bytes) -> bytes:
    """Return the problem of a line, with or without a count."""
    return line.partition(b"\t")[0].rpartition(b"|")[2]
