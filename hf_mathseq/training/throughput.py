"""How fast a run goes, and how much of its time it waits for data."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch

from hf_mathseq.modeling.loss import IGNORED
from hf_mathseq.training.log import EXAMPLES, TOKENS, WAITING

Batch = Mapping[str, torch.Tensor]


@dataclass
class _Counts:
    """What was counted since `start`; tokens are a tensor where the batches are."""

    start: float
    paused: float = 0.0
    waited: float = 0.0
    examples: int = 0
    tokens: torch.Tensor | float = 0.0


class Throughput:
    """Counts examples and tokens, and the time that passes and that is spent waiting for batches.

    Tokens are those of problems and answers without padding. They are added up where the batches
    are, so that an accelerator is not waited for.
    """

    def __init__(self) -> None:
        self._counts = _Counts(time.perf_counter())

    def begin(self) -> None:
        """Forget what was counted, and start the clock."""
        self._counts = _Counts(time.perf_counter())

    def counted(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """Yield the batches, counting them and the time that they take to come."""
        while True:
            before = time.perf_counter()
            batch = next(batches, None)
            self._counts.waited += time.perf_counter() - before
            if batch is None:
                return
            self._counts.examples += len(batch["labels"])
            answers = batch["labels"].ne(IGNORED).sum()
            self._counts.tokens = self._counts.tokens + batch["attention_mask"].sum() + answers
            yield batch

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave out the time of what is no training: checks and checkpoints."""
        before = time.perf_counter()
        try:
            yield
        finally:
            self._counts.paused += time.perf_counter() - before

    def figures(
        self, gather: Callable[[torch.Tensor], torch.Tensor], device: Any
    ) -> dict[str, float]:
        """Return the figures since the last call, and begin anew.

        Args:
            gather: From a tensor of shape (1, n) to one of shape (processes, n).
            device: Where tensors are gathered.

        Returns:
            `examples_per_second` and `tokens_per_second` of all processes together, and
            `data_wait_share`, from 0 to 1, of the process that waited longest.
        """
        counts = self._counts
        seconds = time.perf_counter() - counts.start - counts.paused
        own = [float(counts.examples), float(counts.tokens), counts.waited, seconds]
        examples, tokens, waited, passed = gather(torch.tensor([own], device=device)).unbind(1)
        self.begin()
        return {
            EXAMPLES: round(float(examples.sum() / passed.max()), 2),
            TOKENS: round(float(tokens.sum() / passed.max()), 2),
            WAITING: round(float((waited / passed).max()), 5),
        }
