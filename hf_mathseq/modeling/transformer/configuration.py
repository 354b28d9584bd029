"""Configuration of the Transformer whose layers may be looped, gated and halted."""

from __future__ import annotations

from typing import Any

from transformers import AutoConfig

from hf_mathseq.modeling.base_configuration import MathSeqConfig

QUERIES = ("layer_input", "after_self_attention")
GATES = ("none", "scalar", "vector")
ALL_LAYERS = -1


class MathSeqTransformerConfig(MathSeqConfig):
    """Sizes of an encoder-decoder Transformer; see arXiv 2112.01898 and its public code.

    Attributes:
        encoder_width: Width of the states; this and the next two stand for the decoder's too.
        encoder_layers: Number of layers.
        encoder_heads: Attention heads.
        feed_forward_factor: Width of the feed-forward layers / width of the states.
        activation: Name of the library's activation.
        encoder_positions: Rows of the encoder's position table: the longest input.
        decoder_positions: Rows of the decoder's position table: the longest target and the start.
        cross_attention_query: Where cross-attention takes its query from: "layer_input" as
            published, "after_self_attention" as in the textbook.
        encoder_loops: Times that the looped layers are applied; the decoder's likewise.
        encoder_looped_layer: Index of the looped layer, -1 for all; the decoder's likewise.
        gate: Of looped layers: "none", "scalar" (one per token) or "vector" (one per number).
        gate_bias: Added to the gate's argument; large values start with the new state alone.
        halting: Whether each token decides how often the looped layers are applied to it.
        ponder_penalty: Weight of the mean remainder in the training loss.
    """

    model_type = "mathseq_transformer"
    keys_to_ignore_at_inference = ("past_key_values", "auxiliary_loss")

    encoder_width: int = 256
    decoder_width: int = 256
    encoder_layers: int = 4
    decoder_layers: int = 4
    encoder_heads: int = 8
    decoder_heads: int = 8
    feed_forward_factor: int = 4
    activation: str = "relu"
    encoder_positions: int = 512
    decoder_positions: int = 512
    cross_attention_query: str = "layer_input"
    encoder_loops: int = 1
    decoder_loops: int = 1
    encoder_looped_layer: int = ALL_LAYERS
    decoder_looped_layer: int = ALL_LAYERS
    gate: str = "none"
    gate_bias: float = 0.0
    halting: bool = False
    ponder_penalty: float = 0.01

    def __post_init__(self, **kwargs: Any) -> None:
        super().__post_init__(**kwargs)
        for name, value, allowed in (
            ("cross_attention_query", self.cross_attention_query, QUERIES),
            ("gate", self.gate, GATES),
        ):
            if value not in allowed:
                raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
        for side in ("encoder", "decoder"):
            width, heads = getattr(self, f"{side}_width"), getattr(self, f"{side}_heads")
            if width % heads:
                raise ValueError(f"{side}_width {width} is no multiple of {side}_heads {heads}")

    @property
    def max_position_embeddings(self) -> int:
        """The longest input."""
        return self.encoder_positions

    @property
    def hidden_size(self) -> int:
        """Width of the decoder."""
        return self.decoder_width

    @property
    def num_attention_heads(self) -> int:
        """Attention heads of the decoder."""
        return self.decoder_heads

    @property
    def num_hidden_layers(self) -> int:
        """Passes through layers of the decoder; each keeps its own keys and values."""
        return sum(self.passes("decoder"))

    def passes(self, side: str) -> list[int]:
        """Return how often each layer of a side is applied (at most, with halting)."""
        loops, looped = getattr(self, f"{side}_loops"), getattr(self, f"{side}_looped_layer")
        layers = range(getattr(self, f"{side}_layers"))
        return [loops if looped in (ALL_LAYERS, layer) else 1 for layer in layers]


AutoConfig.register(MathSeqTransformerConfig.model_type, MathSeqTransformerConfig, exist_ok=True)
