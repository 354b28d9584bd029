import numpy as np
import torch

from hf_mathseq.training.collator import Collator


def test_batches():
    items = [
        {"input_ids": np.array([5, 6, 1], np.uint16), "labels": np.array([7, 1], np.uint16)},
        {"input_ids": [5, 1], "labels": [8, 9, 10, 1]},
    ]
    batch = Collator()(items)
    assert batch["input_ids"].tolist() == [[5, 6, 1], [5, 1, 0]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1], [1, 1, 0]]
    assert batch["labels"].tolist() == [[7, 1, -100, -100], [8, 9, 10, 1]]
    assert batch["decoder_input_ids"].tolist() == [[1, 7, 0, 0], [1, 8, 9, 10]]
    assert {part.dtype for part in batch.values()} == {torch.int64}
