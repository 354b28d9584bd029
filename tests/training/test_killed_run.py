"""A run that is killed without warning goes on, by the same command, to the same weights."""

import os
import signal
import subprocess
import sys
import time

import pytest
import torch
from safetensors.torch import load_file

from hf_mathseq.training.run import train

LONG = {
    "training.max_steps": 120,
    "training.save_every": 5,
    "training.schedule": "cosine",
    "evaluation.every": 40,
}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_killed_in_the_middle(tiny, tmp_path):
    undisturbed = train(tiny, LONG, tmp_path / "undisturbed", progress=False)
    settings = [f"--set={key}={value}" for key, value in LONG.items()]
    command = [sys.executable, "-m", "hf_mathseq", "train", str(tiny), *settings]
    killed = subprocess.Popen(
        [*command, "--output", str(tmp_path / "killed")], stderr=subprocess.DEVNULL
    )
    checkpoints = tmp_path / "killed.checkpoints"
    deadline = time.monotonic() + 600
    while not list(checkpoints.glob("checkpoint-2*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    assert not (tmp_path / "killed").exists()

    resumed = train(tiny, LONG, tmp_path / "killed", progress=False)
    first, second = (load_file(f / "model.safetensors") for f in (undisturbed, resumed))
    assert first.keys() == second.keys()
    assert all(torch.equal(first[name], second[name]) for name in first)
