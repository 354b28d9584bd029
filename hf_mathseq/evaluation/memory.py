"""How many problems fit into memory when they are decoded together."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

import torch

from hf_mathseq.suggestions import UserError

P = ParamSpec("P")
T = TypeVar("T")

SHARE = 0.5
"""Part of the free memory that is planned for: estimates leave out what libraries reserve."""
POSITIONS = {"cpu": 1 << 14, "cuda": 1 << 19}
"""Positions of problems and answers that are decoded together where memory sets no limit. On a CPU
more are slower: their matrices do not fit its caches, and short answers wait for the longest of the
batch. So are fewer: every step of a batch costs some time of its own (measured on released models,
with beams of 1, 10 and 50)."""
_COPIES = 3  # of the keys while beams change places: those before, those after, one more to append
_FLOATS = 4  # tables of one step as wide as the vocabulary: logits, log-probabilities, sums, a copy


def planned_batches(
    model: Any, lengths: Sequence[int], limit: int, rows: int, size: int
) -> list[list[int]]:
    """Return the places of the problems of each batch, the longest problems first.

    Args:
        model: The model that decodes.
        lengths: Tokens of each problem.
        limit: The most tokens of an answer.
        rows: Hypotheses of a problem that are decoded at a time.
        size: Problems of a batch at most; 0 is as many as are decoded fastest.
    """
    order = sorted(range(len(lengths)), key=lambda place: lengths[place], reverse=True)
    budget = SHARE * _free_bytes(model.device)
    positions = POSITIONS.get(model.device.type, POSITIONS["cuda"])
    batches = []
    while order:
        longest = lengths[order[0]]
        most = size or positions // (rows * (longest + limit))
        fitting = int(budget // _problem_bytes(model, longest, limit, rows))
        count = max(1, min(most, fitting))
        batches.append(order[:count])
        order = order[count:]
    return batches


def halved(batches: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return batches of at most half the size of the first one, which did not fit into memory.

    Raises:
        UserError: The first one is one problem.
    """
    half = len(batches[0]) // 2
    if not half:
        raise UserError(
            "one problem alone does not fit into memory; take fewer beams or answers, or bf16"
        )
    return [list(b[i : i + half]) for b in batches for i in range(0, len(b), half)]


def within_memory(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Return what a function returns, None if the memory was not enough."""
    try:
        return function(*args, **kwargs)
    except (torch.OutOfMemoryError, MemoryError):
        pass
    except RuntimeError as error:  # what PyTorch raises on CPUs
        if "can't allocate memory" not in str(error):
            raise
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    return None


def _free_bytes(device: torch.device) -> int:
    """Return the free memory of a device; where the system does not say, half of all there is."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            kilobytes = next(line.split()[1] for line in lines if line.startswith("MemAvailable"))
        return int(kilobytes) << 10
    except (OSError, StopIteration):
        return _physical_bytes() // 2


def _physical_bytes() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows
        return 8 << 30


def _problem_bytes(model: Any, length: int, limit: int, rows: int) -> int:
    """Return about how many bytes one problem takes while it is decoded.

    Args:
        model: The model that decodes.
        length: Tokens of the problem.
        limit: The most tokens of an answer.
        rows: Hypotheses at a time.
    """
    config = getattr(model.config, "decoder", model.config)
    layers = getattr(config, "decoder_layers", config.num_hidden_layers)
    width, words = config.hidden_size, config.vocab_size
    keys = 2 * layers * width * (_COPIES * limit + length)
    scores = words * (
        _FLOATS + (limit if rows > 1 else 0)
    )  # a beam search keeps the scores of all steps
    states = 4 * width * length  # of the problem: one copy for each hypothesis, one in the making
    return 4 * rows * (keys + scores + states)
