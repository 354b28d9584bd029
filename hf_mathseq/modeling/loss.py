"""The training loss: cross-entropy per target token, whatever parts a batch is computed in."""

from __future__ import annotations

from typing import Any

import torch

IGNORED = -100  # what torch's cross-entropy leaves out


def token_loss(
    outputs: Any, labels: torch.Tensor, num_items_in_batch: torch.Tensor | int | None = None
) -> torch.Tensor:
    """Return the cross-entropy per target token of the whole batch.

    An `auxiliary_loss` of the outputs, one number for each example, is added for each target token
    of the example, so that the loss does not depend on how a batch is cut.

    Args:
        outputs: The model's, with `logits` of shape (examples, tokens, vocabulary), or of shape
            (1, target tokens, vocabulary) without those of padding.
        labels: Shape (examples, tokens); -100 is left out.
        num_items_in_batch: Target tokens of the whole batch, over parts and processes; None
            counts those of `labels`.
    """
    logits = outputs["logits"] if isinstance(outputs, dict) else outputs[0]
    kept = labels != IGNORED
    wanted = labels.flatten() if logits.shape[:-1] == labels.shape else labels[kept]
    total = torch.nn.functional.cross_entropy(
        logits.float().flatten(0, 1), wanted, ignore_index=IGNORED, reduction="sum"
    )
    auxiliary = outputs.get("auxiliary_loss") if isinstance(outputs, dict) else None
    if auxiliary is not None:
        total = total + (auxiliary * kept.sum(dim=1)).sum()
    if num_items_in_batch is None:
        num_items_in_batch = kept.sum()
    if isinstance(num_items_in_batch, torch.Tensor):
        num_items_in_batch = num_items_in_batch.to(total.device)
    return total / num_items_in_batch
