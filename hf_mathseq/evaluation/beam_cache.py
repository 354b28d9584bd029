"""Keys and values of problems, kept once where all beams of a problem have the same."""

from __future__ import annotations

from typing import Any

import torch
from transformers import DynamicCache, EncoderDecoderCache


def beam_cache(model: Any) -> dict[str, EncoderDecoderCache]:
    """Return, as an argument of `generate`, a cache that leaves the keys of problems in place.

    The beams of a problem attend to the same problem: when they change places, only the keys of
    what they have written have to follow. Nothing changes in what is computed.

    Args:
        model: The model that searches; one without keys (recurrent) gets none.
    """
    if not model._supports_default_dynamic_cache():
        return {}
    return {"past_key_values": EncoderDecoderCache(DynamicCache(), _ProblemCache())}


class _ProblemCache(DynamicCache):
    def reorder_cache(self, beam_idx: torch.Tensor) -> None:
        """Leave everything where it is: beams change places within their problem only."""
