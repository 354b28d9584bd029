"""Stacked recurrent layers whose state is one tensor with the examples first."""

from __future__ import annotations

import torch
from torch import nn

from hf_mathseq.modeling.recurrent.configuration import MathSeqRecurrentConfig


class RecurrentLayers(nn.Module):
    """Token table, layer norm and stacked LSTM or GRU layers of one side.

    The state of all layers is one tensor of shape (examples, layers * kinds, hidden size): for
    LSTMs the outputs of the layers, then their cells; for GRUs the outputs.

    Args:
        config: The sizes.
        vocab_size: Rows of the token table.
        bidirectional: Whether a second half of the units reads backwards.
    """

    main_input_name = "input_ids"

    def __init__(
        self, config: MathSeqRecurrentConfig, vocab_size: int, bidirectional: bool = False
    ) -> None:
        super().__init__()
        self.config, self.directions = config, 1 + bidirectional
        self.tokens = nn.Embedding(vocab_size, config.width, config.pad_token_id)
        self.norm = nn.LayerNorm(config.width, config.layer_norm_eps)
        self.dropout = nn.Dropout(config.dropout)
        self.layers = {"lstm": nn.LSTM, "gru": nn.GRU}[config.cell](
            config.width,
            config.hidden_size // self.directions,
            config.layers,
            batch_first=True,
            dropout=config.dropout if config.layers > 1 else 0.0,
            bidirectional=bidirectional,
        )

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        """Return embedded tokens."""
        return self.dropout(self.norm(self.tokens(ids)))

    def joined(self, state: torch.Tensor | tuple[torch.Tensor, ...]) -> torch.Tensor:
        """Return the state of torch's layers as one tensor with the examples first."""
        kinds = torch.stack(state if isinstance(state, tuple) else (state,))
        examples = kinds.shape[2]
        kinds = kinds.unflatten(1, (self.config.layers, self.directions))
        return kinds.permute(3, 0, 1, 2, 4).reshape(examples, -1, self.config.hidden_size)

    def split(self, state: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, ...]:
        """Return the state as torch's unidirectional layers take it."""
        kinds = state.unflatten(1, (-1, self.config.layers)).permute(1, 2, 0, 3).contiguous()
        return (kinds[0], kinds[1]) if self.config.cell == "lstm" else kinds[0]
