"""What the models of our own architectures share: output layer, loss, interface to `generate`.

They are classes of the library, filed under `AutoConfig` and `AutoModelForSeq2SeqLM` wherever
`hf_mathseq` is imported (see `auto.py`), saved as safetensors and never as remote code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import nn
from transformers import GenerationMixin, PreTrainedModel
from transformers.modeling_outputs import BaseModelOutput, Seq2SeqLMOutput
from transformers.utils.generic import can_return_tuple

from hf_mathseq.modeling.base_configuration import MathSeqConfig
from hf_mathseq.modeling.loss import IGNORED, token_loss


@dataclass
class EncoderOutput(BaseModelOutput):
    """What the decoder sees of the encoder.

    Attributes:
        last_hidden_state: Shape (examples, tokens or states, width).
        attention_mask: Shape (examples, tokens), 0 at padding.
        remainders: Shape (examples, halting layers), in training only; see `LoopedLayer`.
    """

    attention_mask: torch.Tensor | None = None
    remainders: torch.Tensor | None = None


@dataclass
class DecoderOutput(BaseModelOutput):
    """The decoder's states, and what it keeps for the next tokens.

    Attributes:
        last_hidden_state: Shape (examples, tokens, width).
        past_key_values: Has a method `reorder_cache(beam_indices)`.
        remainders: As in `EncoderOutput`.
    """

    past_key_values: Any = None
    remainders: torch.Tensor | None = None


@dataclass
class MathSeqOutput(Seq2SeqLMOutput):
    """The library's output with what is added to the loss.

    Attributes:
        auxiliary_loss: Shape (examples,), in training only; None where there is none. An example
            counts by its number of target tokens, see `token_loss`.
    """

    auxiliary_loss: torch.Tensor | None = None


class MathSeqModel(PreTrainedModel, GenerationMixin):
    """An encoder, a decoder and an output layer with bias; subclasses give the first two.

    The encoder takes `input_ids` and `attention_mask`, which may be None, and returns an
    `EncoderOutput`. The decoder takes `input_ids`, `attention_mask`, `encoder_states`,
    `encoder_mask`, `past_key_values` and `use_cache` and returns a `DecoderOutput`. Padding stands
    behind the tokens.
    """

    config_class = MathSeqConfig
    main_input_name = "input_ids"
    _supports_sdpa = True  # without attention, whatever is asked for is right
    _tied_weights_keys = {"output.weight": "decoder.tokens.weight"}  # noqa: RUF012

    def __init__(
        self, config: MathSeqConfig, encoder: nn.Module, decoder: nn.Module, width: int
    ) -> None:
        super().__init__(config)
        self.encoder, self.decoder = encoder, decoder
        self.output = nn.Linear(width, config.decoder_vocab_size)
        self.post_init()

    def get_input_embeddings(self) -> nn.Embedding:
        """Return the encoder's token table."""
        return cast(nn.Embedding, self.encoder.tokens)

    def get_output_embeddings(self) -> nn.Linear:
        """Return the output layer."""
        return self.output

    def get_encoder(self, modality: str | None = None) -> nn.Module:
        """Return the encoder, which `generate` calls once for each problem."""
        return self.encoder

    @can_return_tuple
    def forward(
        self,
        input_ids: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        decoder_input_ids: torch.Tensor | None = None,
        decoder_attention_mask: torch.Tensor | None = None,
        encoder_outputs: Any = None,
        past_key_values: Any = None,
        labels: torch.Tensor | None = None,
        use_cache: bool | None = None,
        **_: Any,
    ) -> MathSeqOutput:
        """Return logits for each token of the decoder's input, and the loss where labels are given.

        Args:
            input_ids: Shape (examples, input tokens); may be left out with `encoder_outputs`.
            attention_mask: 1 for tokens, 0 for padding; None takes `pad_token_id` for padding.
            decoder_input_ids: Shape (examples, target tokens); None shifts the labels right.
            decoder_attention_mask: As `attention_mask`, over all tokens decoded so far.
            encoder_outputs: Of an earlier call, instead of `input_ids`.
            past_key_values: Of an earlier call; `decoder_input_ids` are then the tokens after it.
            labels: Shape (examples, target tokens); -100 is left out of the loss.
            use_cache: Whether `past_key_values` are returned; None does so without labels, outside
                of training.
        """
        if decoder_input_ids is None:
            if labels is None:
                raise ValueError("the decoder needs decoder_input_ids or labels")
            decoder_input_ids = self.prepare_decoder_input_ids_from_labels(labels)
        if encoder_outputs is None:
            encoder_outputs = self.encoder(input_ids, attention_mask)
        if attention_mask is None:
            attention_mask = getattr(encoder_outputs, "attention_mask", None)
        decoded = self.decoder(
            decoder_input_ids,
            attention_mask=decoder_attention_mask,
            encoder_states=encoder_outputs[0],
            encoder_mask=attention_mask,
            past_key_values=past_key_values,
            use_cache=self._caches(labels) if use_cache is None else use_cache,
        )
        outputs = MathSeqOutput(
            logits=self.output(decoded.last_hidden_state),
            past_key_values=decoded.past_key_values,
            encoder_last_hidden_state=encoder_outputs[0],
            auxiliary_loss=self.auxiliary_loss(encoder_outputs, decoded),
        )
        if labels is not None:
            outputs.loss = token_loss(outputs, labels)
        return outputs

    def auxiliary_loss(self, encoded: Any, decoded: DecoderOutput) -> torch.Tensor | None:
        """Return what is added to each example's loss in training, shape (examples,), or None."""
        return None

    def _caches(self, labels: torch.Tensor | None) -> bool:
        return self.config.use_cache and labels is None and not self.training

    def prepare_decoder_input_ids_from_labels(self, labels: torch.Tensor) -> torch.Tensor:
        """Return the labels shifted right behind the start token, padded with `pad_token_id`."""
        shifted = torch.full_like(labels, self.config.decoder_start_token_id)
        shifted[:, 1:] = labels[:, :-1].masked_fill(
            labels[:, :-1] == IGNORED, self.config.pad_token_id
        )
        return shifted
