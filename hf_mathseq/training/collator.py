"""Batches: padded with NumPy, with the decoder's input beside the labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.utils.data import get_worker_info

from hf_mathseq.encodings.vocabulary import EOS_ID, PAD_ID
from hf_mathseq.modeling.loss import IGNORED


class Collator:
    """Pads examples into a batch of tensors.

    The labels leave the batch before the model sees it (the loss is ours), so the decoder's input,
    the labels shifted right behind `</s>`, is made here; it is padded wherever they are.

    Args:
        decoder_start: Id that the decoder begins with.
    """

    def __init__(self, decoder_start: int = EOS_ID) -> None:
        self._start = decoder_start

    def __call__(self, items: Sequence[Mapping[str, Any]]) -> dict[str, torch.Tensor]:
        """Return `input_ids`, `attention_mask`, `decoder_input_ids` and `labels`, int64."""
        inputs = [np.asarray(item["input_ids"], dtype=np.int64) for item in items]
        labels = [np.asarray(item["labels"], dtype=np.int64) for item in items]
        input_ids, lengths = padded(inputs, PAD_ID)
        wanted, _ = padded(labels, IGNORED)
        shifted = np.full_like(wanted, self._start)
        shifted[:, 1:] = np.where(wanted[:, 1:] == IGNORED, PAD_ID, wanted[:, :-1])
        mask = np.arange(input_ids.shape[1])[None] < lengths[:, None]
        batch = {
            "input_ids": torch.from_numpy(input_ids),
            "attention_mask": torch.from_numpy(mask.astype(np.int64)),
            "decoder_input_ids": torch.from_numpy(shifted),
            "labels": torch.from_numpy(wanted),
        }
        if get_worker_info() is not None:
            for values in batch.values():
                # Done here, too little shared memory is an error; later, a batch that never comes.
                values.share_memory_()
        return batch


def padded(
    rows: Sequence[npt.NDArray[np.int64]], fill: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return rows of different lengths as one array of shape (rows, longest), and the lengths."""
    lengths = np.fromiter((len(row) for row in rows), dtype=np.int64, count=len(rows))
    width = int(lengths.max())
    batch = np.full((len(rows), width), fill, dtype=np.int64)
    batch[np.arange(width)[None] < lengths[:, None]] = np.concatenate(rows)
    return batch, lengths
