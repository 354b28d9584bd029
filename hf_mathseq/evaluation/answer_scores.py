"""Log-probabilities of answers that are written token by token, one step in memory at a time."""

from __future__ import annotations

import torch
from transformers import LogitsProcessor


class AnswerScores(LogitsProcessor):
    """Adds up the model's log-probabilities of the tokens that the library's loop chooses.

    It has to be the first processor, so that it sees the model's own logits. The library could
    return the logits of all steps instead, which take more memory than the model for large
    vocabularies.

    Args:
        eos_id: The token that ends an answer; it counts, what follows does not.
    """

    def __init__(self, eos_id: int) -> None:
        self._eos_id = eos_id
        self._steps: torch.Tensor | None = None
        self._totals = self._counts = self._open = torch.zeros(0)

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        """Remember the log-probabilities of a step; the logits are left as they are."""
        if self._steps is None:
            self._totals = scores.new_zeros(len(scores), dtype=torch.float32)
            self._counts = torch.zeros_like(self._totals)
            self._open = torch.ones_like(self._totals)
        else:
            self._add(input_ids[:, -1])
        self._steps = scores.float().log_softmax(dim=-1)
        return scores

    def of(self, sequences: torch.Tensor) -> list[float]:
        """Return the log-probability of each answer, divided by the number of its tokens.

        Args:
            sequences: The finished answers, shape (answers, tokens); none may be asked for twice.
        """
        self._add(sequences[:, -1])
        found: list[float] = (self._totals / self._counts.clamp(min=1)).tolist()
        return found

    def _add(self, chosen: torch.Tensor) -> None:
        if self._steps is not None:
            step = self._steps.gather(1, chosen[:, None])[:, 0]
            self._totals += torch.where(self._open > 0, step, 0.0)
            self._counts += self._open
            self._open *= chosen != self._eos_id
