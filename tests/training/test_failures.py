"""Too little memory or space: one line of advice, and the same command goes on afterwards."""

import errno
from pathlib import Path

import pytest
import torch
from depth import first_of
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch._utils import ExceptionWrapper
from transformers import PreTrainedModel

from hf_mathseq.cli import main
from hf_mathseq.training.failures import (
    ResourceError,
    explained,
    lacks_memory,
    lacks_space,
    memory_advice,
)
from hf_mathseq.training.recipe import load_recipe
from hf_mathseq.training.run import train
from hf_mathseq.training.sections import TrainingOptions
from hf_mathseq.training.trainer import MathSeqTrainer

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.is_char_device(), reason="no device that is always full")


def weights(folder):
    return load_file(folder / "model.safetensors")


def allocating(step):
    """Return a training step that wants more memory than there is, after some updates."""
    original = MathSeqTrainer.training_step

    def training_step(self, *arguments, **rest):
        if self.state.global_step == step:
            torch.empty(2**55)
        return original(self, *arguments, **rest)

    return training_step


def test_no_memory_is_advice_and_the_run_goes_on(tiny, tmp_path, monkeypatch, whole):
    with monkeypatch.context() as patch:
        patch.setattr(MathSeqTrainer, "training_step", allocating(4))
        with pytest.raises(ResourceError, match=r"gradient_accumulation=2") as caught:
            train(tiny, output_dir=tmp_path / "model", progress=False)
    assert "\n" not in str(caught.value)
    smaller = {"training.gradient_accumulation": 2}
    resumed = train(tiny, smaller, tmp_path / "model", progress=False)
    expected = weights(whole)
    for name, found in weights(resumed).items():
        assert torch.allclose(found, expected[name], atol=1e-4)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes"),
    ],
)
def test_memory_errors_are_known(error):
    assert lacks_memory(error)
    assert not lacks_space(error)


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("DataLoader worker (pid 3) is killed by signal: Killed.", "a data worker was killed"),
        (
            "DataLoader worker (pid 3) is killed by signal: Bus error. It is possible that "
            "dataloader's workers are out of shared memory. Please try to raise.",
            "out of shared mem",
        ),
        (
            "Caught RuntimeError in DataLoader worker process 0.\nunable to allocate shared "
            "memory(shm) for file </torch_3_4_0>: No space left on device (28)",
            "out of shared mem",
        ),
    ],
)
def test_what_workers_lack_is_advice(said, want, tmp_path, tiny):
    with (
        pytest.raises(ResourceError, match=f"{want}.* fewer training.data_workers"),
        explained(load_recipe(tiny), tmp_path),
    ):
        raise RuntimeError(said)


def test_too_little_shared_memory_is_an_error_and_no_endless_wait(tiny, tmp_path, monkeypatch):
    def full(_):
        raise RuntimeError("unable to allocate shared memory(shm) for file </torch_3_4_0>")

    monkeypatch.setattr(torch.Tensor, "share_memory_", full)
    with pytest.raises(ResourceError, match="out of shared memory"):
        train(tiny, {"training.data_workers": 1}, tmp_path / "model", progress=False)


def test_a_full_disk_is_known_when_a_worker_meets_it():
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        told = ExceptionWrapper(where="in a worker")
    with pytest.raises(OSError, match="in a worker") as caught:
        told.reraise()
    assert lacks_space(caught.value)


def test_other_errors_are_not_taken_for_them():
    for error in (RuntimeError("shapes"), OSError(errno.ENOENT, "nothing"), ValueError("x")):
        assert not lacks_memory(error)
        assert not lacks_space(error)


def test_the_advice_fits_the_batch():
    assert "gradient_accumulation=3 " in memory_advice(TrainingOptions(batch_size=3))
    assert "gradient_accumulation=8 " in memory_advice(
        TrainingOptions(batch_size=64, gradient_accumulation=4)
    )
    assert "bf16" not in memory_advice(TrainingOptions(batch_size=64, precision="bf16"))
    assert "more processes" in memory_advice(TrainingOptions(batch_size=1))


@needs_full
@pytest.mark.parametrize(
    "file",
    first_of(["optimizer.pt", "budget.incomplete", "scheduler.pt", "trainer_state.json"], kept=2),
)
def test_a_full_disk_keeps_the_last_checkpoint(tiny, tmp_path, capsys, file, whole):
    checkpoints = tmp_path / "model.checkpoints"
    train_to_4 = ["train", str(tiny), "--output", str(tmp_path / "model")]
    (checkpoints / "checkpoint-4").mkdir(parents=True)
    (checkpoints / "checkpoint-4" / file).symlink_to(FULL)  # what is written there fails
    assert main(train_to_4) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert "no space left" in said
    assert "goes on" in said
    assert not (checkpoints / "checkpoint-4").exists()
    assert (checkpoints / "checkpoint-2" / "budget.json").exists()
    assert main(train_to_4) == 0
    expected, found = weights(whole), weights(tmp_path / "model")
    assert all(torch.equal(found[name], expected[name]) for name in expected)


def test_weights_that_do_not_fit(tiny, tmp_path, monkeypatch, whole):
    original = PreTrainedModel.save_pretrained

    def half(self, folder, *arguments, **rest):
        if Path(folder).name == "checkpoint-4":
            Path(folder).mkdir(exist_ok=True)
            (Path(folder) / "model.safetensors").write_bytes(b"half")
            raise SafetensorError("I/O error: No space left on device (os error 28)")
        return original(self, folder, *arguments, **rest)

    with monkeypatch.context() as patch:
        patch.setattr(PreTrainedModel, "save_pretrained", half)
        with pytest.raises(ResourceError, match="no space left"):
            train(tiny, output_dir=tmp_path / "model", progress=False)
    found = weights(train(tiny, output_dir=tmp_path / "model", progress=False))
    assert all(torch.equal(found[name], value) for name, value in weights(whole).items())


@needs_full
def test_a_full_disk_at_the_end_keeps_the_last_checkpoint(tiny, tmp_path, monkeypatch, whole):
    from hf_mathseq.training import publish

    def full(*_):
        FULL.write_text("anything")

    with monkeypatch.context() as patch:
        patch.setattr(publish, "write_card", full)
        with pytest.raises(ResourceError, match="no space left"):
            train(tiny, output_dir=tmp_path / "model", progress=False)
    assert not (tmp_path / "model").exists()
    found = weights(train(tiny, output_dir=tmp_path / "model", progress=False))
    assert all(torch.equal(found[name], value) for name, value in weights(whole).items())
