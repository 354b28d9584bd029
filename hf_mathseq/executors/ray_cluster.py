"""A Ray cluster: every task is one of Ray's, which runs a task again whose process or node died."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hf_mathseq.executors.base import PARTS, WORKERS, PartsExecutor, Work
from hf_mathseq.executors.share import Share
from hf_mathseq.options import option
from hf_mathseq.suggestions import UserError

logger = logging.getLogger(__name__)

RETRIES = 3
"""How often Ray runs a task again whose process or node died."""
TIMED_OUT = 75
"""Exit code of a worker that took too long: sysexits' EX_TEMPFAIL, try again later."""


class RayCluster(PartsExecutor):
    """A Ray cluster whose nodes have this package and reach the folder."""

    name = "ray"
    needs = ("ray",)

    @dataclass(frozen=True)
    class Config:
        """Options of the executor."""

        parts_per_task: int = option(4, PARTS, minimum=1)
        workers: int = option(0, WORKERS, minimum=0)
        address: str = option("", "the cluster's; empty is RAY_ADDRESS, or Ray on this machine")
        cpus_per_task: int = option(1, "cores reserved for a task, which uses one", minimum=1)
        mem_per_cpu_gb: float = option(2.0, "gigabytes reserved for each core", minimum=0.1)
        time: int = option(0, "seconds that a task may take; 0 is no limit", minimum=0)

    def draw(self, work: Work) -> None:
        """Run all tasks and wait for them; those that fail again and again are given up.

        Raises:
            RayError: The first task's that was given up; the others have finished.
        """
        ray = self._connected()
        cores = self.config.cpus_per_task
        memory = int(self.config.mem_per_cpu_gb * cores * 2**30)
        _warn_if_none_fits(ray.nodes(), cores, memory)
        task = ray.remote(_draw_share).options(num_cpus=cores, memory=memory, max_retries=RETRIES)
        share = ray.put(work.share)
        at_once = self.config.workers or work.tasks
        waiting = list(range(work.tasks))[::-1]
        running: list[Any] = []
        errors: list[Exception] = []
        try:
            while waiting or running:
                while waiting and len(running) < at_once:
                    running.append(task.remote(share, waiting.pop(), work.tasks, self.config.time))
                finished, running = ray.wait(running)
                errors += filter(None, map(_error_of, finished))
        finally:
            for reference in running:
                ray.cancel(reference, force=True)
        for error in errors:
            raise error

    def _connected(self) -> Any:
        """Return Ray's module, connected to the cluster.

        Raises:
            UserError: There is none.
        """
        import ray

        if not ray.is_initialized():
            try:
                ray.init(address=self.config.address or None, log_to_driver=False)
            except (ConnectionError, ValueError) as error:
                raise UserError(f"no Ray cluster: {error}") from error
        return ray


def _warn_if_none_fits(nodes: Sequence[Mapping[str, Any]], cores: int, memory: int) -> None:
    """Say that tasks will wait for a node, which Ray does not: it has them wait without end."""
    wanted = {"CPU": cores, "memory": memory}
    for node in nodes:
        has = node["Resources"] if node["Alive"] else {}
        if all(has.get(name, 0) >= least for name, least in wanted.items()):
            return
    logger.warning(
        "no node of the Ray cluster has %d cores and %.1f GB for a task: all wait for one "
        "(cpus_per_task, mem_per_cpu_gb)",
        cores,
        memory / 2**30,
    )


def _error_of(reference: Any) -> Exception | None:
    """Return the error with which a task ended, if any."""
    import ray

    try:
        ray.get(reference)
    except ray.exceptions.RayError as error:
        return error
    return None


def _draw_share(share: Share, rank: int, tasks: int, seconds: int) -> None:
    """Draw the parts of a rank in a process of Ray's, which ends where that takes too long."""
    limit = threading.Timer(seconds, os._exit, [TIMED_OUT])
    limit.daemon = True
    if seconds:
        limit.start()
    share(None, rank, tasks)
    limit.cancel()
