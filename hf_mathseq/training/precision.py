"""What a training computes in: bf16 where the processor has units for it, fp32 elsewhere.

What is decided at the beginning of a run holds to its end, on whatever machine it goes on: the two
give other weights.
"""

from __future__ import annotations

import logging
import time
from functools import cache
from pathlib import Path
from typing import Any

import torch

from hf_mathseq.options import OptionError
from hf_mathseq.training.callbacks import last_complete_checkpoint
from hf_mathseq.training.launch import is_first_process, world_size
from hf_mathseq.training.sections import PRECISIONS
from hf_mathseq.whole import write_whole

FILE = "precision.txt"
"""Stands beside the recipe among the checkpoints of a run."""
SIDE, TRIES = 256, 5
"""Rows and columns of the matrices whose products are timed, and how often each is."""
EMULATED = 2.0
"""A product that takes so many times as long in bf16 as in fp32 is emulated. One processor with
AVX2 alone took 49 to 63 times as long; where there are units for bf16, training in it is the faster
one (`benchmarks/training.py`)."""

logger = logging.getLogger(__name__)


def precision_of_run(wanted: str, checkpoints: Path) -> str:
    """Return the precision that a run computes in, the same in all its processes.

    The first process decides it when the run begins, and writes it down; a run that goes on reads
    it. Every process calls it, connected with the others.

    Args:
        wanted: "fp32" or "bf16", what the recipe says.
        checkpoints: The run's folder of checkpoints.

    Raises:
        OptionError: What was written down is damaged.
    """
    if wanted != "bf16":
        return wanted
    decided: list[str] = [""]
    if is_first_process():
        decided = [_stored(checkpoints) or _decided(wanted, checkpoints)]
    if world_size() > 1:
        from accelerate.utils import broadcast_object_list

        broadcast_object_list(decided)
    return decided[0]


def precision_in(arguments: Any) -> str:
    """Return the precision that the trainer's arguments say."""
    return "bf16" if arguments.bf16 else "fp32"


def _decided(wanted: str, checkpoints: Path) -> str:
    checkpoints.mkdir(parents=True, exist_ok=True)
    found = precision_here(wanted)
    write_whole(checkpoints / FILE, f"{found}\n")
    return found


def _stored(checkpoints: Path) -> str | None:
    """Return what a run that goes on computed in, or None where nothing says so."""
    path = checkpoints / FILE
    if last_complete_checkpoint(checkpoints) is None or not path.exists():
        return None
    stored = path.read_text(encoding="utf-8", errors="replace").strip()
    if stored not in PRECISIONS:
        raise OptionError(f"{path} says neither fp32 nor bf16; start anew with --restart")
    if stored == "fp32":
        logger.warning("training in fp32 in place of bf16, as this run began")
    elif lacking := _lacking():
        logger.warning("%s: training in bf16 nevertheless, as this run began", lacking)
    return stored


@cache
def precision_here(wanted: str) -> str:
    """Return the precision that a training computes in on this machine; say so if it is another.

    Args:
        wanted: "fp32" or "bf16", what the recipe says.
    """
    lacking = _lacking() if wanted == "bf16" else ""
    if lacking:
        logger.warning("%s: training in fp32 in place of bf16", lacking)
        return "fp32"
    return wanted


def _lacking() -> str:
    """Return why bf16 is slow here, or nothing."""
    if torch.cuda.is_available():
        native = torch.cuda.is_bf16_supported(including_emulation=False)
        return "" if native else f"{torch.cuda.get_device_name()} does not compute in bf16"
    if torch.backends.mps.is_available():
        return ""
    slower = bf16_slowdown()
    return "" if slower < EMULATED else f"this processor is {slower:.0f} times slower in bf16"


def bf16_slowdown() -> float:
    """Return how many times longer a product of matrices takes on the CPU in bf16 than in fp32."""
    return _seconds(torch.bfloat16) / _seconds(torch.float32)


def _seconds(dtype: torch.dtype) -> float:
    """Return the shortest time of a product; the first one, which prepares, is not counted."""
    matrix = torch.ones(SIDE, SIDE, dtype=dtype)
    times = []
    for _ in range(TRIES + 1):
        start = time.perf_counter()
        matrix @ matrix
        times.append(time.perf_counter() - start)
    return min(times[1:])
