import dataclasses
import json
import math

import pytest
import torch
from transformers import AutoModelForSeq2SeqLM

from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task

TINY = ModelOptions(
    encoder_layers=2,
    decoder_layers=1,
    encoder_width=16,
    decoder_width=16,
    encoder_heads=2,
    decoder_heads=2,
)
VARIANTS = {
    "default": TINY,
    "bart": dataclasses.replace(TINY, architecture="bart"),
    "two widths": dataclasses.replace(TINY, encoder_width=24, encoder_heads=3),
    "transformer": dataclasses.replace(TINY, architecture="transformer", decoder_loops=2),
    "untied": dataclasses.replace(TINY, architecture="transformer", tie_output=False),
    "lstm": ModelOptions("lstm", 1, 1, 16, 16, hidden_size=16),
    "untied gru": ModelOptions("gru", 1, 1, 16, 16, hidden_size=16, tie_output=False),
}


@pytest.fixture(scope="module")
def task():
    return get_task("linear_algebra/transpose", dimension=2, input_encoding="P10")


@pytest.fixture(scope="module")
def inputs(task):
    return torch.tensor([row["input_ids"] for row in task.generate(3).to_pylist()])


@pytest.mark.parametrize("name", VARIANTS)
def test_saved_and_loaded_models_answer_alike(name, task, inputs, tmp_path):
    model = build_model(task, VARIANTS[name], seed=1).eval()
    model.save_pretrained(tmp_path)
    loaded = AutoModelForSeq2SeqLM.from_pretrained(tmp_path).eval()
    assert torch.equal(model.generate(inputs), loaded.generate(inputs))
    assert model.generate(inputs).shape[1] <= task.max_lengths[1] + 1
    config = json.loads((tmp_path / "config.json").read_text())
    assert config["mathseq"] == {"task": task.name, "version": "1", "options": task.options}
    assert "auto_map" not in config
    assert {p.suffix for p in tmp_path.iterdir()} == {".json", ".safetensors"}


def test_the_default_is_the_published_architecture(task):
    model = build_model(task, TINY)
    encoder, decoder = model.config.encoder, model.config.decoder
    for side in (encoder, decoder):
        assert side.model_type == "bert-generation"
        assert side.hidden_act == "relu"
        assert side.layer_norm_eps == 1e-12
        assert side.hidden_dropout_prob == side.attention_probs_dropout_prob == 0
        assert side.intermediate_size == 4 * side.hidden_size
    assert encoder.max_position_embeddings == task.max_lengths[0]
    assert decoder.max_position_embeddings == task.max_lengths[1] + 1
    assert (model.config.pad_token_id, model.config.decoder_start_token_id) == (0, 1)
    out = model.get_output_embeddings()
    table = model.decoder.get_input_embeddings()
    assert out.weight is table.weight
    assert out.bias.requires_grad
    assert model.encoder.get_input_embeddings().weight is not table.weight


def test_generation_is_configured(task):
    found = build_model(task, TINY).generation_config
    assert found.max_length == task.max_lengths[1] + 1
    assert (found.pad_token_id, found.eos_token_id, found.decoder_start_token_id) == (0, 1, 1)
    assert found.num_beams == 1


def test_weights_depend_on_the_seed_alone(task):
    torch.manual_seed(5)
    before = torch.random.get_rng_state()
    first = build_model(task, TINY, seed=0).state_dict()
    assert torch.equal(torch.random.get_rng_state(), before)
    torch.manual_seed(6)
    again, other = (build_model(task, TINY, seed=s).state_dict() for s in (0, 1))
    assert all(torch.equal(first[k], again[k]) for k in first)
    assert any(not torch.equal(first[k], other[k]) for k in first)


@pytest.mark.parametrize("architecture", ["encoder-decoder", "bart", "transformer"])
def test_published_initialization(task, architecture):
    wide = dataclasses.replace(TINY, architecture=architecture, encoder_width=64, decoder_width=64)
    model = build_model(task, wide)
    table = model.get_input_embeddings().weight
    assert table[3:].std().item() == pytest.approx(64**-0.5, rel=0.1)
    assert not table[0].any()
    for module in model.modules():
        if isinstance(module, torch.nn.Linear) and module.weight.shape == (64, 64):
            assert module.weight.abs().max() <= 1 / math.sqrt(64)
            assert module.weight.std().item() == pytest.approx(64**-0.5 / 3**0.5, rel=0.1)
            assert module.bias.any()


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_published_initialization_of_recurrent_layers(task, cell):
    sizes = ModelOptions(cell, encoder_layers=1, decoder_layers=1, hidden_size=100)
    layers = build_model(task, sizes).decoder.layers
    for values in layers.parameters():
        assert values.abs().max().item() == pytest.approx(0.1, rel=0.1)
        assert values.std().item() == pytest.approx(0.1 / 3**0.5, rel=0.1)


@pytest.mark.parametrize("architecture", ["encoder-decoder", "bart", "transformer", "gru"])
@pytest.mark.parametrize("encoding", ["FP15", "P1000"])
def test_near_numbers_have_near_rows(architecture, encoding):
    task = get_task("linear_algebra/eigenvalues", dimension=2, output_encoding=encoding)
    sizes = {"encoder_layers": 1, "decoder_layers": 1, "encoder_width": 64, "decoder_width": 64}
    sizes |= {"hidden_size": 8} if architecture == "gru" else {}
    options = ModelOptions(architecture, initialization="numbers", **sizes)
    model, again = (build_model(task, options, seed=3) for _ in range(2))
    assert all(map(torch.equal, model.state_dict().values(), again.state_dict().values()))
    words = ["N314e7", "N315e7", "N-314e7"] if encoding == "FP15" else ["314", "315", "900"]
    ids = task.vocabulary.to_ids(words)
    output = model.get_output_embeddings().weight
    tables = [output] if encoding == "P1000" else [output, model.get_input_embeddings().weight]
    for table in tables:
        here, near, far = table[ids]
        assert (here - near).norm() < 0.8 * (here - far).norm()
        assert table[3:].norm(dim=1).mean().item() == pytest.approx(1, rel=0.1)
        assert not table[0].any()


def test_words_that_are_no_numbers_are_drawn_as_published():
    encodings = {"input_encoding": "P10", "output_encoding": "P10"}
    task = get_task("linear_algebra/transpose", dimension=2, **encodings)
    plain, numbers = (
        build_model(task, dataclasses.replace(TINY, initialization=name)).get_input_embeddings()
        for name in ("published", "numbers")
    )
    rows = range(plain.num_embeddings)
    changed = {i for i in rows if not torch.equal(plain.weight[i], numbers.weight[i])}
    assert changed == {task.vocabulary.ids[str(digit)] for digit in range(10)}


def test_positions_can_be_set(task):
    model = build_model(task, dataclasses.replace(TINY, positions=100))
    assert model.config.encoder.max_position_embeddings == 100
    assert model.config.decoder.max_position_embeddings == 100


@pytest.mark.parametrize("architecture", ["encoder-decoder", "bart", "transformer"])
def test_positions_that_hold_no_problem_are_refused(task, architecture):
    least = max(task.max_lengths[0], task.max_lengths[1] + 1)
    options = dataclasses.replace(TINY, architecture=architecture, positions=least - 1)
    with pytest.raises(OptionError, match=f"positions must be {least} or more"):
        build_model(task, options)
    assert build_model(task, dataclasses.replace(options, positions=least))
