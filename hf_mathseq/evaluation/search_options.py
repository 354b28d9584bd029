"""How answers are searched, from the options of `evaluate`, `solve` and their Python calls."""

from __future__ import annotations

from typing import Any

from hf_mathseq.evaluation.decoding import Decoding
from hf_mathseq.evaluation.sampling import Sampling
from hf_mathseq.suggestions import UserError


def chosen_decoding(
    beams: int | None,
    sample: int | None = None,
    *,
    default_beams: int = 1,
    temperature: float | None = None,
    top_k: int | None = None,
    top_p: float | None = None,
    num_return_sequences: int | None = None,
    batch_size: int = 0,
    precision: str = "fp32",
    seed: int = 0,
) -> Decoding:
    """Return a beam search, or sampling where a number of samples is given.

    Args:
        beams: Width of the beam; None is `default_beams`.
        sample: Answers drawn for each problem.
        default_beams: Width where nothing is said.
        temperature: Of sampling; None is 1.
        top_k: Of sampling; None draws from all tokens.
        top_p: Of sampling; None draws from all tokens.
        num_return_sequences: Hypotheses of a beam search; None is all of the beam.
        batch_size: Problems decoded together at most; 0 leaves it to the memory.
        precision: "fp32" or "bf16".
        seed: Of sampling.

    Raises:
        UserError: A value that is not allowed, or options that do not go together.
    """
    named = {"temperature": temperature, "top_k": top_k, "top_p": top_p}
    given: dict[str, Any] = {name: value for name, value in named.items() if value is not None}
    if sample is None:
        if given:
            raise UserError(
                f"without sample, the number of answers to draw, there is no {' or '.join(given)}"
            )
        width = default_beams if beams is None else beams
        return Decoding(width, num_return_sequences or width, batch_size, precision)
    if beams is not None or num_return_sequences is not None:
        raise UserError("answers are sampled or searched with beams: give sample or beams")
    if sample < 1:
        raise UserError(f"sample must be at least 1, not {sample}")
    return Decoding(1, sample, batch_size, precision, Sampling(seed=seed, **given))
