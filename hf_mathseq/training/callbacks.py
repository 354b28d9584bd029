"""What happens between updates: counting the budget, stopping early, stopping on a signal."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from transformers import TrainerCallback, TrainerState
from transformers.trainer import TRAINER_STATE_NAME

from hf_mathseq.termination import Terminated
from hf_mathseq.training.log import ACCURACY
from hf_mathseq.training.sections import StopOptions

BUDGET_FILE = "budget.json"


class Budget(TrainerCallback):
    """Counts wall and CPU seconds over all resumed parts of a run.

    Its file is the last one written to a checkpoint: where it is, the checkpoint is complete.

    Args:
        checkpoint: The checkpoint that is resumed, or None.
    """

    def __init__(self, checkpoint: Path | None = None) -> None:
        before = json.loads((checkpoint / BUDGET_FILE).read_text()) if checkpoint else {}
        self._wall = float(before.get("wall_seconds", 0.0))
        self._cpu = float(before.get("cpu_seconds", 0.0))
        self._start_wall, self._start_cpu = time.monotonic(), time.process_time()

    def spent(self) -> dict[str, float]:
        """Return the seconds spent so far, by this process."""
        return {
            "wall_seconds": round(self._wall + time.monotonic() - self._start_wall, 2),
            "cpu_seconds": round(self._cpu + time.process_time() - self._start_cpu, 2),
        }

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Mark a checkpoint as complete."""
        if state.is_world_process_zero:
            marker = Path(args.output_dir) / f"checkpoint-{state.global_step}" / BUDGET_FILE
            staged = marker.with_suffix(".incomplete")
            staged.write_text(json.dumps(self.spent()))
            staged.replace(marker)

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Add the time to the log entry just made."""
        if state.log_history:
            state.log_history[-1] |= self.spent()


class StopAt(TrainerCallback):
    """Ends a run once its checks are good enough, or no longer get better.

    Args:
        options: The accuracy that is enough, and the checks without a better one that are borne.
    """

    def __init__(self, options: StopOptions) -> None:
        self._options = options

    def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Stop when the last check, which the log ends with, says so."""
        if is_enough(self._options, state.log_history):
            control.should_training_stop = True


def is_enough(options: StopOptions, history: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a run stops with the last check of its log."""
    found = [entry[ACCURACY] for entry in history if ACCURACY in entry]
    if not found:
        return False
    since_best = len(found) - 1 - found.index(max(found))
    reached = 0 < options.verified_accuracy <= found[-1]
    return reached or 0 < options.patience < since_best


class Interrupt(TrainerCallback):
    """Turns Ctrl-C or SIGTERM into a checkpoint after the current update.

    A second one leaves at once.
    """

    def __init__(self) -> None:
        self._received = 0

    @contextmanager
    def armed(self) -> Iterator[None]:
        """Take over the signals, where that is possible, and give them back at the end.

        Raises:
            KeyboardInterrupt: After Ctrl-C, when the checkpoint is written.
            Terminated: After SIGTERM, likewise.
        """
        possible = threading.current_thread() is threading.main_thread()
        numbers = (signal.SIGINT, signal.SIGTERM) if possible else ()
        before = {number: signal.signal(number, self._request) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        if self._received:
            raise _exception_of(self._received)

    def _request(self, number: int, frame: FrameType | None) -> None:
        if self._received:
            raise _exception_of(number)
        self._received = number

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Save and stop if any process was asked to."""
        if args.world_size > 1:
            number = torch.tensor([float(self._received)], device=args.device)
            torch.distributed.all_reduce(number, op=torch.distributed.ReduceOp.MAX)
            self._received = int(number.item())
        if self._received:
            control.should_save = True
            control.should_training_stop = True


def _exception_of(number: int) -> KeyboardInterrupt:
    return Terminated() if number == signal.SIGTERM else KeyboardInterrupt()


def last_complete_checkpoint(folder: Path) -> Path | None:
    """Return the newest checkpoint that was written to the end, or None."""
    found = [path.parent for path in folder.glob(f"checkpoint-*/{BUDGET_FILE}")]
    return max(found, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


def stopped_at(checkpoint: Path, options: StopOptions) -> int | None:
    """Return the update of a checkpoint whose check stopped the run, None if it went on.

    The run may have been ended behind it, before its model was written.
    """
    state = TrainerState.load_from_json(str(checkpoint / TRAINER_STATE_NAME))
    last = [entry["step"] for entry in state.log_history if ACCURACY in entry][-1:]
    ended = last == [state.global_step] and is_enough(options, state.log_history)
    return state.global_step if ended else None


def incomplete_checkpoints(folder: Path) -> list[Path]:
    """Return the checkpoints that were not written to the end."""
    return [path for path in folder.glob("checkpoint-*") if not (path / BUDGET_FILE).exists()]
