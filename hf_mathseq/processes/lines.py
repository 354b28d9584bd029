"""A program that reads and writes lines: started once, read without blocking, killed at will."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from functools import partial

LONGEST_LINE = 1 << 24
"""Characters: more than any answer has, and little enough to keep."""


class LineProcess:
    """Runs a command and exchanges lines with it.

    Args:
        command: The program and its arguments.
        environment: Variables that are added to this process's own.
        longest_line: Longer lines arrive in pieces of so many characters.
        own_folder: Whether the program runs in a temporary folder, which is removed when it is
            stopped or this process ends, and not in the working directory.
    """

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str] | None = None,
        longest_line: int = LONGEST_LINE,
        own_folder: bool = False,
    ):
        self._command = list(command)
        self._environment = dict(environment or {})
        self._longest_line = longest_line
        self._own_folder = own_folder
        self._remove_folder: Callable[[], object] | None = None
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._owner = 0

    @property
    def pid(self) -> int | None:
        """The program's process id, or None when this process runs none."""
        process = self._process
        if process is None or self._owner != os.getpid() or process.poll() is not None:
            return None
        return process.pid

    @property
    def cpu_seconds(self) -> float:
        """Processor time that the program has used; the clock's where the system does not tell."""
        pid = self.pid
        if pid is not None and sys.platform == "linux":
            # The clock of another process, as clock_getcpuclockid(3) makes it of the process's id.
            try:
                return time.clock_gettime((~pid << 3) | 2)
            except OSError:  # it has just ended
                pass
        return time.monotonic()

    def start(self) -> None:
        """Start the program, without waiting for a first line.

        Raises:
            OSError: It cannot be started.
        """
        self._lines = queue.SimpleQueue()
        folder = self._new_folder() if self._own_folder else None
        self._process = subprocess.Popen(  # noqa: S603 - the package's own commands
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            errors="replace",
            env={**os.environ, **self._environment},
            cwd=folder,
        )
        self._owner = os.getpid()
        pipes = (self._process, self._lines, self._longest_line)
        threading.Thread(target=_collect, args=pipes, daemon=True).start()

    def write(self, text: str) -> None:
        """Send text that ends with a new line.

        Raises:
            OSError: The program does not run.
        """
        if self._process is None or self._process.stdin is None:
            raise OSError(f"{self._command[0]} does not run")
        self._process.stdin.write(text)
        self._process.stdin.flush()

    def read(self, seconds: float) -> str | None:
        """Return the next line, None when there is none in time or the program has ended.

        Args:
            seconds: How long to wait, by the clock.
        """
        try:
            return self._lines.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None

    def stop(self) -> None:
        """Kill the program; after a fork it belongs to the parent and is left alone."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what could not be delivered to a dead program
                    continue
        if self._remove_folder is not None:
            self._remove_folder()

    def _new_folder(self) -> str:
        if self._remove_folder is not None:  # of a program that ended by itself
            self._remove_folder()
        folder = tempfile.mkdtemp(prefix="hf_mathseq-")
        self._remove_folder = weakref.finalize(self, _remove, folder, os.getpid())
        return folder


def _remove(folder: str, owner: int) -> None:
    """Remove a program's folder; after a fork it belongs to the parent."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


def _collect(
    process: subprocess.Popen[str], lines: queue.SimpleQueue[str | None], longest_line: int
) -> None:
    """Pass on the program's lines; None when it has ended."""
    if process.stdout is not None:
        try:
            for line in iter(partial(process.stdout.readline, longest_line), ""):
                lines.put(line)
        except ValueError:  # the pipe was closed
            pass
    lines.put(None)
