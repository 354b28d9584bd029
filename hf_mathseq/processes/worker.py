"""A Python process that answers JSON jobs: killed and replaced when it is late or dies.

The worker's side is `serving.serve`. After a fork the child starts a worker of its own.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hf_mathseq.processes.lines import LineProcess

START_SECONDS = 30.0
"""Time that a worker may take to start; loading SymPy takes about half a second."""

_PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])


class JsonWorker:
    """Sends one JSON job at a time to a module of this package that calls `serving.serve`.

    Args:
        module: The module to run, e.g. "hf_mathseq.verification.proof".
        environment: Variables that are added to this process's own.
    """

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        paths = [_PACKAGE_ROOT, os.environ.get("PYTHONPATH", "")]
        # "-P" keeps modules of the working directory from shadowing the library's.
        self._process = LineProcess(
            [sys.executable, "-P", "-m", module],
            {"PYTHONPATH": os.pathsep.join(filter(None, paths)), **(environment or {})},
        )
        self._ready = False
        self._jobs = 0
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The worker's process id, or None when none is running."""
        return self._process.pid

    def ask(self, job: Mapping[str, Any], seconds: float) -> dict[str, Any] | None:
        """Return the answer to a job, None where the worker died or was late.

        Args:
            job: What the module understands, as JSON values.
            seconds: How long to wait, by the clock.
        """
        with self._lock:
            self._jobs += 1
            answer = self._exchange({**job, "id": self._jobs}, seconds)
            if answer is None or answer.get("id") != self._jobs:
                # It is replaced at once, so that the next job finds it ready.
                self._process.stop()
                self._launch()
                return None
            return answer

    def close(self) -> None:
        """End the worker; the next job starts another one."""
        with self._lock:
            self._process.stop()

    def _exchange(self, job: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        try:
            if self.pid is None:
                self._launch()
            if not self._ready:
                self._ready = self._answer(START_SECONDS) is not None
            if not self._ready:
                return None
            self._process.write(json.dumps(job) + "\n")
        except OSError:  # it died before it could be asked
            return None
        return self._answer(seconds)

    def _launch(self) -> None:
        self._ready = False
        self._process.start()

    def _answer(self, seconds: float) -> dict[str, Any] | None:
        line = self._process.read(seconds)
        if line is None:
            return None
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError:  # cut short by the worker's end
            return None
        return answer
