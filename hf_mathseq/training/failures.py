"""What a run lacks, memory or space, said in one line; the last good checkpoint is kept."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from hf_mathseq.suggestions import UserError
from hf_mathseq.training.callbacks import incomplete_checkpoints
from hf_mathseq.training.launch import world_size
from hf_mathseq.training.recipe import Recipe
from hf_mathseq.training.sections import TrainingOptions

GOES_ON = "the last checkpoint is kept, and the same command goes on from it"
_NO_MEMORY = (
    "can't allocate memory",
    "not enough memory",
    "out of memory",
)
_KILLED = "killed by signal: Killed"
"""What torch says of a data worker that the system ended."""
_NO_SHARED_MEMORY = ("out of shared memory", "shared memory(shm)", "</torch_")
"""What torch says when the batches of data workers do not fit into /dev/shm."""
_NO_SPACE = (
    "No space left on device",
    "Disk quota exceeded",
    "PytorchStreamWriter failed writing",
    "unexpected pos",
    "iostream error",
)
"""What torch and safetensors say in errors that are no `MemoryError` and no `OSError`."""


class ResourceError(UserError):
    """The machine has too little memory or space for a run."""


@contextmanager
def explained(recipe: Recipe, checkpoints: Path) -> Iterator[None]:
    """Turn errors for want of memory or space into advice.

    Args:
        recipe: What is trained.
        checkpoints: Folder of checkpoints; a half-written one is removed when the disk is full.

    Raises:
        ResourceError: The advice, in one line.
    """
    try:
        yield
    except Exception as error:
        want = want_of_workers(error)
        if want:
            fewer = "set fewer training.data_workers, or 0"
            raise ResourceError(f"{want}: {fewer}; {GOES_ON}") from error
        if lacks_memory(error):
            raise ResourceError(memory_advice(recipe.training)) from error
        if lacks_space(error):
            for half_written in incomplete_checkpoints(checkpoints):
                shutil.rmtree(half_written, ignore_errors=True)
            raise ResourceError(f"no space left for {checkpoints}; {GOES_ON}") from error
        raise


def lacks_memory(error: Exception) -> bool:
    """Return whether an error says that memory is spent, of an accelerator or of the machine."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(said in str(error) for said in _NO_MEMORY)


def want_of_workers(error: Exception) -> str:
    """Return what data workers lacked, in words; empty where it was something else."""
    said = str(error) if isinstance(error, RuntimeError) else ""
    if any(part in said for part in _NO_SHARED_MEMORY):
        return "out of shared memory (/dev/shm) for the batches of data workers"
    return "a data worker was killed, as when the memory is spent" if _KILLED in said else ""


def lacks_space(error: Exception) -> bool:
    """Return whether an error says that a disk is full."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    # An error of a data worker comes as a new one of its class with the text alone.
    return any(said in str(error) for said in _NO_SPACE)


def memory_advice(options: TrainingOptions) -> str:
    """Return what to do when memory is spent, in one line."""
    processes = world_size()
    at_a_time = options.batch_size // (processes * options.gradient_accumulation)
    smaller = [
        f"training.gradient_accumulation={parts} (the same training in smaller parts)"
        for parts in range(2 * options.gradient_accumulation, options.batch_size + 1)
        if options.batch_size % (processes * parts) == 0
    ][:1]
    other = [] if options.precision == "bf16" else ["training.precision=bf16"]
    advice = " or ".join(smaller) or "more processes"
    anew = ", ".join([*other, "fewer model.positions", "a smaller training.batch_size"])
    return (
        f"out of memory with {at_a_time} examples at a time: set {advice}; {GOES_ON}. "
        f"With --restart also {anew}"
    )
