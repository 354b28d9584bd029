"""Every architecture trains by recipe, goes on with the same bits, loads and answers."""

import json
import signal

import pytest
import torch
import yaml
from depth import first_of
from safetensors.torch import load_file
from transformers import AutoModelForSeq2SeqLM

import hf_mathseq
from hf_mathseq.evaluation.loading import load_trained
from hf_mathseq.training.callbacks import Interrupt
from hf_mathseq.training.run import train

WIDTHS = {"encoder_layers": 1, "decoder_layers": 1, "encoder_width": 16, "decoder_width": 16}
HEADS = {"encoder_heads": 2, "decoder_heads": 2}
LOOPS = {"encoder_loops": 3, "decoder_loops": 2}
MODELS = {
    "transformer": {"architecture": "transformer", **HEADS},
    "halting": {"architecture": "transformer", **HEADS, **LOOPS, "halting": True},
    "lstm": {"architecture": "lstm", "hidden_size": 16},
    "two widths": {"architecture": "transformer", **HEADS, "encoder_width": 24},
    "gated loops": {"architecture": "transformer", **HEADS, **LOOPS, "gate": "scalar"},
    "gru": {"architecture": "gru", "hidden_size": 16, "bidirectional": True},
}
PROBLEM = [[1.0, -2.5], [0.25, 12.0]]


@pytest.fixture(params=first_of(MODELS, kept=3))
def recipe(request, tiny):
    """Return the path of a tiny recipe for each model."""
    values = yaml.safe_load(tiny.read_text())
    values["model"] = WIDTHS | MODELS[request.param]
    values["training"] |= {"max_steps": 4, "precision": "bf16"}
    values["evaluation"] = {"every": 4, "examples": 4}
    tiny.write_text(yaml.safe_dump(values))
    return tiny


def trained_kind(folder):
    return json.loads((folder / "config.json").read_text())["model_type"]


def test_trains_resumes_loads_and_answers(recipe, tmp_path, monkeypatch):
    whole = train(recipe, output_dir=tmp_path / "whole", progress=False)
    original = Interrupt.on_step_end

    def press_ctrl_c(self, args, state, control, **rest):
        if state.global_step == 2:
            signal.raise_signal(signal.SIGINT)
        original(self, args, state, control, **rest)

    monkeypatch.setattr(Interrupt, "on_step_end", press_ctrl_c)
    with pytest.raises(KeyboardInterrupt):
        train(recipe, output_dir=tmp_path / "cut", progress=False)
    monkeypatch.setattr(Interrupt, "on_step_end", original)
    resumed = train(recipe, output_dir=tmp_path / "cut", progress=False)
    wanted, found = (load_file(folder / "model.safetensors") for folder in (whole, resumed))
    assert wanted.keys() == found.keys()
    assert all(torch.equal(wanted[name], found[name]) for name in wanted)

    card, kind = (whole / "README.md").read_text(), trained_kind(whole)
    assert "once `hf_mathseq` is imported" in card
    assert ("A recurrent encoder-decoder" in card) == (kind == "mathseq_recurrent")

    plain = AutoModelForSeq2SeqLM.from_pretrained(whole).eval()
    trained = load_trained(whole)
    ids = torch.tensor([trained.tokenizer.encode_problem(PROBLEM)])
    assert trained.max_input_length >= ids.shape[1]
    assert torch.equal(plain.generate(ids), trained.model.generate(ids))

    answers = hf_mathseq.load_solver(whole)(PROBLEM, num_beams=3)
    assert len(answers) == 3
    assert train(recipe, output_dir=whole) == whole


def test_the_penalty_of_halting_is_trained_with(tiny, tmp_path):
    losses = []
    for penalty in (0.0, 5.0):
        options = {f"model.{name}": value for name, value in MODELS["halting"].items()}
        options |= {"model.ponder_penalty": penalty, "training.max_steps": 1}
        folder = train(tiny, options, tmp_path / str(penalty), progress=False)
        losses.append(load_file(folder / "model.safetensors"))
    free, penalised = losses
    name = "encoder.layers.0.halting.weight"
    assert not torch.equal(free[name], penalised[name])


@pytest.mark.parametrize("name", ["gated loops", "halting"])
def test_accumulation_changes_neither_loss_nor_gradient(name, tiny, tmp_path):
    logs = []
    for parts in (1, 4):
        options = {f"model.{key}": value for key, value in MODELS[name].items()}
        options |= {"training.gradient_accumulation": parts, "training.max_steps": 2}
        options |= {"model.ponder_penalty": 1.0} if name == "halting" else {}
        folder = train(tiny, options, tmp_path / str(parts), progress=False)
        entries = json.loads((folder / "results" / "training.json").read_text())["log"]
        logs.append([(e["loss"], e["grad_norm"]) for e in entries if "loss" in e])
    for one, four in zip(*logs, strict=True):
        assert four == pytest.approx(one, rel=1e-4)


def test_larger_matrices_start_from_a_model_of_smaller_ones(tiny, tmp_path):
    options = {f"model.{name}": value for name, value in MODELS["transformer"].items()}
    first = train(tiny, options | {"training.max_steps": 1}, tmp_path / "first", progress=False)
    larger = options | {"options.dimension": 3, "start_from.model": str(first)}
    larger |= {"training.max_steps": 1, "training.learning_rate": 0.0}
    second = train(tiny, larger, tmp_path / "second", progress=False)
    given, found = (load_file(folder / "model.safetensors") for folder in (first, second))
    rows = len(given["encoder.positions.weight"])
    assert len(found["encoder.positions.weight"]) > rows
    assert torch.equal(found["encoder.positions.weight"][:rows], given["encoder.positions.weight"])
