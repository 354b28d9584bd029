"""Programs that show the log of a run while it trains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hf_mathseq.options import OptionError

if TYPE_CHECKING:
    from transformers import TrainerCallback

PROJECT = "hf_mathseq"
"""Project of the runs in Trackio."""


def check_monitors(names: Iterable[str]) -> None:
    """Refuse monitors that are not installed.

    Args:
        names: A recipe's `training.report_to`.

    Raises:
        OptionError: One is not.
    """
    for name in names:
        if find_spec(name) is None:
            raise OptionError(
                f"training.report_to: {name} is not installed; pip install {name}, or "
                "--set training.report_to="
            )


def monitors(names: Iterable[str], logs: Path, arguments: Any) -> list[TrainerCallback]:
    """Return the callbacks that pass the log on.

    Args:
        names: A recipe's `training.report_to`.
        logs: Folder for files of events, which stays when the run has ended.
        arguments: Those of the trainer; they get the names of project and run.
    """
    arguments.project, arguments.run_name = PROJECT, logs.stem
    return [_CALLBACKS[name](logs) for name in names]


def _tensorboard(logs: Path) -> TrainerCallback:
    from transformers.integrations import TensorBoardCallback

    callback = TensorBoardCallback()
    callback.logging_dir = str(logs)
    return callback


def _trackio(_: Path) -> TrainerCallback:
    from transformers.integrations import TrackioCallback

    return TrackioCallback()


_CALLBACKS: dict[str, Callable[[Path], TrainerCallback]] = {
    "tensorboard": _tensorboard,
    "trackio": _trackio,
}
