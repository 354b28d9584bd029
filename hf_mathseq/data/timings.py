"""How long shards took; apart from the manifest, which does not depend on clocks."""

from __future__ import annotations

from hf_mathseq.data.folder import STATE, Folder


def timings_name(split: str) -> str:
    """Return the name of the file that holds the times of a split's shards."""
    return f"{STATE}/timings-{split}.json"


def note_times(folder: Folder, split: str, shard: str, drawing: float, clock: float) -> None:
    """Note how long a shard took.

    The file maps the names of shards to `cpu_seconds` and `seconds`.

    Args:
        folder: The folder of the shards.
        split: The shard's split.
        shard: Its name.
        drawing: Processor time that went into drawing its blocks, on whatever machine.
        clock: Time by the clock from its first row until it was written.
    """
    times = folder.read_json(timings_name(split)) or {}
    times[shard] = {"cpu_seconds": round(drawing, 3), "seconds": round(clock, 3)}
    folder.write_json(timings_name(split), times)
