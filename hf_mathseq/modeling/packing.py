"""Training without padding: a batch's real tokens are computed as one long row.

On a CPU, padding costs as much as tokens do. Batches of similar answers still hold problems of
different lengths, a third to a half of whose cells are padding.
"""

from __future__ import annotations

from typing import Any

import torch
from transformers import EncoderDecoderModel, PreTrainedModel

from hf_mathseq.encodings.vocabulary import PAD_ID
from hf_mathseq.modeling.packed_attention import PACKED, Packing
from hf_mathseq.modeling.packed_rows import PackedRows


def pack_training(model: PreTrainedModel) -> PreTrainedModel:
    """Make a model compute the batches of its training without padding, on a CPU.

    The batches stay as they are; the logits of a training step have shape (1, target tokens,
    vocabulary), example behind example, as `token_loss` takes them. What the model answers and
    saves does not change. Models of other architectures than the default one, models with dropout
    and accelerators are left as they are.

    Returns:
        The same model.
    """
    if not isinstance(model, EncoderDecoderModel) or torch.accelerator.is_available():
        return model
    sides = (model.config.encoder, model.config.decoder)
    if any(side.attention_probs_dropout_prob for side in sides):
        return model
    model.set_attn_implementation(PACKED)
    model.register_forward_pre_hook(_pack, with_kwargs=True)
    return model


def _pack(model: torch.nn.Module, arguments: Any, batch: dict[str, Any]) -> Any:
    """Return the arguments of a training step in packed form."""
    if not model.training or "decoder_input_ids" not in batch or "labels" in batch:
        return None
    if torch.compiler.is_compiling():  # numbers of tokens differ from batch to batch
        return None
    problems = PackedRows.of(batch["attention_mask"])
    answers = PackedRows.of(batch["decoder_input_ids"] != PAD_ID)
    return arguments, batch | {
        **_side("", batch["input_ids"][batch["attention_mask"].bool()], problems),
        **_side("decoder_", _real(batch["decoder_input_ids"]), answers),
        "attention_mask": _added(problems.real)[:, None, None],
        "decoder_attention_mask": _causal(answers),
        "packing": Packing(problems, problems),
        "decoder_packing": Packing(answers, problems),
        "use_cache": False,
    }


def _real(ids: torch.Tensor) -> torch.Tensor:
    return ids[ids != PAD_ID]


def _side(prefix: str, ids: torch.Tensor, rows: PackedRows) -> dict[str, torch.Tensor]:
    return {f"{prefix}input_ids": ids[None], f"{prefix}position_ids": rows.positions()[None]}


def _causal(rows: PackedRows) -> torch.Tensor:
    """Return the mask of the decoder's own tokens; padding stands behind all that are seen."""
    width = rows.real.shape[1]
    seen = torch.ones(width, width, dtype=torch.bool, device=rows.real.device).tril()
    return _added(seen)[None, None]


def _added(seen: torch.Tensor) -> torch.Tensor:
    """Return what is added to scores: zero at what is seen, and the least number elsewhere."""
    least = torch.finfo(torch.float32).min
    return torch.zeros(seen.shape, device=seen.device).masked_fill(~seen, least)
