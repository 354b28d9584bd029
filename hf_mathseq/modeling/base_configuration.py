"""What the configurations of our own architectures share."""

from __future__ import annotations

from typing import Any

from transformers import PreTrainedConfig


class MathSeqConfig(PreTrainedConfig):
    """Fields of both architectures; ids may be any, so that published vocabularies keep theirs.

    Attributes:
        encoder_vocab_size: Rows of the encoder's token table.
        decoder_vocab_size: Rows of the decoder's token table, and number of logits.
        dropout: Probability, everywhere.
        layer_norm_eps: Of every layer norm; 1e-12 in the published programs.
        tie_word_embeddings: Whether the output layer's weight is the decoder's token table.
    """

    is_encoder_decoder: bool = True
    encoder_vocab_size: int = 100
    decoder_vocab_size: int = 100
    dropout: float = 0.0
    layer_norm_eps: float = 1e-12
    tie_word_embeddings: bool = True
    use_cache: bool = True
    pad_token_id: int = 0
    bos_token_id: int = 1
    eos_token_id: int = 1
    decoder_start_token_id: int = 1

    def __post_init__(self, **kwargs: Any) -> None:
        super().__post_init__(**kwargs)
        for name in ("dropout", "layer_norm_eps"):
            value = getattr(self, name)
            if not isinstance(value, (int, float)) or not 0 <= value < 1:
                raise ValueError(f"{name} must be a number from 0 to below 1, not {value!r}")

    @property
    def vocab_size(self) -> int:
        """The decoder's, which is what generation asks for."""
        return self.decoder_vocab_size

    def get_text_config(
        self, decoder: bool | None = None, encoder: bool | None = None
    ) -> MathSeqConfig:
        """Return the configuration itself: it describes both sides."""
        return self
