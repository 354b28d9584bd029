"""The classes and functions that a pickle would call, found without running any of it."""

from __future__ import annotations

import pickletools
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

ALLOWED_GLOBALS = frozenset(
    {
        "argparse.Namespace",
        "collections.OrderedDict",
        "torch._utils._rebuild_parameter",
        "torch._utils._rebuild_tensor_v2",
        "torch.device",
        "torch.Size",
        *(
            f"torch.{kind}Storage"
            for kind in ("Float", "Half", "BFloat16", "Double", "Long", "Int", "Short", "Byte")
        ),
        *("torch.BoolStorage", "torch.float32", "torch.float16", "torch.bfloat16", "torch.int64"),
        *("numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "numpy.dtype"),
        *("_codecs.encode", "numpy.dtypes.Float64DType", "numpy.dtypes.Int64DType"),
    }
)
"""What tensors, plain containers, parameters and scores need. `torch.load(weights_only=True)` reads
the file afterwards and calls nothing else either."""
UNNAMED = "a global without a name"
_LEGACY_PICKLES = 5
"""A file of torch before 1.6: magic number, version, system, content, keys; then raw numbers."""


def foreign_globals(path: str | Path) -> list[str]:
    """Return the globals in a file of torch, of either serialisation, that are not allowed.

    Raises:
        ValueError: The file is no pickle, or is cut off in one.
    """
    found: dict[str, None] = {}
    for stream in _pickles(Path(path)):
        found |= dict.fromkeys(_globals(stream))
    return [name for name in found if name not in ALLOWED_GLOBALS]


def _pickles(path: Path) -> Iterator[BinaryIO]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".pkl"):
                    with archive.open(name) as member:
                        yield member  # type: ignore[misc]
        return
    with path.open("rb") as file:
        for _ in range(_LEGACY_PICKLES):
            yield _Bounded(file, path.stat().st_size)  # type: ignore[misc]


class _Bounded:
    """A file that is never asked for more than its size: asking takes the memory for all of it."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self.readline = file.readline
        self.tell = file.tell

    def read(self, count: int) -> bytes:
        """Return so many bytes, or what is left."""
        return self._file.read(min(count, self._size))


def _globals(stream: BinaryIO) -> Iterator[str]:
    """Yield the globals of one pickle; the stream is left behind its end."""
    texts: list[str] = []
    memo: dict[int, str] = {}
    for opcode, argument, _ in pickletools.genops(stream):
        if opcode.name == "GLOBAL":
            yield str(argument).replace(" ", ".", 1)
        elif opcode.name == "STACK_GLOBAL":
            yield ".".join(texts[-2:]) if len(texts) >= 2 else UNNAMED
        elif opcode.name in ("INST", "EXT1", "EXT2", "EXT4"):
            yield f"{opcode.name} {argument}"
        elif "UNICODE" in opcode.name or opcode.name.endswith("STRING"):
            texts.append(str(argument))
        elif opcode.name == "MEMOIZE" and texts:
            memo[len(memo)] = texts[-1]
        elif opcode.name in ("BINPUT", "LONG_BINPUT", "PUT") and texts:
            memo[int(argument or 0)] = texts[-1]
        elif opcode.name in ("BINGET", "LONG_BINGET", "GET"):
            texts.append(memo.get(int(argument or 0), UNNAMED))
