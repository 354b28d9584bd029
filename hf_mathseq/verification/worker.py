"""A process for symbolic proofs that can be killed; it is started once and reused.

The budget of a job is CPU time, counted by the operating system in the worker itself, so that a
loaded machine proves as much as an idle one. A clock in this process is the second line of
defence. A worker that dies or is late is replaced at once, so that the next job finds it ready.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CPU_SECONDS = 0.8
"""CPU time of one proof."""
WALL_SECONDS = 1.3
"""Time of one proof by the clock, for machines without CPU timers or under heavy load."""
START_SECONDS = 30.0
"""Time that a worker may take to start; loading SymPy takes about half a second."""

_PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])


class ProofWorker:
    """Asks whether F' - f simplifies to 0, within limits.

    Args:
        cpu_seconds: CPU time of one proof.
        wall_seconds: Time of one proof by the clock.
    """

    def __init__(
        self, cpu_seconds: float = CPU_SECONDS, wall_seconds: float = WALL_SECONDS
    ) -> None:
        self._cpu_seconds = cpu_seconds
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._ready = False
        self._owner = 0
        self._jobs = 0
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The worker's process id, or None when none is running."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def proves(self, antiderivative: Sequence[str], integrand: Sequence[str]) -> bool:
        """Return whether SymPy shows F' = f within the budget; False is no disproof.

        Args:
            antiderivative: Prefix words of F.
            integrand: Prefix words of f.
        """
        with self._lock:
            self._jobs += 1
            job = {
                "id": self._jobs,
                "antiderivative": list(antiderivative),
                "integrand": list(integrand),
                "cpu_seconds": self._cpu_seconds,
            }
            try:
                answer = self._ask(job)
            except OSError:  # it died before it could be asked
                answer = None
            if answer is None or answer["id"] != job["id"]:
                self._stop()
                self._launch()
                return False
            return bool(answer["zero"])

    def close(self) -> None:
        """End the worker; the next proof starts another one."""
        with self._lock:
            self._stop()

    def _ask(self, job: dict[str, Any]) -> dict[str, Any] | None:
        if self._owner != os.getpid():  # after a fork the pipes belong to the parent
            self._process = None
        if self.pid is None:
            self._launch()
        if not self._ready:
            self._ready = self._answer(START_SECONDS) is not None
        if not self._ready or self._process is None or self._process.stdin is None:
            return None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return self._answer(self._wall_seconds)

    def _answer(self, seconds: float) -> dict[str, Any] | None:
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def _launch(self) -> None:
        """Start a worker without waiting until it is ready."""
        self._ready = False
        self._answers = queue.SimpleQueue()
        self._process = _start()
        self._owner = os.getpid()
        pipes = (self._process, self._answers)
        threading.Thread(target=_collect, args=pipes, daemon=True).start()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what could not be delivered to a dead worker
                    continue


def _start() -> subprocess.Popen[str]:
    # "-P" keeps modules of the working directory from shadowing the library's.
    paths = [_PACKAGE_ROOT, os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "hf_mathseq.verification.proof"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
    )


def _collect(
    process: subprocess.Popen[str], answers: queue.SimpleQueue[dict[str, Any] | None]
) -> None:
    """Pass on the worker's answers; None when it has ended."""
    if process.stdout is not None:
        try:
            for line in process.stdout:
                answers.put(json.loads(line))
        except ValueError:  # the pipe was closed, or a line was cut short by the end
            pass
    answers.put(None)


_shared: ProofWorker | None = None


def shared_worker() -> ProofWorker:
    """Return the worker of this process; it ends with the process."""
    global _shared
    if _shared is None:
        _shared = ProofWorker()
        atexit.register(_shared.close)
    return _shared
