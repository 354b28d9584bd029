"""datatrove's executors, which run a pipeline of one step: the share of a rank."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from hf_mathseq.executors.base import PartsExecutor, Work


def common_arguments(work: Work) -> dict[str, Any]:
    """Return the arguments that every executor of datatrove takes."""
    return {
        "pipeline": [work.share],
        "tasks": work.tasks,
        "logging_dir": work.logs,
        "skip_completed": False,
    }


def all_or(workers: int) -> int:
    """Return a number of workers as datatrove writes it."""
    return workers or -1


class TroveExecutor(PartsExecutor):
    """Draws parts by an executor of datatrove."""

    needs = ("datatrove",)

    @abstractmethod
    def executor(self, work: Work) -> Any:
        """Return the datatrove executor."""

    def draw(self, work: Work) -> None:
        """Run all tasks and wait for them."""
        self.executor(work).run()
