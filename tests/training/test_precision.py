"""bf16 is computed in where the processor has it; elsewhere a training says that it takes fp32.

A run ends in what it began with, in all its processes.
"""

import json
import logging
import os
import subprocess
import sys

import pytest
import torch

from hf_mathseq.options import OptionError
from hf_mathseq.training import precision
from hf_mathseq.training.arguments import training_arguments
from hf_mathseq.training.callbacks import BUDGET_FILE, Interrupt
from hf_mathseq.training.recipe import load_recipe
from hf_mathseq.training.run import train

pytestmark = pytest.mark.skipif(
    torch.cuda.is_available() or torch.backends.mps.is_available(), reason="about processors"
)


@pytest.fixture(autouse=True)
def asked_anew():
    precision.precision_here.cache_clear()
    yield
    precision.precision_here.cache_clear()


@pytest.mark.parametrize(("slowdown", "used"), [(0.2, True), (1.3, True), (32.0, False)])
def test_bf16_is_used_where_it_is_no_slower(monkeypatch, caplog, tmp_path, slowdown, used):
    monkeypatch.setattr(precision, "bf16_slowdown", lambda: slowdown)
    recipe = load_recipe("linear_algebra/eigenvalues-laptop")
    assert recipe.training.precision == "bf16"
    with caplog.at_level(logging.WARNING):
        arguments = training_arguments(recipe, tmp_path, 1, progress=False)
        again = training_arguments(recipe, tmp_path, 1, progress=False)
    assert arguments.bf16 is again.bf16 is used
    said = [record.getMessage() for record in caplog.records]
    assert said == (
        []
        if used
        else ["this processor is 32 times slower in bf16: training in fp32 in place of bf16"]
    )


def test_fp32_is_not_measured(monkeypatch):
    monkeypatch.setattr(precision, "bf16_slowdown", None)
    assert precision.precision_here("fp32") == "fp32"


@pytest.mark.parametrize(("native", "used"), [(True, "bf16"), (False, "fp32")])
def test_older_accelerators_train_in_fp32(monkeypatch, caplog, native, used):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: native)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "Tesla T4")
    assert precision.precision_here("bf16") == used
    assert ("Tesla T4 does not compute in bf16" in caplog.text) is not native


def test_what_is_measured_decides():
    slowdown = precision.bf16_slowdown()
    assert 0.01 < slowdown < 1000
    unclear = precision.EMULATED / 1.3 < slowdown < precision.EMULATED * 1.3
    assert unclear or precision.precision_here("bf16") == (
        "bf16" if slowdown < precision.EMULATED else "fp32"
    )


def slowdown_is(monkeypatch, times):
    precision.precision_here.cache_clear()
    monkeypatch.setattr(precision, "bf16_slowdown", lambda: times)


def begun(folder, stored):
    (folder / "checkpoint-2").mkdir(parents=True)
    (folder / "checkpoint-2" / BUDGET_FILE).write_text("{}")
    (folder / precision.FILE).write_text(stored)
    return folder


@pytest.mark.parametrize("before", [1.0, 32.0])
def test_a_run_goes_on_in_what_it_began_with(tiny, tmp_path, monkeypatch, before):
    def interrupt(self, args, state, control, **_):
        self._received = 2 if state.global_step == 3 else None
        original(self, args, state, control)

    original, settings = Interrupt.on_step_end, {"training.precision": "bf16"}
    slowdown_is(monkeypatch, before)
    with monkeypatch.context() as patched:
        patched.setattr(Interrupt, "on_step_end", interrupt)
        with pytest.raises(KeyboardInterrupt):
            train(tiny, settings, tmp_path / "cut", progress=False)
    slowdown_is(monkeypatch, 33.0 - before)
    resumed = train(tiny, settings, tmp_path / "cut", progress=False)
    results = json.loads((resumed / "results" / "training.json").read_text())
    assert results["precision"] == ("bf16" if before < precision.EMULATED else "fp32")


@pytest.mark.parametrize(("stored", "times"), [("bf16", 32.0), ("fp32", 1.0)])
def test_what_another_machine_would_take_is_said(monkeypatch, caplog, tmp_path, stored, times):
    slowdown_is(monkeypatch, times)
    folder = begun(tmp_path, f"{stored}\n")
    assert precision.precision_of_run("bf16", folder) == stored
    assert f"training in {stored}" in caplog.text
    assert "as this run began" in caplog.text


def test_what_no_checkpoint_was_computed_in_binds_nobody(monkeypatch, tmp_path):
    (tmp_path / precision.FILE).write_text("fp32\n")
    slowdown_is(monkeypatch, 1.0)
    assert precision.precision_of_run("bf16", tmp_path) == "bf16"
    assert (tmp_path / precision.FILE).read_text() == "bf16\n"


def test_a_damaged_precision_is_one_line(tmp_path):
    with pytest.raises(OptionError, match=r"precision.txt says neither fp32 nor bf16"):
        precision.precision_of_run("bf16", begun(tmp_path, "b\0\n"))


ONE_OF_TWO = """
import os, sys
from pathlib import Path
from hf_mathseq.training import precision
from hf_mathseq.training.arguments import training_arguments
from hf_mathseq.training.recipe import load_recipe
precision.bf16_slowdown = lambda: 1.0 if os.environ["RANK"] == "0" else 32.0
recipe = load_recipe(sys.argv[1], {"training.precision": "bf16"})
arguments = training_arguments(recipe, Path(sys.argv[2]), 2, progress=False)
Path(sys.argv[2], os.environ["RANK"]).write_text(precision.precision_in(arguments))
"""


def test_all_processes_take_what_the_first_one_decides(tiny, tmp_path):
    (tmp_path / "one.py").write_text(ONE_OF_TWO)
    launched = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node=2"]
    done = subprocess.run(
        [*launched, str(tmp_path / "one.py"), str(tiny), str(tmp_path)],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert [(tmp_path / rank).read_text() for rank in "01"] == ["bf16", "bf16"]
