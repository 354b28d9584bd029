"""datatrove's tasks in processes of this machine: what other machines run, to try it out.

datatrove's own pool of processes is not used: it waits without end for a worker that was killed,
and leaves processes behind when the command is killed. Here every worker leads a group of
processes that ends with it, and with the command.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from hf_mathseq.data.blocks import WorkerError
from hf_mathseq.executors.base import PARTS, WORKERS, PartsExecutor, Work
from hf_mathseq.executors.trove import common_arguments
from hf_mathseq.options import option
from hf_mathseq.suggestions import one_line


class Processes(PartsExecutor):
    """datatrove's tasks on this machine, dealt out evenly to processes."""

    name = "datatrove"
    needs = ("datatrove",)

    @dataclass(frozen=True)
    class Config:
        """Options of the executor."""

        parts_per_task: int = option(1, PARTS, minimum=1)
        workers: int = option(2, WORKERS, minimum=0)

    def draw(self, work: Work) -> None:
        """Run all tasks and wait for them.

        Raises:
            WorkerError: A worker failed or was killed; the others have finished.
        """
        workers = min(self.config.workers or work.tasks, work.tasks)
        edges = [work.tasks * worker // workers for worker in range(workers + 1)]
        with ExitStack() as stack:
            running = [
                stack.enter_context(_worker(work, range(*edges[worker : worker + 2])))
                for worker in range(workers)
            ]
            errors = [_error_of(process, report) for process, report in running]
        for error in filter(None, errors):
            raise WorkerError(error)


@contextmanager
def _worker(work: Work, ranks: range) -> Iterator[tuple[BaseProcess, Connection]]:
    """Start a process that runs some of the tasks; end it with all that it started."""
    # fork, where it is safe, spares every script the `if __name__ == "__main__"` guard.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    report, sender = context.Pipe(duplex=False)
    temporary = tempfile.mkdtemp(prefix="hf_mathseq-")
    process = context.Process(target=_run, args=(work, ranks, sender, temporary))
    process.start()
    sender.close()
    try:
        yield process, report
    finally:
        process.kill()
        process.join()
        _end_group(process.pid or 0)
        report.close()
        shutil.rmtree(temporary, ignore_errors=True)


def _error_of(process: BaseProcess, report: Connection) -> str | None:
    """Wait for a worker and return what went wrong, None where nothing did."""
    process.join()
    with suppress(EOFError):  # nothing was reported; `poll` is true at the end of a pipe too
        if report.poll():
            return str(report.recv())
    return f"a worker died (exit code {process.exitcode})" if process.exitcode else None


def _run(work: Work, ranks: range, report: Connection, temporary: str) -> None:
    """Run some of the tasks, at the head of a group of processes with a temporary folder."""
    from datatrove.executor import LocalPipelineExecutor

    if hasattr(os, "setsid"):
        os.setsid()
    threading.Thread(target=_end_with_parent, args=(temporary,), daemon=True).start()
    tempfile.tempdir = temporary
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    arguments = common_arguments(work)
    arguments["logging_dir"] += f"/{ranks.start}"
    try:
        LocalPipelineExecutor(
            **arguments, workers=1, local_tasks=len(ranks), local_rank_offset=ranks.start
        ).run()
    except Exception as error:
        line = (str(error).strip() or type(error).__name__).splitlines()[0]
        report.send(one_line(line))  # short: a pipe holds it until the command looks


def _end_with_parent(temporary: str) -> None:
    """End this group of processes when the command is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        shutil.rmtree(temporary, ignore_errors=True)
        _end_group(os.getpid())
        os._exit(1)


def _end_group(leader: int) -> None:
    """Kill what is left of a group of processes."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # nothing is left
            os.killpg(leader, signal.SIGKILL)
