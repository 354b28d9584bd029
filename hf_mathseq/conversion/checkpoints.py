"""Checkpoints of the papers' programs: tensors and options, read without running anything."""

from __future__ import annotations

import argparse
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from hf_mathseq.conversion.pickled_globals import foreign_globals
from hf_mathseq.conversion.plain_pickle import MAX_BYTES, read_plain_pickle
from hf_mathseq.conversion.text_files import (
    CHECKPOINT_SUFFIXES,
    OPTIONS_SUFFIXES,
    UNREADABLE,
    is_archive,
)
from hf_mathseq.suggestions import UserError
from hf_mathseq.temporary import held_folder

MAX_RATIO = 4
"""A checkpoint may unpack to so many times its size; torch packs tensors as they are."""
_SLACK = 1 << 20
_PREFIX = "module."
_PARTS = ("encoder", "decoder")
_PLAIN = (str, int, float, list, tuple, dict, type(None))
_SCALARS: list[Any] = [
    *(np.dtype, type(np.dtype("f8")), type(np.dtype("i8"))),
    np.float64(0).__reduce__()[0],  # the function that makes NumPy's numbers from bytes
]
"""What scores that are numbers of NumPy need, such as the best accuracy so far."""


class CheckpointError(UserError):
    """A file that holds no published model; the message is one line."""


@dataclass(frozen=True)
class Checkpoint:
    """What is needed of a published checkpoint.

    Attributes:
        encoder: Name -> tensor, fp32.
        decoder: Likewise.
        options: The options of the run, as far as they are plain values; empty if not stored.
    """

    encoder: Mapping[str, torch.Tensor]
    decoder: Mapping[str, torch.Tensor]
    options: Mapping[str, Any]

    @property
    def arrays(self) -> dict[str, torch.Tensor]:
        """Every tensor, with `encoder.` or `decoder.` in front of its name."""
        parts = {"encoder": self.encoder, "decoder": self.decoder}
        return {f"{part}.{k}": v for part, own in parts.items() for k, v in own.items()}


def read_checkpoint(path: str | Path) -> Checkpoint:
    """Read a checkpoint, or a tar archive of one and its pickled options.

    Both serialisations of torch are read. Names with `module.` in front of all of them, tensors of
    lower precision and tensors of GPUs are brought to one form; what else the file holds, such as
    the optimiser's state, is not kept.

    Raises:
        CheckpointError: Damaged, no published model, or a file that would call something foreign.
        PickleRefusedError: The same of the options.
        OSError: There is no such file.
    """
    path = Path(path)
    with path.open("rb"):
        pass
    if not is_archive(path):
        return _checkpoint(path, {})
    with held_folder() as folder:
        weights, options = _unpacked(path, folder)
        return _checkpoint(weights, options)


def _unpacked(path: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return the checkpoint of an archive, under a name of ours, and its options."""
    weights, options = folder / "checkpoint", {}
    try:
        with tarfile.open(path) as archive:
            for entry in archive:
                _refuse_bomb(path, entry.size)
                stream = archive.extractfile(entry) if entry.isreg() else None
                if stream is None:
                    continue
                if entry.name.endswith(OPTIONS_SUFFIXES):
                    options = read_plain_pickle(stream.read(MAX_BYTES + 1))
                elif entry.name.endswith(CHECKPOINT_SUFFIXES) and not weights.exists():
                    with weights.open("wb") as file:
                        while part := stream.read(1 << 20):
                            file.write(part)
    except UNREADABLE as error:
        raise CheckpointError(f"{path} is cut off or damaged: {_line(error)}") from None
    if not weights.exists():
        raise CheckpointError(f"{path} holds no file that ends in .pth or .pt")
    return weights, options


def _checkpoint(path: Path, options: Mapping[str, Any]) -> Checkpoint:
    content = _loaded(path)
    if not isinstance(content, dict) or not all(isinstance(content.get(p), dict) for p in _PARTS):
        raise CheckpointError(f"{path.name} holds no model of an encoder and a decoder")
    encoder, decoder = (_tensors(path, content[part]) for part in _PARTS)
    return Checkpoint(encoder, decoder, {**_plain_options(content.get("params")), **options})


def _plain_options(stored: object) -> dict[str, Any]:
    """Return the options that stand beside the weights, without those that are no plain values."""
    stored = vars(stored) if isinstance(stored, argparse.Namespace) else stored
    found = stored if isinstance(stored, dict) else {}
    return {
        name: value
        for name, value in found.items()
        if isinstance(name, str) and isinstance(value, _PLAIN)
    }


def _loaded(path: Path) -> Any:
    try:
        packed = zipfile.is_zipfile(path)
        if packed:
            _refuse_zip_bomb(path)
        foreign = foreign_globals(path)
        if foreign:
            raise CheckpointError(f"{path.name} would call {foreign[0]}; it is not read")
        with torch.serialization.safe_globals([argparse.Namespace, *_SCALARS]):
            return torch.load(path, map_location="cpu", weights_only=True, mmap=packed)
    except (UserError, OSError, MemoryError):
        raise
    except Exception as error:  # damaged files end torch's reader in errors of every kind
        raise CheckpointError(f"{path.name} is no checkpoint of torch: {_line(error)}") from None


def _refuse_zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        total = sum(entry.file_size for entry in archive.infolist())
    _refuse_bomb(path, total)


def _refuse_bomb(path: Path, size: int) -> None:
    if size > MAX_RATIO * path.stat().st_size + _SLACK:
        raise CheckpointError(f"{path.name} unpacks to more than {MAX_RATIO} times its size")


def _tensors(path: Path, found: Mapping[Any, Any]) -> dict[str, torch.Tensor]:
    if not found or not all(_is_weight(*named) for named in found.items()):
        raise CheckpointError(f"{path.name} holds no tensors of a model")
    _refuse_bomb(path, sum(value.nbytes for value in found.values()))
    damaged = [name for name, value in found.items() if not value.isfinite().all()]
    if damaged:
        raise CheckpointError(f"{path.name} is damaged: {damaged[0]} holds no finite numbers")
    prefixed = all(name.startswith(_PREFIX) for name in found)
    return {
        name.removeprefix(_PREFIX) if prefixed else name: value.detach().float()
        for name, value in found.items()
    }


def _is_weight(name: object, value: object) -> bool:
    """Whether this is a name with real numbers, all of them in the file."""
    return (
        isinstance(name, str)
        and isinstance(value, torch.Tensor)
        and value.is_floating_point()
        and value.layout is torch.strided
        and not value.is_meta
    )


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
