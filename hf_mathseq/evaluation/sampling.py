"""Sampling answers: what is drawn for a problem depends on the problem and the seed alone.

The largest of logits with Gumbel noise added is a sample of their softmax, so that the library's
greedy loop samples when noise is added to its logits. Every problem has its own generator: its
answers do not change with the problems beside it, save where rounding decides between two tokens.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from transformers import (
    LogitsProcessor,
    LogitsProcessorList,
    TemperatureLogitsWarper,
    TopKLogitsWarper,
    TopPLogitsWarper,
)

from hf_mathseq.suggestions import UserError


@dataclass(frozen=True)
class Sampling:
    """How answers are drawn.

    Attributes:
        temperature: What logits are divided by; small values stay near greedy decoding.
        top_k: Only so many likeliest tokens can be drawn at each step; 0 is all of them.
        top_p: Only the likeliest tokens that together have this probability; 1 is all of them.
        seed: Equal seeds give equal answers.

    Raises:
        UserError: A value that is not allowed.
    """

    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.temperature < float("inf"):
            raise UserError(f"temperature must be a positive number, not {self.temperature}")
        if self.top_k < 0:
            raise UserError(f"top_k must be 0 (all tokens) or more, not {self.top_k}")
        if not 0 < self.top_p <= 1:
            raise UserError(f"top_p must be in (0, 1], not {self.top_p}")

    def processors(self, problems: Sequence[Sequence[int]], count: int) -> LogitsProcessorList:
        """Return what turns logits into such whose largest ones are samples.

        Args:
            problems: Token ids of the problems of a batch.
            count: Answers for each problem; they follow one another in the batch.
        """
        found = LogitsProcessorList()
        if self.temperature != 1:
            found.append(TemperatureLogitsWarper(float(self.temperature)))
        if self.top_k:
            found.append(TopKLogitsWarper(self.top_k))
        if self.top_p < 1:
            found.append(TopPLogitsWarper(float(self.top_p)))
        found.append(_GumbelNoise([self._generator(ids) for ids in problems], count))
        return found

    def _generator(self, ids: Sequence[int]) -> np.random.Generator:
        text = repr((self.seed, list(ids)))
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        return np.random.Generator(np.random.Philox(key=int.from_bytes(digest, "little")))


class _GumbelNoise(LogitsProcessor):
    """Adds noise that is drawn problem by problem."""

    def __init__(self, generators: Sequence[np.random.Generator], count: int) -> None:
        self._generators, self._count = generators, count

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        size = (self._count, scores.shape[-1])
        noise = np.concatenate([generator.gumbel(size=size) for generator in self._generators])
        return scores.float() + torch.from_numpy(noise).to(scores.device, torch.float32)
