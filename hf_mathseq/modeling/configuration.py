"""Sizes of a model, and the library's configuration that they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hf_mathseq.encodings.vocabulary import EOS_ID, PAD_ID
from hf_mathseq.options import OptionError, option

if TYPE_CHECKING:
    from transformers import PreTrainedConfig

    from hf_mathseq.task import Task

ARCHITECTURES = ("encoder-decoder", "bart")
LAYER_NORM_EPS = 1e-12  # published programs, both papers


@dataclass(frozen=True)
class ModelOptions:
    """The sizes of an encoder-decoder Transformer."""

    architecture: str = option(
        "encoder-decoder",
        "encoder-decoder (two BertGeneration stacks, the published model) or bart",
        choices=ARCHITECTURES,
    )
    encoder_layers: int = option(4, "layers of the encoder", minimum=1, maximum=64)
    decoder_layers: int = option(4, "layers of the decoder", minimum=1, maximum=64)
    encoder_width: int = option(256, "width of the encoder", minimum=1)
    decoder_width: int = option(256, "width of the decoder", minimum=1)
    encoder_heads: int = option(8, "attention heads of the encoder", minimum=1)
    decoder_heads: int = option(8, "attention heads of the decoder", minimum=1)
    feed_forward_factor: int = option(4, "feed-forward width / width", minimum=1)
    activation: str = option("relu", "relu (published) or gelu", choices=("relu", "gelu"))
    dropout: float = option(0.0, "dropout everywhere; 0 published", minimum=0.0, maximum=0.9)
    positions: int = option(0, "rows of the position tables; 0 fits them to the task", minimum=0)
    initialization: str = option(
        "published",
        "published (embeddings N(0, 1/width), linear maps uniform) or library (N(0, 0.02))",
        choices=("published", "library"),
    )

    def __post_init__(self) -> None:
        for side in ("encoder", "decoder"):
            width, heads = getattr(self, f"{side}_width"), getattr(self, f"{side}_heads")
            if width % heads:
                raise OptionError(f"{side}_width {width} is no multiple of {side}_heads {heads}")
        if self.architecture == "bart" and self.encoder_width != self.decoder_width:
            raise OptionError("bart has one width: encoder_width must equal decoder_width")


def identity_of(task: Task) -> dict[str, Any]:
    """Return the `mathseq` entry of `config.json`: what the weights, tokens and decoder are for."""
    return {"task": task.name, "version": task.version, "options": task.options}


def model_config(task: Task, options: ModelOptions) -> PreTrainedConfig:
    """Return the configuration of a model for a task.

    Args:
        task: Gives the vocabulary and, where `options.positions` is 0, the lengths.
        options: The sizes.
    """
    make = {"encoder-decoder": _encoder_decoder, "bart": _bart}[options.architecture]
    config = make(options, len(task.vocabulary), _positions(task, options))
    config.mathseq = identity_of(task)
    return config


def _positions(task: Task, options: ModelOptions) -> tuple[int, int]:
    """Return the rows of both position tables; the decoder also reads the start token."""
    longest_input, longest_target = task.max_lengths
    if options.positions:
        return options.positions, options.positions
    return longest_input, longest_target + 1


_SPECIAL_IDS = {
    "pad_token_id": PAD_ID,
    "eos_token_id": EOS_ID,
    "bos_token_id": EOS_ID,
    "decoder_start_token_id": EOS_ID,
}


def _encoder_decoder(
    options: ModelOptions, vocabulary_size: int, positions: tuple[int, int]
) -> PreTrainedConfig:
    from transformers import BertGenerationConfig, EncoderDecoderConfig

    def side(name: str, rows: int, **more: Any) -> PreTrainedConfig:
        width = getattr(options, f"{name}_width")
        return BertGenerationConfig(
            vocab_size=vocabulary_size,
            hidden_size=width,
            num_hidden_layers=getattr(options, f"{name}_layers"),
            num_attention_heads=getattr(options, f"{name}_heads"),
            intermediate_size=width * options.feed_forward_factor,
            hidden_act=options.activation,
            hidden_dropout_prob=options.dropout,
            attention_probs_dropout_prob=options.dropout,
            max_position_embeddings=rows,
            layer_norm_eps=LAYER_NORM_EPS,
            pad_token_id=PAD_ID,
            eos_token_id=EOS_ID,
            bos_token_id=EOS_ID,
            **more,
        )

    return EncoderDecoderConfig.from_encoder_decoder_configs(
        side("encoder", positions[0]),
        side("decoder", positions[1], is_decoder=True, add_cross_attention=True),
        vocab_size=vocabulary_size,
        tie_word_embeddings=False,  # the two tables stay apart; the decoder ties its own
        **_SPECIAL_IDS,
    )


def _bart(
    options: ModelOptions, vocabulary_size: int, positions: tuple[int, int]
) -> PreTrainedConfig:
    from transformers import BartConfig

    return BartConfig(
        vocab_size=vocabulary_size,
        d_model=options.encoder_width,
        encoder_layers=options.encoder_layers,
        decoder_layers=options.decoder_layers,
        encoder_attention_heads=options.encoder_heads,
        decoder_attention_heads=options.decoder_heads,
        encoder_ffn_dim=options.encoder_width * options.feed_forward_factor,
        decoder_ffn_dim=options.decoder_width * options.feed_forward_factor,
        activation_function=options.activation,
        dropout=options.dropout,
        attention_dropout=options.dropout,
        max_position_embeddings=max(positions),
        forced_eos_token_id=None,
        **_SPECIAL_IDS,
    )
