import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch
import yaml
from depth import first_of
from safetensors.torch import load_file

import hf_mathseq
from hf_mathseq.cli import main
from hf_mathseq.data.manifest import ShardError
from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import UserError
from hf_mathseq.training import finish, run
from hf_mathseq.training.callbacks import Interrupt, last_complete_checkpoint
from hf_mathseq.training.check import Check
from hf_mathseq.training.files import default_folder
from hf_mathseq.training.recipe import load_recipe
from hf_mathseq.training.run import train

ROOT = Path(hf_mathseq.__file__).parent.parent


def weights(folder):
    return load_file(folder / "model.safetensors")


def log(folder):
    entries = json.loads((folder / "results" / "training.json").read_text())["log"]
    return [(e["step"], e["loss"], e["grad_norm"]) for e in entries if "loss" in e]


def same(first, second):
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


def test_the_folder_is_a_complete_repository(whole):
    found = {str(p.relative_to(whole)) for p in whole.rglob("*") if p.is_file()}
    assert found == {
        "README.md",
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "recipe.yaml",
        "results/training.json",
        "tokenizer.json",
        "tokenizer_config.json",
    }
    assert not whole.with_name("model.checkpoints").exists()
    assert "auto_map" not in (whole / "config.json").read_text()
    assert "auto_map" not in (whole / "tokenizer_config.json").read_text()


def test_who_may_read_one_file_of_a_model_may_read_all(whole):
    assert len({p.stat().st_mode for p in whole.rglob("*") if p.is_file()}) == 1


def test_the_run_is_recorded(whole):
    results = json.loads((whole / "results" / "training.json").read_text())
    assert results["steps"] == 6
    assert results["examples_seen"] == 96
    assert results["wall_seconds"] > 0
    assert results["cpu_seconds"] > 0
    names = {"loss", "verified_accuracy", "undecided", "exact_match"}
    assert results["last_check"].keys() == names
    assert 0 <= results["last_check"]["verified_accuracy"] <= 1
    assert [step for step, *_ in log(whole)] == [1, 2, 3, 4, 5, 6]
    assert {e["step"] for e in results["log"] if "eval_loss" in e} == {3, 6}
    assert "96" in (whole / "README.md").read_text()


def test_the_loss_falls(whole):
    assert log(whole)[-1][1] < log(whole)[0][1]


def test_a_finished_run_is_returned_as_it_is(whole, monkeypatch):
    monkeypatch.setattr(run, "_run", None)
    assert train(whole.parent / "tiny.yaml", output_dir=whole) == whole


def test_another_recipe_does_not_overwrite(whole):
    with pytest.raises(OptionError, match="another recipe"):
        train(whole.parent / "tiny.yaml", {"seed": 1}, output_dir=whole)


def test_a_run_that_wrote_no_checkpoint_is_in_nobodys_way(tiny, tmp_path):
    killed = tmp_path / "model.checkpoints"
    killed.mkdir()
    (killed / "recipe.yaml").write_text(load_recipe(tiny, {"seed": 1}).to_yaml())
    assert (train(tiny, None, tmp_path / "model", progress=False) / "model.safetensors").exists()


@pytest.mark.parametrize("where", ["data", "mixture"])
def test_a_missing_folder_is_said_before_anything_is_drawn(tiny, tmp_path, monkeypatch, where):
    def draws(*_, **__):
        raise AssertionError("examples were drawn")

    nowhere = str(tmp_path / "nowhere")
    member = {"task": "linear_algebra/eigenvalues", "share": 0.5, "folder": nowhere}
    missing = {"data": {"data.folder": nowhere}, "mixture": {"mixture": [member]}}[where]
    monkeypatch.setattr(type(load_recipe(tiny).make_task()), "generate_block", draws)
    with pytest.raises(ShardError, match=f"no finished train split in {nowhere}"):
        train(tiny, missing | {"suites": "linear_algebra/dimensions"}, tmp_path / "model")
    assert not any(tmp_path.glob("model*"))


def test_another_recipe_does_not_resume(tiny, tmp_path):
    checkpoints = tmp_path / "model.checkpoints"
    (checkpoints / "checkpoint-2").mkdir(parents=True)
    (checkpoints / "recipe.yaml").write_text(load_recipe(tiny, {"seed": 1}).to_yaml())
    with pytest.raises(OptionError, match="another recipe"):
        train(tiny, output_dir=tmp_path / "model")
    train(tiny, output_dir=tmp_path / "model", resume=False, progress=False)
    assert (tmp_path / "model" / "model.safetensors").exists()


def test_models_stand_in_runs_by_default():
    assert default_folder("linear_algebra/x") == Path("runs/linear_algebra/x")
    assert default_folder("/somewhere/mine.yaml") == Path("runs/mine")


def test_a_foreign_folder_is_not_touched(tiny, tmp_path):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "recipe.yaml").write_text(Path(tiny).read_text())
    for resume in (True, False):
        with pytest.raises(UserError, match="holds no model of ours"):
            train(mine / "recipe.yaml", output_dir=mine, resume=resume)


def test_what_stands_beside_a_model_is_not_lost(tiny, tmp_path):
    model = train(tiny, output_dir=tmp_path / "model", progress=False)
    (model / "thesis.txt").write_text("x")
    with pytest.raises(UserError, match=r"holds 'thesis\.txt', which is not of a model"):
        train(tiny, output_dir=model, resume=False)
    assert (model / "thesis.txt").exists()


@pytest.mark.parametrize("options", [{}, {"data.length_window": 3}])
def test_accumulation_changes_neither_loss_nor_gradient(tiny, tmp_path, options):
    runs = [
        train(
            tiny,
            {"training.gradient_accumulation": parts, "training.max_steps": 3, **options},
            output_dir=tmp_path / str(parts),
            progress=False,
        )
        for parts in (1, 4)
    ]
    for one, four in zip(*map(log, runs), strict=True):
        assert four == pytest.approx(one, rel=1e-4)


@pytest.fixture
def one_thread():
    """Compute in one thread, as processes do that are told to."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
def test_two_processes_give_the_bits_of_one_that_accumulates(tiny, tmp_path):
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node=2"]
    output = tmp_path / "two"
    command += [str(ROOT / "train.py"), str(tiny), "--output", str(output)]
    done = subprocess.run(
        [*command], env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    parts = {"training.gradient_accumulation": 2}
    one = train(tiny, parts, tmp_path / "one", progress=False)
    assert same(weights(output), weights(one))
    for accumulated, together in zip(log(one), log(output), strict=True):
        assert together == pytest.approx(accumulated, rel=1e-6)


def test_accelerate_that_starts_one_process_is_refused(tiny, tmp_path):
    command = [sys.executable, "-m", "accelerate.commands.launch", "--cpu", "--num_processes", "2"]
    done = subprocess.run(
        [*command, str(ROOT / "train.py"), str(tiny), "--output", str(tmp_path / "two")],
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "torchrun" in done.stderr
    assert not (tmp_path / "two").exists()


def raise_signal_at(monkeypatch, step, number):
    original = Interrupt.on_step_end

    def raise_signal(self, args, state, control, **rest):
        if state.global_step == step:
            signal.raise_signal(number)
        original(self, args, state, control, **rest)

    monkeypatch.setattr(Interrupt, "on_step_end", raise_signal)


@pytest.mark.parametrize(
    ("precision", "window"), first_of([("bf16", 2), ("fp32", 1), ("fp32", 2), ("bf16", 1)], kept=2)
)
def test_an_interrupted_run_ends_with_the_same_bits(tiny, tmp_path, monkeypatch, precision, window):
    options = {"training.precision": precision, "data.length_window": window}
    expected = train(tiny, options, output_dir=tmp_path / "whole", progress=False)
    with monkeypatch.context() as patched:
        raise_signal_at(patched, 3, signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            train(tiny, options, output_dir=tmp_path / "cut", progress=False)
    assert not (tmp_path / "cut").exists()
    resumed = train(tiny, options, output_dir=tmp_path / "cut", progress=False)
    assert same(weights(resumed), weights(expected))
    assert log(resumed) == log(expected)


def test_sigterm_writes_a_checkpoint_and_is_143(tiny, tmp_path, monkeypatch, capsys):
    raise_signal_at(monkeypatch, 3, signal.SIGTERM)
    assert main(["train", str(tiny), "--output", str(tmp_path / "cut")]) == 143
    assert "terminated" in capsys.readouterr().err
    assert not (tmp_path / "cut").exists()
    assert last_complete_checkpoint(tmp_path / "cut.checkpoints").name == "checkpoint-3"
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_half_written_checkpoint_is_not_resumed(tmp_path):
    for step, files in ((2, ["budget.json"]), (4, ["budget.json"]), (6, ["model.safetensors"])):
        (tmp_path / f"checkpoint-{step}").mkdir()
        for file in files:
            (tmp_path / f"checkpoint-{step}" / file).write_text("{}")
    assert last_complete_checkpoint(tmp_path).name == "checkpoint-4"
    shutil.rmtree(tmp_path / "checkpoint-4")
    assert last_complete_checkpoint(tmp_path).name == "checkpoint-2"
    assert last_complete_checkpoint(tmp_path / "nowhere") is None


def test_a_reached_target_ends_the_run(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(Check, "__call__", lambda self, model: {"verified_accuracy": 0.995})
    options = {"stop_at.verified_accuracy": 0.99}
    model = train(tiny, options, output_dir=tmp_path / "model", progress=False)
    results = json.loads((model / "results" / "training.json").read_text())
    assert results["steps"] == 3
    assert results["stopped_early"]


def test_a_run_that_gets_no_better_loses_patience(tiny, tmp_path, monkeypatch):
    accuracies = iter([0.1, 0.3, 0.2, 0.3, 0.1, 0.9])
    monkeypatch.setattr(
        Check, "__call__", lambda self, model: {"verified_accuracy": next(accuracies)}
    )
    options = {"stop_at.patience": 2, "evaluation.every": 1}
    model = train(tiny, options, output_dir=tmp_path / "model", progress=False)
    assert json.loads((model / "results" / "training.json").read_text())["steps"] == 5


def test_a_run_of_a_recipe_with_fewer_keys_is_known(whole, tmp_path):
    older = shutil.copytree(whole, tmp_path / "older")
    recipe = yaml.safe_load((older / "recipe.yaml").read_text())
    del recipe["start_from"], recipe["suites"], recipe["evaluation"]["suite_examples"]
    (older / "recipe.yaml").write_text(yaml.safe_dump(recipe))
    assert train(whole.parent / "tiny.yaml", output_dir=older) == older


def test_weights_are_saved_in_the_wanted_type(tiny, tmp_path):
    options = {"training.save_dtype": "bfloat16", "training.max_steps": 1}
    model = train(tiny, options, output_dir=tmp_path / "model", progress=False)
    assert {w.dtype for w in weights(model).values()} == {torch.bfloat16}


def test_a_run_that_had_stopped_goes_no_further(tiny, tmp_path, monkeypatch):
    """It stops with the check of a checkpoint, and ends before its model is written."""
    options = {"stop_at.patience": 1, "evaluation.every": 2, "training.max_steps": 12}
    monkeypatch.setattr(Check, "__call__", lambda *_: {"verified_accuracy": 0.0, "loss": 1.0})
    expected = train(tiny, options, tmp_path / "whole", progress=False)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(finish, "write_model_folder", killed)
        with pytest.raises(KeyboardInterrupt):
            train(tiny, options, tmp_path / "model", progress=False)
    assert last_complete_checkpoint(tmp_path / "model.checkpoints").name == "checkpoint-6"
    resumed = train(tiny, options, tmp_path / "model", progress=False)
    assert log(resumed) == log(expected)
    assert same(weights(resumed), weights(expected))
