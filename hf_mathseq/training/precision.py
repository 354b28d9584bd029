"""What a training computes in: bf16 where the processor has units for it, fp32 elsewhere."""

from __future__ import annotations

import logging
import time
from functools import cache

import torch

SIDE, TRIES = 256, 5
"""Rows and columns of the matrices whose products are timed, and how often each is."""
EMULATED = 2.0
"""A product that takes so many times as long in bf16 as in fp32 is emulated. One processor with
AVX2 alone took 49 to 63 times as long; where there are units for bf16, training in it is the faster
one (`benchmarks/training.py`)."""

logger = logging.getLogger(__name__)


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
