"""Options of models: what an architecture does not have is refused in one line."""

import pytest

from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.configuration import ARCHITECTURES, ModelOptions, model_config
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task

RECURRENT = {"encoder_layers": 1, "decoder_layers": 1}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"encoder_loops": 2}, "encoder-decoder has no encoder_loops; only transformer"),
        ({"architecture": "bart", "gate": "scalar"}, "bart has no gate"),
        ({"architecture": "bart", "tie_output": False}, "transformer, lstm, gru can set it"),
        ({"architecture": "lstm", "encoder_heads": 4}, "lstm has no encoder_heads"),
        ({"architecture": "gru", "positions": 9}, "gru has no positions"),
        ({"architecture": "transformer", "hidden_size": 5}, "only lstm, gru can set it"),
        ({"architecture": "lstm", "encoder_layers": 2, "decoder_layers": 1}, "must equal"),
        ({"architecture": "gru", "encoder_width": 8}, "gru has one width"),
        ({"architecture": "lstm", "hidden_size": 5, "bidirectional": True}, "odd: 5"),
        ({"architecture": "transformer", "gate": "scalar"}, "above 1"),
        ({"architecture": "transformer", "halting": True}, "above 1"),
        ({"architecture": "transformer", "decoder_looped_layer": 4}, r"in \[-1, 3\], not 4"),
        ({"architecture": "transformer", "encoder_heads": 7}, "no multiple"),
        ({"architecture": "transformer", "gate_bias": 1.0}, "no effect without a gate"),
        ({"architecture": "transformer", "ponder_penalty": 0.1}, "no effect without halting"),
        ({"architecture": "transformer", "decoder_looped_layer": 0}, "without decoder_loops"),
    ],
)
def test_impossible_options(options, message):
    with pytest.raises(OptionError, match=message) as caught:
        ModelOptions(**options)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def task():
    return get_task("linear_algebra/transpose", dimension=2, input_encoding="FP15")


def test_every_option_reaches_the_transformer(task):
    given = {
        "encoder_layers": 3,
        "decoder_layers": 2,
        "encoder_width": 12,
        "decoder_width": 8,
        "encoder_heads": 3,
        "decoder_heads": 2,
        "encoder_loops": 2,
        "decoder_loops": 3,
        "encoder_looped_layer": 1,
        "decoder_looped_layer": 0,
        "feed_forward_factor": 2,
        "activation": "gelu",
        "dropout": 0.1,
        "cross_attention_query": "after_self_attention",
        "gate": "vector",
        "gate_bias": 1.5,
        "halting": True,
        "ponder_penalty": 0.2,
    }
    config = model_config(task, ModelOptions("transformer", tie_output=False, **given))
    assert {name: getattr(config, name) for name in given} == given
    assert config.tie_word_embeddings is False
    assert config.passes("encoder") == [1, 2, 1]
    assert config.passes("decoder") == [3, 1]
    assert config.encoder_positions == task.max_lengths[0]
    assert config.decoder_positions == task.max_lengths[1] + 1


def test_every_option_reaches_the_recurrent_models(task):
    given = {"hidden_size": 6, "bidirectional": True, "dropout": 0.1}
    options = ModelOptions("gru", encoder_layers=2, decoder_layers=2, tie_output=False, **given)
    config = model_config(task, options)
    assert (config.cell, config.width, config.layers) == ("gru", 256, 2)
    assert {name: getattr(config, name) for name in given} == given
    assert config.tie_word_embeddings is False


class FewAnswers:
    """A task whose answers use the first ids of the vocabulary alone."""

    def __init__(self, task):
        self._task = task

    num_target_tokens = 7

    def __getattr__(self, name):
        return getattr(self._task, name)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_decoders_know_the_tokens_of_answers_alone(architecture, task):
    sizes = {"encoder_layers": 1, "decoder_layers": 1, "encoder_width": 8, "decoder_width": 8}
    if architecture in ("lstm", "gru"):
        sizes["hidden_size"] = 8
    model = build_model(FewAnswers(task), ModelOptions(architecture, **sizes))
    wanted = len(task.vocabulary) if architecture == "bart" else 7
    assert model.get_output_embeddings().weight.shape[0] == wanted
    assert model.get_input_embeddings().weight.shape[0] == len(task.vocabulary)
    assert model.config.vocab_size == wanted
