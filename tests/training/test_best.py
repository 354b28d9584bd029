"""The published model is that of the best check, also when the run was interrupted."""

import json
import math
import shutil

import pytest
import torch
from depth import first_of
from safetensors.torch import load_file

from hf_mathseq.training.best import best_check
from hf_mathseq.training.callbacks import Interrupt
from hf_mathseq.training.check import Check
from hf_mathseq.training.run import train

OPTIONS = {"training.keep_best": True, "evaluation.every": 1, "training.save_every": 2}
ACCURACIES = [0.1, 0.3, 0.5, 0.2, 0.5, 0.4]
BEST = 3


def entry(step, accuracy, loss=1.0):
    return {"step": step, "eval_verified_accuracy": accuracy, "eval_loss": loss}


def test_the_greatest_accuracy_then_the_smallest_loss_then_the_first():
    assert best_check([{"loss": 1.0, "step": 1}]) is None
    assert best_check([entry(1, 0.1), entry(2, 0.3), entry(3, 0.2)])["step"] == 2
    assert best_check([entry(1, 0.3, 2.0), entry(2, 0.3, 1.0), entry(3, 0.3, 1.0)])["step"] == 2
    assert best_check([entry(1, 0.3, math.nan), entry(2, 0.3, 9.0)])["step"] == 2


@pytest.fixture
def checks(monkeypatch):
    """Make the accuracy a function of the weights' age, which the loss of the model stands for."""
    seen = []

    def check(self, model):
        weight = next(iter(model.parameters())).detach().sum().item()
        if weight not in seen:
            seen.append(weight)
        return {"verified_accuracy": ACCURACIES[seen.index(weight)], "loss": 1.0}

    monkeypatch.setattr(Check, "__call__", check)


def stopped_after(tiny, folder, step, options, monkeypatch):
    """Interrupt a run without warning after an update, without a new checkpoint."""
    original = Interrupt.on_step_end

    def stop(self, args, state, control, **rest):
        original(self, args, state, control, **rest)
        if state.global_step == step:
            raise KeyboardInterrupt

    monkeypatch.setattr(Interrupt, "on_step_end", stop)
    with pytest.raises(KeyboardInterrupt):
        train(tiny, options, folder, progress=False)
    monkeypatch.setattr(Interrupt, "on_step_end", original)


def weights(folder):
    return load_file(folder / "model.safetensors")


def same(first, second):
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


def test_the_best_is_published(tiny, tmp_path, checks):
    model = train(tiny, OPTIONS, tmp_path / "model", progress=False)
    shorter = {**OPTIONS, "training.max_steps": BEST}
    at_the_best = train(tiny, shorter, tmp_path / "shorter", progress=False)
    assert same(weights(model), weights(at_the_best))
    results = json.loads((model / "results" / "training.json").read_text())
    assert results["published"] == "best"
    assert results["published_step"] == results["best_step"] == BEST
    assert results["best_check"]["verified_accuracy"] == 0.5
    assert results["last_check"]["verified_accuracy"] == 0.4
    assert results["steps"] == 6


def test_the_last_is_published_by_default(tiny, tmp_path, checks):
    options = {**OPTIONS, "training.keep_best": False}
    model = train(tiny, options, tmp_path / "model", progress=False)
    results = json.loads((model / "results" / "training.json").read_text())
    assert (results["published"], results["published_step"], results["best_step"]) == ("last", 6, 3)


@pytest.mark.parametrize("step", first_of([5, 4, 6]))
def test_an_interrupted_run_publishes_the_same(tiny, tmp_path, checks, monkeypatch, step):
    expected = train(tiny, OPTIONS, tmp_path / "whole", progress=False)
    folder = tmp_path / "cut"
    stopped_after(tiny, folder, step, OPTIONS, monkeypatch)
    kept = {path.name for path in folder.with_name("cut.checkpoints").iterdir()}
    assert f"best-{BEST}" in kept
    resumed = train(tiny, OPTIONS, folder, progress=False)
    assert same(weights(resumed), weights(expected))


def test_the_best_of_the_checkpoint_is_kept_until_the_next(tiny, tmp_path, checks, monkeypatch):
    options = {**OPTIONS, "training.save_every": 2}
    folder = tmp_path / "cut"
    stopped_after(tiny, folder, 4, options, monkeypatch)  # best 3 is behind checkpoint 2, best 2
    kept = {path.name for path in folder.with_name("cut.checkpoints").glob("*-*")}
    assert {"checkpoint-2", "best-2", "best-3"} <= kept
    shutil.rmtree(folder.with_name("cut.checkpoints"))
