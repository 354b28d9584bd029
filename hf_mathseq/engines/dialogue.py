"""A program that is asked over its standard input: commands in, printed lines out.

It runs in a temporary folder: some programs write files without being asked. What it prints is
data. It is ended where it is late, prints too much, or dies; the next question starts it again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from hf_mathseq.processes.lines import LineProcess
from hf_mathseq.processes.time_limit import wall_seconds

START_SECONDS = 30.0
"""Processor time that a program may take to start; most take under a second."""
START_WALL_SECONDS = 120.0
"""The same by the clock: on a machine under load a start took more than 30 seconds."""
POLL_SECONDS = 0.01
MAX_CHARACTERS = 100_000
"""Longer answers are far beyond the longest sequences."""
MAX_QUESTION = 30_000
"""Characters of a question: what a pipe holds, so that writing never waits for the program."""


class Dialogue:
    """Asks one program.

    Args:
        command: The program and its arguments.
        preparation: Commands that it is given when it starts, at most `MAX_QUESTION` characters.
        mark: A command that prints `end 7.`, with `{}` in place of the number.

    Attributes:
        used_seconds: Processor time that all answers have taken; starting is not counted.
    """

    def __init__(self, command: Sequence[str], preparation: str, mark: str) -> None:
        self._process = LineProcess(command, longest_line=MAX_CHARACTERS, own_folder=True)
        self._preparation = preparation
        self._mark = mark
        self._questions = 0
        self.used_seconds = 0.0

    @property
    def pid(self) -> int | None:
        """The program's process id, or None when it does not run."""
        return self._process.pid

    def ask(self, question: str, cpu_seconds: float) -> list[str] | None:
        """Return the lines that commands print, None where the program had to be ended.

        Args:
            question: Commands of the program, each with what ends it.
            cpu_seconds: Processor time.
        """
        if len(question) > MAX_QUESTION:
            return None
        try:
            if self._process.pid is None:
                self._process.start()
                self._printed(self._preparation, START_SECONDS, START_WALL_SECONDS)
            before = self._process.cpu_seconds
            printed = self._printed(question, cpu_seconds, wall_seconds(cpu_seconds))
            # One that has been ended has used what it was given.
            used = cpu_seconds if printed is None else self._process.cpu_seconds - before
            self.used_seconds += min(used, cpu_seconds)
            return printed
        except OSError:  # it has died
            self.close()
            return None

    def close(self) -> None:
        """End the program; the next question starts it again."""
        self._process.stop()

    def _printed(self, question: str, cpu_seconds: float, patience: float) -> list[str] | None:
        self._questions += 1
        process = self._process
        used, deadline = process.cpu_seconds, time.monotonic() + patience
        process.write(question + self._mark.format(self._questions))
        printed: list[str] = []
        characters = 0
        while characters < MAX_CHARACTERS:
            line = process.read(POLL_SECONDS)
            if line is not None:
                if f"end {self._questions}." in line:
                    return printed
                printed.append(line)
                characters += len(line)
                continue
            late = process.cpu_seconds - used > cpu_seconds or time.monotonic() > deadline
            if late or process.pid is None:
                break
        self.close()
        return None
