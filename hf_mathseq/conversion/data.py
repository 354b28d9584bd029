"""From published text files to Parquet shards with a manifest, in constant memory and resumable.

A block of lines becomes a shard. Every finished shard has a record, written last, below
`.mathseq/`; a conversion that was interrupted goes on behind the records that hold, and ends with
the same bytes. The manifests are those of `data.shards`, so that a recipe can train on the folder.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm.auto import tqdm

from hf_mathseq.conversion.converted_rows import RowReader
from hf_mathseq.conversion.divided_data import divided
from hf_mathseq.conversion.published_lines import NO_COUNT
from hf_mathseq.conversion.text_files import (
    LineStream,
    PublishedFileError,
    blocks_of_lines,
    members,
    split_of_name,
)
from hf_mathseq.data.folder import STATE, Folder
from hf_mathseq.data.manifest import ShardError, manifest_name
from hf_mathseq.data.seals import sealed, unsealed
from hf_mathseq.data.shard_formats import parquet_bytes
from hf_mathseq.splits import SPLITS
from hf_mathseq.suggestions import UserError, unknown_name
from hf_mathseq.task import Task

SHARD_LINES = 100_000
SHOWN_LINES = 20
"""Numbers of malformed lines that are kept for people."""
_HEAD = 1 << 20


@dataclass(frozen=True)
class DataOptions:
    """How a file is converted.

    Attributes:
        split: The split that a file makes; None reads it from the name (`.train`, `.valid.final`,
            `.test`). A file whose name says nothing is "train"; in an archive it is passed over.
        held_out: Divide the file as its authors' programs do, so many lines each for validation
            and test (published: 10,000); 0 for not.
        natural: Whether tokens and columns for people are written beside ids and counts.
        counted: Whether lines begin with a count and `|`; without, every line counts once.
        strict: Whether the first malformed line ends the conversion.
        shard_lines: Lines of a shard.
    """

    split: str | None = None
    held_out: int = 0
    natural: bool = True
    counted: bool = True
    strict: bool = False
    shard_lines: int = SHARD_LINES


def convert_data(
    path: str | Path,
    task: Task,
    output: str | Path,
    options: DataOptions | None = None,
    progress: bool = True,
) -> dict[str, dict[str, Any]]:
    """Convert a file of `count|input<TAB>target` lines, or each such file in a tar archive.

    Args:
        path: Plain text, gzip or tar.
        task: Whose tokens the lines hold.
        output: Folder of the shards; local or any fsspec URL.
        options: See `DataOptions`.
        progress: Whether to show a bar on a terminal.

    Returns:
        Split -> manifest: as `data.manifest.read_manifest` has it, with `source` (the file),
        `lines`, `malformed` (reason -> lines), `malformed_lines` (numbers of the first ones, from
        1), and likewise `unread` (rows without natural columns) and `unread_lines`.

    Raises:
        PublishedFileError: A damaged file, no well-formed line, or a malformed one if strict.
        ShardError: The folder holds something else.
        UserError: No such split.
    """
    options = options or DataOptions()
    if options.split is not None and options.split not in SPLITS:
        raise UserError(unknown_name("split", options.split, SPLITS))
    if options.split and options.held_out:
        raise UserError("give a split, or how many lines are held out")
    folder = Folder(output)
    found: dict[str, dict[str, Any]] = {}
    with (
        folder.lock(f"{STATE}/convert.lock"),
        tqdm(desc="convert", unit=" lines", disable=None if progress else True) as bar,
    ):
        for stream in _streams(path, options):
            if stream.split in found:
                raise PublishedFileError(f"{path} holds two files for the split {stream.split}")
            writer = _SplitWriter(folder, _source(path, stream, task, options), task)
            for block in stream.blocks:
                writer.add(block)
                bar.update(block.count(b"\n"))
            found[stream.split] = writer.finish()
    if not found:
        raise PublishedFileError(f"{path} holds no file named .train, .valid or .test")
    return found


def _streams(path: str | Path, options: DataOptions) -> Iterator[LineStream]:
    if options.held_out:
        yield from divided(path, options.held_out, options.shard_lines)
        return
    for member in members(path):
        split = options.split or split_of_name(member.name) or (not member.archived and "train")
        if split:
            blocks = blocks_of_lines(path, member.stream, options.shard_lines)
            yield LineStream(split, member.name, blocks)


def _source(
    path: str | Path, stream: LineStream, task: Task, options: DataOptions
) -> dict[str, Any]:
    """Return what decides the bytes of every shard."""
    with Path(path).open("rb") as file:
        head = hashlib.sha256(file.read(_HEAD)).hexdigest()[:16]
    return {
        "task": task.name,
        "version": task.version,
        "options": task.options,
        "vocabulary": task.vocabulary.digest,
        "split": stream.split,
        "held_out": options.held_out,
        "source": {"file": stream.name, "bytes": Path(path).stat().st_size, "head": head},
        "natural": options.natural,
        "counted": options.counted,
        "strict": options.strict,
        "shard_lines": options.shard_lines,
    }


class _SplitWriter:
    """Writes the shards of one split, skipping those that are finished."""

    def __init__(self, folder: Folder, source: dict[str, Any], task: Task) -> None:
        self.folder, self.source = folder, source
        self.split: str = source["split"]
        self.reader = RowReader(task, source["natural"], source["counted"])
        self.records: list[dict[str, Any]] = []
        self._claim()

    def _claim(self) -> None:
        name = f"{STATE}/{self.split}.json"
        found = self.folder.read_json(name)
        if found is None:
            self.folder.write_json(name, self.source)
        elif found != self.source:
            raise ShardError(
                f"{self.folder.root} already holds another {self.split} split; choose another "
                "folder"
            )

    def add(self, block: bytes) -> None:
        """Make the next shard, or find it finished."""
        stem = f"{self.split}-{len(self.records):05d}"
        record = unsealed(self.folder.read_json(f"{STATE}/{stem}.json"), self.source)
        shard = f"{stem}.parquet"
        if record is None or record["sha256"] != self.folder.sha256(shard):
            record = self._make(block, shard)
            self.folder.write_json(f"{STATE}/{stem}.json", sealed(record, self.source))
        self.records.append(record)

    def _make(self, block: bytes, shard: str) -> dict[str, Any]:
        table, malformed, unread = self.reader.read(block)
        before = sum(record["lines"] for record in self.records)
        if malformed and self.source["strict"]:
            number, reason = next(iter(malformed.items()))
            raise PublishedFileError(f"line {before + number + 1} is malformed: {reason}")
        content = parquet_bytes(table)
        self.folder.write(shard, content)
        return {
            "file": shard,
            "rows": len(table),
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "lines": block.count(b"\n"),
            "malformed": dict(Counter(malformed.values())),
            "malformed_lines": [before + number + 1 for number in malformed][:SHOWN_LINES],
            "unread": len(unread),
            "unread_lines": [before + number + 1 for number in unread][:SHOWN_LINES],
        }

    def finish(self) -> dict[str, Any]:
        """Write and return the manifest.

        Raises:
            PublishedFileError: Not one line was well-formed.
        """
        manifest = self.source | self._sums()
        if not manifest["rows"]:
            raise PublishedFileError(_no_lines(manifest))
        self.folder.write_json(manifest_name(self.split), manifest)
        return manifest

    def _sums(self) -> dict[str, Any]:
        malformed: Counter[str] = Counter()
        for record in self.records:
            malformed.update(record["malformed"])
        shown = ("file", "rows", "bytes", "sha256")
        return {
            "identity": f"published:{self.source['source']['head']}",
            **{name: sum(r[name] for r in self.records) for name in ("rows", "lines", "unread")},
            "malformed": dict(malformed),
            **{
                name: [number for r in self.records for number in r[name]][:SHOWN_LINES]
                for name in ("malformed_lines", "unread_lines")
            },
            "shards": [{key: record[key] for key in shown} for record in self.records],
        }


def _no_lines(manifest: dict[str, Any]) -> str:
    """Return what is wrong with a file without a well-formed line."""
    reasons = ", ".join(f"{n} lines: {why}" for why, n in manifest["malformed"].items())
    advice = (
        "; --no-counts reads lines without counts" if [*manifest["malformed"]] == [NO_COUNT] else ""
    )
    name, task = manifest["source"]["file"], manifest["task"]
    return f"{name} has no line of {task} ({reasons or 'it is empty'}){advice}"
