"""Decoding many problems: greedy or beam search by the library, batched by length."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from hf_mathseq.encodings.vocabulary import Vocabulary


@dataclass(frozen=True)
class Decoding:
    """How answers are searched.

    Attributes:
        num_beams: Width of the beam; 1 is greedy.
        num_return_sequences: Hypotheses per problem, at most `num_beams`.
        batch_size: Problems decoded together.
        precision: "fp32", or "bf16" for mixed precision.
    """

    num_beams: int = 1
    num_return_sequences: int = 1
    batch_size: int = 64
    precision: str = "fp32"

    def __post_init__(self) -> None:
        if not 1 <= self.num_return_sequences <= self.num_beams:
            raise ValueError(
                f"num_return_sequences must be in [1, {self.num_beams}] (the number of beams), "
                f"not {self.num_return_sequences}"
            )
        if self.precision not in ("fp32", "bf16"):
            raise ValueError(f"precision is fp32 or bf16, not {self.precision!r}")


@dataclass(frozen=True)
class Hypothesis:
    """One answer of a model.

    Attributes:
        tokens: Target tokens, without `</s>`.
        score: Log-probability divided by the number of tokens (`</s>` included).
    """

    tokens: list[str]
    score: float


def decode(
    model: Any,
    inputs: Sequence[Sequence[int]],
    vocabulary: Vocabulary,
    decoding: Decoding | None = None,
    on_batch: Callable[[int], object] = lambda _: None,
    longest: int = 0,
) -> list[list[Hypothesis]]:
    """Return the hypotheses for each problem, best first.

    Args:
        model: A sequence-to-sequence model of the library.
        inputs: Token ids of each problem, final `</s>` included.
        vocabulary: Of the answers.
        decoding: How answers are searched.
        on_batch: Told the number of problems after every batch.
        longest: Ids, start included, at which an answer is cut if the model's own limit is less.
    """
    decoding = decoding or Decoding()
    limit = max(model.generation_config.max_length, longest)
    order = sorted(range(len(inputs)), key=lambda i: len(inputs[i]), reverse=True)
    found: list[list[Hypothesis]] = [[] for _ in inputs]
    training = model.training
    model.eval()
    try:
        for start in range(0, len(order), decoding.batch_size):
            chosen = order[start : start + decoding.batch_size]
            problems = [inputs[i] for i in chosen]
            batch = _decode_batch(model, problems, vocabulary, decoding, limit)
            for i, hypotheses in zip(chosen, batch, strict=True):
                found[i] = hypotheses
            on_batch(len(chosen))
    finally:
        model.train(training)
    return found


@torch.no_grad()
def _decode_batch(
    model: Any,
    inputs: Sequence[Sequence[int]],
    vocabulary: Vocabulary,
    decoding: Decoding,
    limit: int,
) -> list[list[Hypothesis]]:
    width = max(map(len, inputs))
    ids = np.full((len(inputs), width), vocabulary.pad_id, dtype=np.int64)
    for row, sequence in zip(ids, inputs, strict=True):
        row[: len(sequence)] = sequence
    input_ids = torch.from_numpy(ids).to(model.device)
    with _autocast(model.device.type, decoding.precision):
        generated = model.generate(
            input_ids=input_ids,
            attention_mask=(input_ids != vocabulary.pad_id).long(),
            max_length=limit,
            num_beams=decoding.num_beams,
            num_return_sequences=decoding.num_return_sequences,
            early_stopping=decoding.num_beams > 1,
            do_sample=False,
            return_dict_in_generate=True,
            output_scores=True,
        )
    scores = _scores(model, generated, decoding.num_beams, vocabulary.eos_id)
    answers = [
        Hypothesis(vocabulary.to_tokens(row[1:]), score)
        for row, score in zip(generated.sequences.tolist(), scores, strict=True)
    ]
    count = decoding.num_return_sequences
    return [answers[i : i + count] for i in range(0, len(answers), count)]


def _scores(model: Any, generated: Any, num_beams: int, eos_id: int) -> list[float]:
    """Return the beam search's scores; for greedy decoding, the same quantity."""
    if num_beams > 1:
        return [float(s) for s in generated.sequences_scores]
    steps = model.compute_transition_scores(
        generated.sequences, generated.scores, normalize_logits=True
    )
    new = generated.sequences[:, 1:]
    before = (new == eos_id).cumsum(dim=1) - (new == eos_id).long()
    kept = before == 0
    totals = torch.where(kept, steps.float(), 0.0).sum(dim=1) / kept.sum(dim=1).clamp(min=1)
    return [float(s) for s in totals]


def _autocast(device: str, precision: str) -> contextlib.AbstractContextManager[Any]:
    if precision == "bf16":
        return torch.autocast(device, dtype=torch.bfloat16)
    return contextlib.nullcontext()
