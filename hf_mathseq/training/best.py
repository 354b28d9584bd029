"""The best check of a run, and the weights that it was of."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from hf_mathseq.training.log import ACCURACY, LOSS

WEIGHTS = "weights.pt"

Entry = Mapping[str, Any]


def best_check(history: Sequence[Entry]) -> Entry | None:
    """Return the log entry of the best check, or None where there is no check.

    The best has the greatest verified accuracy, then the smallest loss, and then comes first.
    """
    checks = [entry for entry in history if ACCURACY in entry]
    return min(checks, key=lambda entry: (-entry[ACCURACY], _loss(entry)), default=None)


def _loss(entry: Entry) -> float:
    loss = float(entry.get(LOSS, math.inf))
    return math.inf if math.isnan(loss) else loss


class KeepBest(TrainerCallback):
    """Stores the weights of the best check so far.

    Those of a check that is no longer the best stay until the next checkpoint is complete, so that
    a run that is killed at any time finds the best of the checkpoint that it goes on from.

    Args:
        checkpoints: Folder of checkpoints; the weights stand beside them in `best-<update>`.
        weights: Returns all weights in the first process; every process calls it.
    """

    def __init__(self, checkpoints: Path, weights: Callable[[], dict[str, torch.Tensor]]) -> None:
        self._checkpoints, self._weights = checkpoints, weights

    def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Store the weights, if the check just made is the best."""
        best = best_check(state.log_history)
        if best is None or best["step"] != state.global_step:
            return
        weights = self._weights()
        if state.is_world_process_zero:
            folder = self._folder(state.global_step)
            staged = folder.with_suffix(".incomplete")
            staged.mkdir(parents=True, exist_ok=True)
            torch.save(weights, staged / WEIGHTS)
            shutil.rmtree(folder, ignore_errors=True)
            staged.rename(folder)

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Remove all but the best, now that a checkpoint knows which one that is."""
        best = best_check(state.log_history)
        if state.is_world_process_zero and best is not None:
            for folder in self._checkpoints.glob("best-*"):
                if folder != self._folder(best["step"]):
                    shutil.rmtree(folder)

    def stored(self, step: int) -> dict[str, torch.Tensor]:
        """Return the weights of the check after an update, on the CPU."""
        file = self._folder(step) / WEIGHTS
        found: dict[str, torch.Tensor] = torch.load(file, map_location="cpu", weights_only=True)
        return found

    def _folder(self, step: int) -> Path:
        return self._checkpoints / f"best-{step}"
