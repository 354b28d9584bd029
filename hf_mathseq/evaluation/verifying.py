"""Checking the answers to many problems, in this process or in others while this one decodes."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from hf_mathseq.processes.worker import JsonWorker
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import CRITERIA, Row, Task
from hf_mathseq.verdict import Status, Verdict

MODULE = "hf_mathseq.evaluation.verdict_service"
FEW = 1000
"""Answers that are checked in this process unless processes are asked for: they start slowly."""
MOST_PROCESSES = 4
"""Processes that are started unless more are asked for: decoding needs processors as well."""
CPU_SECONDS, CPU_SECONDS_PER_ANSWER = 10.0, 2.0
"""CPU time for one problem. Checks have budgets of their own, which are far below: this is for
answers that nobody thought of."""
WAITING = 4.0
"""How much longer the clock may take than that, as other programs want the processors too."""
PAUSE = 0.05  # seconds between attempts to end processes that may be just starting
LATE = "the checking process died or ran out of time or memory"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Checked:
    """The verdicts on the answers to one problem.

    Attributes:
        verdicts: Criterion -> verdict on each answer.
        seconds: How long they took.
    """

    verdicts: dict[str, list[Verdict]]
    seconds: float


def processes_for(answers: int, num_proc: int | None = None) -> int:
    """Return how many processes check answers; 0 checks them in this one.

    Args:
        answers: How many there are.
        num_proc: What the user asks for; None is half of the processors, at most
            `MOST_PROCESSES`, and 0 for few answers or on a single processor.

    Raises:
        UserError: A negative number.
    """
    if num_proc is not None:
        if num_proc < 0:
            raise UserError(f"num_proc must be 0 (check in this process) or more, not {num_proc}")
        return num_proc
    return 0 if answers < FEW else min(MOST_PROCESSES, _processors() // 2)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Verifiers:
    """Checks answers problem by problem; a context that ends its processes.

    What is found does not depend on the number of processes: every problem is checked by itself.
    Only answers that end a process or hold it up differ, which are UNDECIDED there; in this
    process nothing would stop them.

    Args:
        task: Checks the answers.
        num_proc: Number of processes; 0 checks in this one.
        module: What the processes run.
    """

    def __init__(self, task: Task, num_proc: int, module: str = MODULE) -> None:
        self._task = task
        self._about = {"task": task.name, "options": json.dumps(task.options)}
        self._workers = [JsonWorker(module, ONE_THREAD) for _ in range(num_proc)]
        self._idle: queue.SimpleQueue[JsonWorker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._ended = False
        self._threads = ThreadPoolExecutor(num_proc) if num_proc else None

    def __enter__(self) -> Verifiers:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            while self._idle.qsize() < len(self._workers):
                self._terminate()  # what they still check, nobody waits for
                time.sleep(PAUSE)
            self._threads.shutdown()
            for worker in self._workers:
                worker.close()

    def _terminate(self) -> None:
        for pid in (worker.pid for worker in self._workers):
            if pid is not None:
                with contextlib.suppress(ProcessLookupError):  # it has just ended
                    os.kill(pid, signal.SIGTERM)

    def check(self, row: Row, answers: Sequence[Sequence[str]]) -> Future[Checked]:
        """Check the answers to a problem under every criterion, equal ones once."""
        if self._threads is not None:
            return self._threads.submit(self._asked, row, answers)
        future: Future[Checked] = Future()
        future.set_result(_all_of(answers, self._checked_here(row, _distinct(answers))))
        return future

    def _checked_here(self, row: Row, answers: Sequence[Sequence[str]]) -> Checked:
        start = time.monotonic()
        verdicts = self._task.verify_by_criterion([row] * len(answers), answers)
        return Checked(verdicts, time.monotonic() - start)

    def _asked(self, row: Row, answers: Sequence[Sequence[str]]) -> Checked:
        distinct = _distinct(answers)
        worker = self._idle.get()
        try:
            found = self._answer(worker, row, distinct)
            if found is None and len(distinct) > 1 and not self._ended:
                found = _joined(
                    [self._answer(worker, row, [each]) or _undecided(1) for each in distinct]
                )
        finally:
            self._idle.put(worker)
        return _all_of(answers, found or _undecided(len(distinct)))

    def _answer(
        self, worker: JsonWorker, row: Row, answers: Sequence[Sequence[str]]
    ) -> Checked | None:
        limit = CPU_SECONDS + CPU_SECONDS_PER_ANSWER * len(answers)
        problem = {
            name: value for name, value in row.items() if name not in ("input_ids", "labels")
        }
        job = {**self._about, "row": problem, "answers": answers, "cpu_seconds": limit}
        found = worker.ask(job, WAITING * limit)
        if found is None:
            return None
        if "error" in found:
            raise UserError(f"{found['error']}; num_proc=0 checks answers in this process")
        verdicts = {
            criterion: [Verdict(Status(fields[0]), *fields[1:]) for fields in each]
            for criterion, each in found["verdicts"].items()
        }
        return Checked(verdicts, found["seconds"])


def _distinct(answers: Sequence[Sequence[str]]) -> list[list[str]]:
    return [list(answer) for answer in dict.fromkeys(map(tuple, answers))]


def _all_of(answers: Sequence[Sequence[str]], distinct: Checked) -> Checked:
    """Return the verdicts on answers from those on the distinct ones."""
    numbers = {answer: at for at, answer in enumerate(dict.fromkeys(map(tuple, answers)))}
    places = [numbers[tuple(answer)] for answer in answers]
    verdicts = {c: [found[at] for at in places] for c, found in distinct.verdicts.items()}
    return Checked(verdicts, distinct.seconds)


def _joined(parts: Sequence[Checked]) -> Checked:
    verdicts = {c: [v for part in parts for v in part.verdicts[c]] for c in CRITERIA}
    return Checked(verdicts, sum(part.seconds for part in parts))


def _undecided(count: int) -> Checked:
    """Return what is known of answers that no process survived."""
    verdict = Verdict(Status.UNDECIDED, "budget", None, LATE)
    return Checked({criterion: [verdict] * count for criterion in CRITERIA}, 0.0)
