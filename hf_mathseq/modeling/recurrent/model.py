"""The recurrent model: the decoder starts from the encoder's final state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence
from transformers import AutoModelForSeq2SeqLM, initialization

from hf_mathseq.modeling.base import DecoderOutput, EncoderOutput, MathSeqModel
from hf_mathseq.modeling.recurrent.configuration import MathSeqRecurrentConfig
from hf_mathseq.modeling.recurrent.layers import RecurrentLayers


@dataclass
class RecurrentState:
    """What the decoder keeps of the tokens so far.

    Attributes:
        state: As `RecurrentLayers` describes it.
        length: Number of tokens.
    """

    state: torch.Tensor
    length: int

    def get_seq_length(self) -> int:
        """Return the number of tokens that were read."""
        return self.length

    def reorder_cache(self, beam_indices: torch.Tensor) -> None:
        """Give every beam the state of the beam that it goes on from."""
        self.state = self.state.index_select(0, beam_indices.to(self.state.device))


class Encoder(RecurrentLayers):
    """Reads the problem; all that is kept of it is the final state."""

    def __init__(self, config: MathSeqRecurrentConfig) -> None:
        super().__init__(config, config.encoder_vocab_size, config.bidirectional)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None, **_: Any
    ) -> EncoderOutput:
        """Return the state behind the last token of each example; see `MathSeqModel.forward`."""
        if attention_mask is None:
            attention_mask = input_ids.ne(self.config.pad_token_id).long()
        lengths = attention_mask.sum(dim=1).clamp(min=1).cpu()
        packed = pack_padded_sequence(self.embed(input_ids), lengths, True, enforce_sorted=False)
        _, state = self.layers(packed)
        return EncoderOutput(last_hidden_state=self.joined(state), attention_mask=attention_mask)


class Decoder(RecurrentLayers):
    """Writes the answer, token by token or, in training, all tokens at once."""

    def __init__(self, config: MathSeqRecurrentConfig) -> None:
        super().__init__(config, config.decoder_vocab_size)
        self.projection = nn.Linear(config.hidden_size, config.width)

    def forward(
        self,
        input_ids: torch.Tensor,
        encoder_states: torch.Tensor,
        past_key_values: RecurrentState | None,
        use_cache: bool,
        **_: Any,
    ) -> DecoderOutput:
        """Return the states of the given tokens; see `MathSeqModel.forward`."""
        past = past_key_values or RecurrentState(encoder_states, 0)
        found, state = self.layers(self.embed(input_ids), self.split(past.state))
        return DecoderOutput(
            last_hidden_state=self.projection(self.dropout(found)),
            past_key_values=RecurrentState(self.joined(state), past.length + input_ids.shape[1])
            if use_cache
            else None,
        )


class MathSeqRecurrentForConditionalGeneration(MathSeqModel):
    """An LSTM or GRU encoder-decoder with an output layer over the decoder's vocabulary."""

    config_class = MathSeqRecurrentConfig

    def __init__(self, config: MathSeqRecurrentConfig) -> None:
        super().__init__(config, Encoder(config), Decoder(config), config.width)

    @classmethod
    def _supports_default_dynamic_cache(cls) -> bool:
        """Tell `generate` to start without a cache of keys: the state is made here."""
        return False

    def _init_weights(self, module: nn.Module) -> None:
        """Draw the library's weights; it knows no GRU, which is treated as it treats an LSTM."""
        super()._init_weights(module)
        if isinstance(module, nn.GRU):
            for name, values in module.named_parameters():
                if name.startswith("weight"):
                    initialization.xavier_uniform_(values)
                else:
                    initialization.zeros_(values)


AutoModelForSeq2SeqLM.register(
    MathSeqRecurrentConfig, MathSeqRecurrentForConditionalGeneration, exist_ok=True
)
