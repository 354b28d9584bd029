"""Decoding many problems: greedy, beam search or sampling by the library, batched by length."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from transformers import LogitsProcessorList

from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.evaluation.answer_scores import AnswerScores
from hf_mathseq.evaluation.beam_cache import beam_cache
from hf_mathseq.evaluation.memory import halved, planned_batches, within_memory
from hf_mathseq.evaluation.sampling import Sampling
from hf_mathseq.suggestions import UserError, unknown_name

PRECISIONS = ("fp32", "bf16")


@dataclass(frozen=True)
class Decoding:
    """How answers are searched.

    Attributes:
        num_beams: Width of the beam; 1 is greedy.
        num_return_sequences: Hypotheses per problem, at most `num_beams` if none are sampled.
        batch_size: Problems decoded together at most; 0 leaves it to the memory.
        precision: "fp32", or "bf16" for mixed precision.
        sampling: How answers are drawn; None searches the likeliest ones.

    Raises:
        UserError: A value that is not allowed.
    """

    num_beams: int = 1
    num_return_sequences: int = 1
    batch_size: int = 0
    precision: str = "fp32"
    sampling: Sampling | None = None

    def __post_init__(self) -> None:
        if self.sampling is not None and self.num_beams != 1:
            raise UserError(f"answers are sampled without beams, not with {self.num_beams}")
        if self.num_return_sequences < 1:
            raise UserError(
                f"num_return_sequences must be at least 1, not {self.num_return_sequences}"
            )
        if self.sampling is None and self.num_return_sequences > self.num_beams:
            raise UserError(
                f"num_return_sequences must be in [1, {self.num_beams}] (the number of beams), "
                f"not {self.num_return_sequences}"
            )
        if self.batch_size < 0:
            raise UserError(f"batch_size must be 0 (by memory) or more, not {self.batch_size}")
        if self.precision not in PRECISIONS:
            raise UserError(unknown_name("precision", self.precision, PRECISIONS))

    @property
    def name(self) -> str:
        """What results are called by: `beam10`, or `sample10` where answers are sampled."""
        if self.sampling is not None:
            return f"sample{self.num_return_sequences}"
        return f"beam{self.num_beams}"

    @property
    def rows(self) -> int:
        """Hypotheses of one problem that are decoded at a time."""
        return max(self.num_beams, self.num_return_sequences)


@dataclass(frozen=True)
class Hypothesis:
    """One answer of a model.

    Attributes:
        tokens: Target tokens, without `</s>`.
        score: The model's log-probability divided by the number of tokens (`</s>` included).
    """

    tokens: list[str]
    score: float


OnBatch = Callable[[Sequence[int], Sequence[list[Hypothesis]]], object]
"""Takes the places of the problems of a batch, and their hypotheses."""


def decode(
    model: Any,
    inputs: Sequence[Sequence[int]],
    vocabulary: Vocabulary,
    decoding: Decoding | None = None,
    on_batch: OnBatch = lambda places, found: None,
    longest: int = 0,
) -> list[list[Hypothesis]]:
    """Return the hypotheses for each problem, best first.

    The hypotheses do not depend on the batches, save where rounding decides between two of them:
    a batch is as wide as its longest problem, and sums of other widths are rounded differently.
    A batch that does not fit into memory is decoded in halves.

    Args:
        model: A sequence-to-sequence model of the library.
        inputs: Token ids of each problem, final `</s>` included.
        vocabulary: Of the answers.
        decoding: How answers are searched.
        on_batch: Told the hypotheses of every batch as soon as there are some.
        longest: Ids, start included, at which an answer is cut if the model's own limit is less.

    Raises:
        UserError: One problem alone does not fit into memory.
    """
    decoding = decoding or Decoding()
    limit = max(model.generation_config.max_length, longest)
    size = decoding.batch_size
    pending = planned_batches(model, [*map(len, inputs)], limit, decoding.rows, size)
    found: list[list[Hypothesis]] = [[] for _ in inputs]
    training = model.training
    model.eval()
    try:
        while pending:
            places = pending.pop(0)
            batch = [inputs[place] for place in places]
            decoded = within_memory(_decode_batch, model, batch, vocabulary, decoding, limit)
            if decoded is None:
                pending = halved([places, *pending])
                continue
            for place, hypotheses in zip(places, decoded, strict=True):
                found[place] = hypotheses
            on_batch(places, decoded)
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
    width, count = max(map(len, inputs)), decoding.num_return_sequences
    ids = np.full((len(inputs), width), vocabulary.pad_id, dtype=np.int64)
    for row, sequence in zip(ids, inputs, strict=True):
        row[: len(sequence)] = sequence
    input_ids = torch.from_numpy(ids).to(model.device)
    if decoding.sampling is not None:
        input_ids = input_ids.repeat_interleave(count, dim=0)
    given = {
        "input_ids": input_ids,
        "attention_mask": (input_ids != vocabulary.pad_id).long(),
        "max_length": limit,
        "do_sample": False,
        "return_dict_in_generate": True,
    }
    with _autocast(model.device.type, decoding.precision):
        search = _beam_search if decoding.num_beams > 1 else _one_by_one
        sequences, scores = search(model, given, inputs, vocabulary, decoding)
    answers = [
        Hypothesis(vocabulary.to_tokens(row[1:]), score)
        for row, score in zip(sequences.tolist(), scores, strict=True)
    ]
    return [sorted(answers[i : i + count], key=_by_score) for i in range(0, len(answers), count)]


def _beam_search(
    model: Any,
    given: dict[str, Any],
    inputs: Sequence[Sequence[int]],
    vocabulary: Vocabulary,
    decoding: Decoding,
) -> tuple[torch.Tensor, list[float]]:
    """Return the answers of a beam search and their scores."""
    generated = model.generate(
        **given,
        num_beams=decoding.num_beams,
        num_return_sequences=decoding.num_return_sequences,
        early_stopping=True,
        output_scores=True,
        **beam_cache(model),
    )
    return generated.sequences, generated.sequences_scores.tolist()


def _one_by_one(
    model: Any,
    given: dict[str, Any],
    inputs: Sequence[Sequence[int]],
    vocabulary: Vocabulary,
    decoding: Decoding,
) -> tuple[torch.Tensor, list[float]]:
    """Return answers whose tokens are the likeliest ones, or drawn, and their scores."""
    scores = AnswerScores(vocabulary.eos_id)
    processors = LogitsProcessorList([scores])
    if decoding.sampling is not None:
        processors += decoding.sampling.processors(inputs, decoding.num_return_sequences)
    generated = model.generate(**given, num_beams=1, logits_processor=processors)
    return generated.sequences, scores.of(generated.sequences)


def _by_score(hypothesis: Hypothesis) -> float:
    return -hypothesis.score


def _autocast(device: str, precision: str) -> contextlib.AbstractContextManager[Any]:
    if precision == "bf16":
        return torch.autocast(device, dtype=torch.bfloat16)
    return contextlib.nullcontext()
