"""The library's configuration for each architecture; this module imports no library by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hf_mathseq.encodings.vocabulary import EOS_ID, PAD_ID
from hf_mathseq.options import OptionError

if TYPE_CHECKING:
    from transformers import PreTrainedConfig

    from hf_mathseq.modeling.configuration import ModelOptions
    from hf_mathseq.task import Task

LAYER_NORM_EPS = 1e-12  # published programs, both papers
_SPECIAL_IDS = {
    "pad_token_id": PAD_ID,
    "eos_token_id": EOS_ID,
    "bos_token_id": EOS_ID,
    "decoder_start_token_id": EOS_ID,
}


@dataclass(frozen=True)
class Sizes:
    """What a task asks of a model.

    Attributes:
        input_tokens: Size of the vocabulary of problems.
        target_tokens: Size of the vocabulary of answers, the first ids of the same vocabulary.
        input_positions: Length of the longest problem.
        target_positions: Length of the longest answer, start token included.
    """

    input_tokens: int
    target_tokens: int
    input_positions: int
    target_positions: int

    @classmethod
    def of(cls, task: Task, positions: int = 0, shorter: bool = False) -> Sizes:
        """Return the sizes for a task; `positions` other than 0 stands for both lengths.

        Args:
            task: Gives vocabulary and lengths.
            positions: Rows of the position tables; 0 fits them to the task.
            shorter: Whether the model may be too short for some problems or answers.

        Raises:
            OptionError: They are longer than `positions`, and may not be.
        """
        longest_input, longest_target = task.max_lengths
        least = max(longest_input, longest_target + 1)
        if 0 < positions < least and not shorter:
            raise OptionError(
                f"positions must be {least} or more for {task.name}, or 0, not {positions}"
            )
        return cls(
            len(task.vocabulary),
            task.num_target_tokens,
            positions or longest_input,
            positions or longest_target + 1,
        )


def configuration_for(options: ModelOptions, sizes: Sizes) -> PreTrainedConfig:
    """Return the library's configuration of a model with these options and sizes."""
    make = {
        "encoder-decoder": _encoder_decoder,
        "bart": _bart,
        "transformer": _transformer,
        "lstm": _recurrent,
        "gru": _recurrent,
    }[options.architecture]
    return make(options, sizes)


def _encoder_decoder(options: ModelOptions, sizes: Sizes) -> PreTrainedConfig:
    from transformers import BertGenerationConfig, EncoderDecoderConfig

    def side(name: str, tokens: int, rows: int, **more: Any) -> PreTrainedConfig:
        width = getattr(options, f"{name}_width")
        return BertGenerationConfig(
            vocab_size=tokens,
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

    decoder = {"is_decoder": True, "add_cross_attention": True}
    return EncoderDecoderConfig.from_encoder_decoder_configs(
        side("encoder", sizes.input_tokens, sizes.input_positions),
        side("decoder", sizes.target_tokens, sizes.target_positions, **decoder),
        vocab_size=sizes.target_tokens,
        tie_word_embeddings=False,  # the two tables stay apart; the decoder ties its own
        **_SPECIAL_IDS,
    )


def _bart(options: ModelOptions, sizes: Sizes) -> PreTrainedConfig:
    from transformers import BartConfig

    return BartConfig(
        vocab_size=sizes.input_tokens,  # one table for both sides
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
        max_position_embeddings=max(sizes.input_positions, sizes.target_positions),
        forced_eos_token_id=None,
        **_SPECIAL_IDS,
    )


_SAME_NAME = (
    *(f"{side}_{what}" for side in ("encoder", "decoder") for what in ("width", "layers", "heads")),
    *(f"{side}_{what}" for side in ("encoder", "decoder") for what in ("loops", "looped_layer")),
    *("feed_forward_factor", "activation", "cross_attention_query"),
    *("gate", "gate_bias", "halting", "ponder_penalty"),
)
"""Options that the Transformer's configuration calls the same."""


def _transformer(options: ModelOptions, sizes: Sizes) -> PreTrainedConfig:
    from hf_mathseq.modeling.transformer.configuration import MathSeqTransformerConfig

    return MathSeqTransformerConfig(
        encoder_positions=sizes.input_positions,
        decoder_positions=sizes.target_positions,
        **{name: getattr(options, name) for name in _SAME_NAME},
        **_both_sides(options, sizes),
    )


def _recurrent(options: ModelOptions, sizes: Sizes) -> PreTrainedConfig:
    from hf_mathseq.modeling.recurrent.configuration import MathSeqRecurrentConfig

    return MathSeqRecurrentConfig(
        cell=options.architecture,
        width=options.encoder_width,
        layers=options.encoder_layers,
        hidden_size=options.hidden_size,
        bidirectional=options.bidirectional,
        **_both_sides(options, sizes),
    )


def _both_sides(options: ModelOptions, sizes: Sizes) -> dict[str, Any]:
    return {
        "encoder_vocab_size": sizes.input_tokens,
        "decoder_vocab_size": sizes.target_tokens,
        "dropout": options.dropout,
        "layer_norm_eps": LAYER_NORM_EPS,
        "tie_word_embeddings": options.tie_output,
        **_SPECIAL_IDS,
    }
