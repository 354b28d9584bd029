"""Blocks in order, drawn in this process or by worker processes.

Worker w of n draws the asked blocks w, w + n, w + 2n, ... and hands them over a pipe, whose
capacity limits how far it runs ahead. What comes out does not depend on n.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Generator, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

import pyarrow as pa

from hf_mathseq.data.row_source import RowSource

UNENDING = range(sys.maxsize)


class WorkerError(ChildProcessError):
    """A worker process ended without an answer, e.g. killed for want of memory."""


@dataclass(frozen=True)
class DrawnBlock:
    """One block after the split is taken.

    Attributes:
        table: The rows of the split, with their `row_key`.
        attempts: Number of draws, rejected ones included.
        accepted: Number of accepted draws, in all splits.
        too_long: Number of draws that were rejected for their length, in all splits.
        seconds: Processor time that drawing took.
    """

    table: pa.Table
    attempts: int
    accepted: int
    too_long: int
    seconds: float = 0.0


def draw_block(task: RowSource, split: str, seed: int, block: int) -> DrawnBlock:
    """Draw one block and keep the rows of `split`."""
    start = time.process_time()
    drawn = task.draw(split, seed, block)
    table = task.table_of(drawn, split)
    seconds = time.process_time() - start
    return DrawnBlock(table, drawn.attempts, len(drawn), drawn.too_long, seconds)


def drawn_blocks(
    task: RowSource, split: str, seed: int, blocks: Iterable[int] = UNENDING, num_proc: int = 1
) -> Generator[DrawnBlock]:
    """Yield blocks in the order in which they are asked for.

    Args:
        task: What draws.
        split: "train", "validation" or "test".
        seed: The user's seed.
        blocks: The blocks' indices; every worker iterates over them anew.
        num_proc: Number of worker processes; 1 draws in this process.

    Raises:
        WorkerError: A worker process died.
    """
    if num_proc < 1:
        raise ValueError(f"num_proc must be at least 1, not {num_proc}")
    if num_proc == 1:
        for block in blocks:
            yield draw_block(task, split, seed, block)
        return
    with ExitStack() as stack:
        workers = [
            stack.enter_context(_Worker(task, split, seed, blocks, slice(i, None, num_proc)))
            for i in range(num_proc)
        ]
        for _, worker in zip(blocks, itertools.cycle(workers), strict=False):
            yield worker.receive()


class _Worker:
    """A process that draws its share of the blocks in order; a context that ends it."""

    def __init__(
        self, task: RowSource, split: str, seed: int, blocks: Iterable[int], share: slice
    ) -> None:
        # fork, where it is safe, spares every script the `if __name__ == "__main__"` guard.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        self._results, sender = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_draw_and_send, args=(task, split, seed, blocks, share, sender), daemon=True
        )
        self._process.start()
        sender.close()

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()  # SIGTERM is lost on a process that has just been forked
        self._process.join()
        self._results.close()

    def receive(self) -> DrawnBlock:
        try:
            result = self._results.recv()
        except EOFError:
            self._process.join()
            code = self._process.exitcode
            raise WorkerError(f"a generating process died (exit code {code})") from None
        if isinstance(result, BaseException):
            raise result
        return result


def _draw_and_send(
    task: RowSource, split: str, seed: int, blocks: Iterable[int], share: slice, results: Connection
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        for block in itertools.islice(blocks, share.start, None, share.step):
            results.send(draw_block(task, split, seed, block))
    except Exception as error:
        results.send(_sendable(error))


def _end_with_parent() -> None:
    """Leave at once when the parent is gone, however it went (a SIGKILL included)."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _sendable(error: Exception) -> Exception:
    """Return the error, or its text where its constructor would not take it back."""
    if isinstance(error, (ValueError, ArithmeticError, OSError)) and len(error.args) == 1:
        return error
    return WorkerError(f"{type(error).__name__} in a generating process: {error}")
