"""Data of ours as the text files that the papers' programs read."""

from __future__ import annotations

import gzip
import os
import re
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc

from hf_mathseq.conversion.converted_rows import COUNT
from hf_mathseq.conversion.text_files import GZIP_MAGIC, PublishedFileError
from hf_mathseq.data.manifest import read_manifest, read_shards
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.tasks import recorded_task

_FIRST = re.compile(rb"\d+\|")


def export_data(folder: str | Path, output: str | Path, split: str = "train") -> int:
    """Write a split of a folder as lines `count|input<TAB>target`, in the order of its rows.

    A folder made by `convert_data` gives back the lines that it was made from, without malformed
    ones; rows that were generated have the count 1.

    Args:
        folder: A folder of `hf-mathseq generate` or `hf-mathseq convert`.
        output: The file; it appears when it is complete. `.gz` at its end compresses it. One that
            is there is replaced if it holds such lines.
        split: "train", "validation" or "test".

    Returns:
        Number of lines.

    Raises:
        ShardError: No such split, or a damaged shard.
        PublishedFileError: There is another file.
    """
    manifest = read_manifest(folder, split)
    vocabulary = recorded_task(manifest).vocabulary
    aside = Path(output).with_name(f".{Path(output).name}.incomplete")
    aside.parent.mkdir(parents=True, exist_ok=True)
    _refuse_other(Path(output))
    with aside.open("wb") as file:
        with _compressed(file, Path(output)) as lines:
            for shard in read_shards(folder, split):
                lines.write(_lines(shard, vocabulary))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(output)
    return int(manifest["rows"])


def _refuse_other(output: Path) -> None:
    """Refuse to replace what is no file of such lines."""
    if not output.exists():
        return
    with suppress(OSError):
        with output.open("rb") as file:
            head = file.read(20)
        if not head or _FIRST.match(head) or head.startswith(GZIP_MAGIC):
            return
    raise PublishedFileError(f"{output} is there and no data file; choose another --output")


def _compressed(file: BinaryIO, output: Path) -> AbstractContextManager[BinaryIO]:
    if output.suffix != ".gz":
        return nullcontext(file)
    return cast(BinaryIO, gzip.GzipFile("", "wb", fileobj=file, mtime=0))


def _lines(shard: pa.Table, vocabulary: Vocabulary) -> bytes:
    counts = shard[COUNT] if COUNT in shard.column_names else pa.repeat(1, len(shard))
    counts = pc.cast(counts, pa.string())
    if isinstance(counts, pa.ChunkedArray):
        counts = counts.combine_chunks()
    texts = [_texts(shard[name], vocabulary) for name in ("input_ids", "labels")]
    heads = pc.binary_join_element_wise(counts, texts[0], "|")
    lines = pc.binary_join_element_wise(heads, texts[1], "\t").to_pylist()
    return "\n".join([*lines, ""]).encode()


def _texts(column: pa.ChunkedArray, vocabulary: Vocabulary) -> pa.Array:
    """Return ids, each row with its final `</s>`, as text without it."""
    lists = column.combine_chunks()
    offsets = lists.offsets.to_numpy().astype("int64")
    values = lists.values.to_numpy()[: offsets[-1]]
    framed = Ragged(values, offsets)
    keep = framed.values != vocabulary.ids["</s>"]
    return Ragged.from_lengths(values[keep], framed.lengths - 1).to_text(vocabulary)
