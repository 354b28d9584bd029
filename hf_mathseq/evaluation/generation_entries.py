"""What a model's files say of special tokens and of decoding: believed where it fits its task."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hf_mathseq.evaluation.identity import ModelError

if TYPE_CHECKING:
    from transformers import GenerationConfig

    from hf_mathseq.encodings.vocabulary import Vocabulary

MAX_LENGTH = 100_000
"""Ids of an answer of a model without positions; the longest answers of tasks have some hundreds,
and published runs allow a few thousand."""
DEFAULT_LENGTH = 512
"""Of answers where nothing is said; the published programs' own limit (all four papers)."""
MAX_BEAMS = 10_000
_SPECIAL = ("pad_token_id", "eos_token_id", "decoder_start_token_id")
_FORCED = ("forced_bos_token_id", "forced_eos_token_id")


def check_special_ids(holder: Any, vocabulary: Vocabulary, where: str) -> None:
    """Refuse special ids that are not those of a vocabulary: generating would stop elsewhere.

    Args:
        holder: A configuration of the library, or a tokenizer; ids that it does not know of are not
            asked for.
        vocabulary: Of the model's task; answers begin with the id that ends them.
        where: The model and the file, for the message.

    Raises:
        ModelError: An id is another one or no integer, or a token is forced.
    """
    own = (vocabulary.pad_id, vocabulary.eos_id, vocabulary.eos_id, None, None)
    for name, wanted in zip((*_SPECIAL, *_FORCED), own, strict=True):
        found = getattr(holder, name, wanted)
        if type(found) is not type(wanted) or found != wanted:
            said, right = ("null" if v is None else repr(v)[:60] for v in (found, wanted))
            raise ModelError(f"{where} says {name} {said}; for this task it is {right}")


def checked_generation(
    found: GenerationConfig, vocabulary: Vocabulary, positions: int, where: str
) -> GenerationConfig:
    """Return the part of a model's decoding settings that this package uses.

    These are the special ids, `max_length`, `num_beams`, `length_penalty` and `early_stopping`.
    How answers are searched or drawn is said by `Decoding`; other settings are left out.

    Args:
        found: What the library read.
        vocabulary: Of the model's task.
        positions: Ids that the decoder has positions for.
        where: The model and the file, for the message.

    Raises:
        ModelError: One of them is of another type or out of its range.
    """
    from transformers import GenerationConfig

    check_special_ids(found, vocabulary, where)
    longest = min(positions, MAX_LENGTH)
    whole = {"max_length": longest, "num_beams": MAX_BEAMS}
    for name, most in whole.items():
        value = getattr(found, name)
        if value is not None and (type(value) is not int or not 1 <= value <= most):
            raise ModelError(f"{where} says {name} {repr(value)[:60]}; it takes 1 to {most:,}")
    penalty = 1.0 if found.length_penalty is None else found.length_penalty
    if isinstance(penalty, bool) or not isinstance(penalty, (int, float)):
        raise ModelError(f"{where} says length_penalty {repr(penalty)[:60]}; it takes a number")
    if not math.isfinite(penalty):
        raise ModelError(f"{where} says length_penalty {penalty}; it takes a finite number")
    return GenerationConfig(
        max_length=found.max_length or min(longest, DEFAULT_LENGTH),
        num_beams=found.num_beams or 1,
        length_penalty=float(penalty),
        early_stopping=found.early_stopping is True,
        pad_token_id=vocabulary.pad_id,
        bos_token_id=vocabulary.eos_id,
        eos_token_id=vocabulary.eos_id,
        decoder_start_token_id=vocabulary.eos_id,
    )
