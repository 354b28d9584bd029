"""Workers that answer problems, each ended and replaced when it takes too long."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from hf_mathseq.demo.limits import LOAD_SECONDS, SECONDS
from hf_mathseq.demo.page import Page, page_from
from hf_mathseq.evaluation.identity import checked_source
from hf_mathseq.processes.worker import JsonWorker
from hf_mathseq.suggestions import UserError
from hf_mathseq.verdict import ProblemError

WORKER = "hf_mathseq.demo.worker"
RETRY_SECONDS = 10.0
"""Pause before models that could not be loaded again are tried once more."""


@dataclass(frozen=True)
class Model:
    """A model that a pool answers with.

    Attributes:
        name: What it is called: the last part of its folder or Hub id.
        task: Name of its task.
        title: The task in one line.
        example: A problem of the task as a user would type it, or "".
    """

    name: str
    task: str
    title: str
    example: str

    @property
    def dataset(self) -> str:
        """The data set of the task, e.g. "integration"."""
        return self.task.partition("/")[0]


class Pool:
    """Answers problems in other processes, as many at a time as there are workers.

    Args:
        sources: Model folders or Hub ids.
        workers: Number of processes; each loads every model.
        seconds: Time by the clock for one problem.

    Raises:
        UserError: A model cannot be loaded.
    """

    def __init__(self, sources: Sequence[str], workers: int = 1, seconds: float = SECONDS) -> None:
        self._sources = [checked_source(source) for source in sources]
        self._seconds = seconds
        self._workers = [JsonWorker(WORKER) for _ in range(workers)]
        self._free: queue.SimpleQueue[JsonWorker] = queue.SimpleQueue()
        self._closed = threading.Event()
        try:
            with ThreadPoolExecutor(workers) as starters:
                loaded = list(starters.map(self._loaded, self._workers))
        except UserError:
            self.close()
            raise
        self.models = tuple(Model(**each) for each in loaded[0])
        for worker in self._workers:
            self._free.put(worker)

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._workers)

    def answer(self, model: str, text: str, beams: int) -> Page:
        """Return the page for a problem; see `answering.answer`.

        Args:
            model: The name of a model, or `choosing.AUTOMATIC`.
            text: The problem as it was typed.
            beams: Number of hypotheses.

        Raises:
            UserError: The problem cannot be read or is not answered in time; one line.
        """
        try:
            worker = self._free.get(timeout=self._seconds)
        except queue.Empty:  # ended workers are still loading their models
            raise ProblemError("all workers are busy; please try again in a minute") from None
        found = worker.ask({"model": model, "problem": text, "beams": beams}, self._seconds)
        if found is None:
            threading.Thread(target=self._replace, args=(worker,), daemon=True).start()
            raise ProblemError(
                f"no answer: the problem takes more than {self._seconds:g} seconds or more memory "
                "than a request may have"
            )
        self._free.put(worker)
        if "error" in found:
            raise ProblemError(found["error"])
        return page_from(found["page"])

    def close(self) -> None:
        """End all workers."""
        self._closed.set()
        for worker in self._workers:
            worker.close()

    def _replace(self, worker: JsonWorker) -> None:
        """Load the models into the process that took an ended one's place."""
        while not self._closed.is_set():
            try:
                self._loaded(worker)
            except UserError:  # the machine is busy, or a folder is gone: the others go on
                self._closed.wait(RETRY_SECONDS)
            else:
                self._free.put(worker)
                break
        if self._closed.is_set():
            worker.close()

    def _loaded(self, worker: JsonWorker) -> list[dict[str, Any]]:
        found = worker.ask({"load": self._sources}, LOAD_SECONDS)
        if found is None:
            raise UserError(f"the models are not loaded within {LOAD_SECONDS:g} seconds")
        if "error" in found:
            raise UserError(found["error"])
        models: list[dict[str, Any]] = found["models"]
        return models
