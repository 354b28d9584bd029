"""Workers that draw and pad examples change nothing but the time."""

import json
import signal

import pytest
import torch
import yaml
from safetensors.torch import load_file

from hf_mathseq.training.arguments import training_arguments
from hf_mathseq.training.callbacks import Interrupt
from hf_mathseq.training.recipe import load_recipe, recipe_from
from hf_mathseq.training.run import train

OPTIONS = {"model.dropout": 0.1, "training.batch_size": 400, "training.max_steps": 24}
OPTIONS |= {"training.save_every": 8, "evaluation.every": 12}


def trained(tiny, folder, **options):
    settings = OPTIONS | {key.replace("__", "."): value for key, value in options.items()}
    return train(tiny, settings, folder, progress=False)


def weights(folder):
    return load_file(folder / "model.safetensors")


def same(first, second):
    return first.keys() == second.keys() and all(torch.equal(first[k], second[k]) for k in first)


@pytest.fixture
def task_class(tiny):
    return type(load_recipe(tiny).make_task())


@pytest.fixture
def drawn(monkeypatch, tmp_path, task_class):
    """Return a function that lists the blocks that were drawn, in any process."""
    original, log = task_class.id_rows, tmp_path / "drawn"

    def id_rows(self, split, seed, block):
        with log.open("a") as file:
            file.write(f"{block}\n")
        return original(self, split, seed, block)

    monkeypatch.setattr(task_class, "id_rows", id_rows)
    return lambda: sorted(map(int, log.read_text().split()))


@pytest.mark.slow
@pytest.mark.parametrize("window", [1, 3])
def test_any_number_gives_the_same_bits(tiny, tmp_path, window):
    expected = trained(tiny, tmp_path / "0", data__length_window=window)
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        found = trained(tiny, folder, data__length_window=window, training__data_workers=workers)
        assert same(weights(found), weights(expected))


def test_no_block_is_drawn_twice_and_the_wait_is_measured(tiny, tmp_path, drawn):
    model = trained(tiny, tmp_path / "model", training__data_workers=2, data__length_window=2)
    log = json.loads((model / "results" / "training.json").read_text())["log"]
    assert all(0 <= entry["data_wait_share"] < 1 for entry in log if "loss" in entry)
    blocks = drawn()
    assert len(set(blocks)) == len(blocks) > 3
    assert not (tmp_path / "model.checkpoints").exists()


def test_a_run_goes_on_with_another_number(tiny, tmp_path, monkeypatch, drawn):
    expected = trained(tiny, tmp_path / "whole")
    original = Interrupt.on_step_end

    def stop(self, args, state, control, **rest):
        self._received = signal.SIGINT if state.global_step == 16 else 0
        original(self, args, state, control, **rest)

    monkeypatch.setattr(Interrupt, "on_step_end", stop)
    with pytest.raises(KeyboardInterrupt):
        trained(tiny, tmp_path / "cut", training__data_workers=2)
    monkeypatch.setattr(Interrupt, "on_step_end", original)
    before = len(drawn())
    other = {"training__save_every": 3, "training__log_every": 2, "evaluation__batch_size": 5}
    resumed = trained(tiny, tmp_path / "cut", training__data_workers=1, **other)
    assert same(weights(resumed), weights(expected))
    assert len(drawn()) - before < before / 2


def test_parts_processes_and_workers_are_no_part_of_what_is_trained(whole):
    stored = yaml.safe_load((whole / "recipe.yaml").read_text())
    recipe = recipe_from(stored)
    parts = {"gradient_accumulation": 2, "num_processes": 2, "data_workers": 3}
    for key, value in {**parts, "log_every": 7, "save_every": 7}.items():
        other = recipe_from({**stored, "training": {**stored["training"], key: value}})
        assert other.trains_like(recipe)
    for key, value in {"keep_best": True, "torch_compile": True, "batch_size": 8}.items():
        other = recipe_from({**stored, "training": {**stored["training"], key: value}})
        assert not other.trains_like(recipe)


def test_an_error_in_a_worker_is_an_error_of_the_run(tiny, tmp_path, monkeypatch, task_class):
    original = task_class.id_rows

    def id_rows(self, split, seed, block):
        if block == 2:
            raise ValueError("one line")
        return original(self, split, seed, block)

    monkeypatch.setattr(task_class, "id_rows", id_rows)
    with pytest.raises(ValueError, match="one line"):
        trained(tiny, tmp_path / "model", training__data_workers=2)


@pytest.mark.parametrize(("window", "ahead"), [(1, 4), (50, 50), (10_000, 64)])
def test_a_worker_makes_the_next_length_window_while_one_is_learned(tiny, tmp_path, window, ahead):
    settings = OPTIONS | {"data.length_window": window, "training.data_workers": 1}
    arguments = training_arguments(load_recipe(tiny, settings), tmp_path, 1, progress=False)
    assert arguments.dataloader_prefetch_factor == ahead
