"""Runs of every way to get data, killed at random times again and again, end with equal weights."""

import multiprocessing
import os
import random
import signal
import threading
import time

import pytest
import torch
import yaml
from safetensors.torch import load_file

from hf_mathseq.data.shards import generate_to
from hf_mathseq.tasks import get_task
from hf_mathseq.training.run import train

SIZES = {"min_dimension": 2, "max_dimension": 3, "input_encoding": "P10", "output_encoding": "P10"}
RUN = {
    "options": SIZES,
    "training.max_steps": 100,
    "training.batch_size": 8,
    "training.save_every": 5,
    "training.log_every": 50,
    "training.schedule": "cosine",
    "evaluation.every": 50,
    "evaluation.examples": 4,
}
MEMBER = {"task": "linear_algebra/eigenvalues", "share": 0.3}
MODES = {
    "drawn": {},
    "curriculum, mixture partly from a folder, sorted, short": {
        "mixture": [MEMBER, {"task": "linear_algebra/inverse", "share": 0.2, "folder": "inverse"}],
        "curriculum": [{"steps": 45, "options": {"coefficients": "gaussian"}}],
        "data.length_window": 4,
        "data.too_long": "drop",
        "model.positions": 40,
    },
    "own folder, mixture drawn, data workers": {
        "mixture": [MEMBER],
        "data.folder": "transpose",
        "training.data_workers": 2,
    },
}
PATIENCE_SECONDS = 900


def train_and_die(recipe, settings, output, checkpoint, delay):
    """Train; some time after a checkpoint stands there, end without warning."""

    def die():
        folder = output.with_name(f"{output.name}.checkpoints")
        while not any(step >= checkpoint for step in saved(folder)):
            time.sleep(0.005)
        time.sleep(delay)
        os.kill(os.getpid(), signal.SIGKILL)

    multiprocessing.set_start_method("fork", force=True)  # not that of the test's own server
    threading.Thread(target=die, daemon=True).start()
    train(recipe, settings, output, progress=False)


def saved(folder):
    return [int(path.name.rpartition("-")[2]) for path in folder.glob("checkpoint-*")]


def check_mode(recipe, settings, folder, kills, seed):
    whole = train(recipe, settings, folder / "whole", progress=False)
    context = multiprocessing.get_context("forkserver")  # imports once, and forks from there
    context.set_forkserver_preload(["hf_mathseq.training.run", "transformers.trainer_seq2seq"])
    rng = random.Random(seed)
    for checkpoint in kills:
        arguments = (recipe, settings, folder / "killed", checkpoint, rng.uniform(0, 0.2))
        process = context.Process(target=train_and_die, args=arguments)
        process.start()
        process.join(PATIENCE_SECONDS)
        assert process.exitcode == -signal.SIGKILL
        assert not (folder / "killed").exists()
    resumed = train(recipe, settings, folder / "killed", progress=False)
    first, second = (load_file(path / "model.safetensors") for path in (whole, resumed))
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """Stand where there are folders of two tasks."""
    monkeypatch.chdir(tmp_path)
    for name in ("transpose", "inverse"):
        task = get_task(f"linear_algebra/{name}", **SIZES)
        generate_to(task, tmp_path / name, 300, progress=False)
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_killed_again_and_again(tiny, folders):
    mode = "curriculum, mixture partly from a folder, sorted, short"
    check_mode(tiny, RUN | MODES[mode], folders, kills=(55,), seed=mode)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("mode", MODES)
def test_killed_three_times_in_every_mode(tiny, folders, mode):
    check_mode(tiny, RUN | MODES[mode], folders, kills=(10, 35, 55), seed=mode)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_run_on_expressions_is_killed_six_times(tmp_path, tiny):
    recipe = yaml.safe_load(tiny.read_text())
    recipe |= {
        "task": "integration/bwd",
        "options": {"max_ops": 3, "min_ops": 1, "max_len": 48},
        "mixture": [
            {"task": "integration/ibp", "share": 0.2},
            {"task": "integration/fwd", "share": 0.2},
        ],
        "data": {"length_window": 10},
    }
    recipe["training"] |= {"max_steps": 400, "save_every": 25, "precision": "bf16"}
    recipe["evaluation"]["every"] = 200
    path = tmp_path / "expressions.yaml"
    path.write_text(yaml.safe_dump(recipe))
    check_mode(path, {}, tmp_path, kills=range(50, 350, 50), seed=0)
