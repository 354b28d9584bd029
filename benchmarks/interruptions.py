"""Commands that are interrupted at random moments, again and again, and then given once more.

Run `OMP_NUM_THREADS=1 python benchmarks/interruptions.py FOLDER [--kills N] [--only NAME]...`.
The runs are made below FOLDER, an empty one. The tally of each command goes to
`benchmarks/results/interruptions.json`, where it replaces an older one. A command whose modules are
not installed is left out. Twelve kills of every command take about three minutes of processor time.

Every run is a process of its own that gets SIGKILL, SIGTERM or SIGINT at a moment drawn evenly from
the time of an undisturbed run, for at most three times; then the same command runs to its end, and
`identical` counts where it left the bytes of the undisturbed run (of an evaluation and a training,
all but times). `at_once` counts pairs of runs in one folder at the same time, of which the second
may be refused; `identical_at_once` those after which the same command leaves the same. `processes`
and `files` are what stayed behind: processes that an interrupted run had started, and files that an
undisturbed run does not leave. `temporary` counts entries that stayed in the system's folder for
temporary files.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / place) for place in ("", "faults", "hub")]

import fault_points  # noqa: E402
from contract_server import ContractServer  # noqa: E402
from interrupted_commands import Interrupted, commands, make_inputs  # noqa: E402
from measuring import machine  # noqa: E402

RESULT = ROOT / "benchmarks" / "results" / "interruptions.json"
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
IN_ONE_FOLDER = 3
CHUNK = 8
PATIENCE_SECONDS = 1800
SECONDS_TO_END = 60
PENDING = '"pending"'
SECONDS_BETWEEN = 0.2


def run(arguments: list[str]) -> None:
    """Run a command, in a process of its own; it is repeated while others work for it."""
    from hf_mathseq.cli import main

    if evaluation := sys.modules.get("hf_mathseq.evaluation.evaluate"):
        evaluation.CHUNK = CHUNK  # to store often
    while True:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            code = main(arguments)
        if code or PENDING not in said.getvalue():
            raise SystemExit(code)
        time.sleep(SECONDS_BETWEEN)


class Campaign:
    """Interrupts one command.

    Args:
        command: What is interrupted.
        folder: Where the runs are made.
    """

    def __init__(self, command: Interrupted, folder: Path) -> None:
        self._command, self._folder = command, folder
        for module in command.modules:
            import_module(module)
        self.tally: Counter[str] = Counter()
        start = time.monotonic()
        self._finish(folder / "whole")
        self._seconds = time.monotonic() - start
        self._expected = command.results(folder / "whole")
        self._names = names(folder / "whole")

    def interrupt(self, kills: int, rng: random.Random) -> None:
        """Interrupt the command so many times."""
        while self.tally["kills"] < kills:
            folder = self._folder / f"run-{self.tally['resumes']}"
            for _ in range(IN_ONE_FOLDER):
                if not self._disturbed(folder, rng):
                    break
            self._finish(folder)
            self.tally["resumes"] += 1
            self.tally["identical"] += self._agrees(folder)

    def at_once(self, pairs: int) -> None:
        """Run the command twice at the same time in one folder, then once more."""
        for number in range(pairs):
            folder = self._folder / f"pair-{number}"
            both = [self._started(folder) for _ in range(2)]
            codes = sorted(fault_points.ended(process) for process in both)
            if codes[0] != 0 or codes[1] not in (0, fault_points.BAD_INPUT):
                raise SystemExit(f"two at once ended with {codes}: {folder}")
            self._finish(folder)
            self.tally["at_once"] += 1
            self.tally["identical_at_once"] += self._agrees(folder)

    def _started(self, folder: Path) -> Any:
        errors = str(folder.with_name(f"{folder.name}.errors"))
        return fault_points.started(run, self._command.arguments(folder), errors=errors)

    def _finish(self, folder: Path) -> None:
        """Run the command to its end."""
        if code := fault_points.ended(self._started(folder)):
            raise SystemExit(f"a run ended with {code}: see {folder}.errors")

    def _disturbed(self, folder: Path, rng: random.Random) -> bool:
        """Run the command, interrupt it, and return whether it was still running."""
        process, how = self._started(folder), rng.choice(SIGNALS)
        process.join(rng.uniform(0, self._seconds))
        begun = descendants(process.pid)
        if process.is_alive():
            os.kill(process.pid, how)
        interrupted = fault_points.ended(process) != 0
        self.tally["kills"] += interrupted
        self.tally[how.name] += interrupted
        self.tally["processes"] += staying(begun)
        return interrupted

    def _agrees(self, folder: Path) -> bool:
        """Compare what a folder holds with the undisturbed run's."""
        self.tally["files"] += len(names(folder) - self._names)
        return self._command.results(folder) == self._expected


def names(folder: Path) -> set[str]:
    """Return the names of all files below a folder; some contain the name of the folder."""
    found = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    return {str(path).replace(folder.name, "NAME") for path in found}


def descendants(process: int) -> list[int]:
    """Return the children of a process, theirs, and so on."""
    try:
        children = fault_points.children_of(process)
    except OSError:  # it has ended
        return []
    return [*children, *(below for child in children for below in descendants(child))]


def staying(processes: list[int]) -> int:
    """Return how many processes have not ended after a while."""
    end = time.monotonic() + SECONDS_TO_END
    while (alive := [p for p in processes if is_alive(p)]) and time.monotonic() < end:
        time.sleep(0.05)
    return len(alive)


def is_alive(process: int) -> bool:
    """Whether a process runs; one that only waits for its parent does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def measured(command: Interrupted, name: str, folder: Path, kills: int) -> dict[str, int]:
    """Return the tally of one command.

    Args:
        command: What is interrupted.
        name: Its name, from which the moments are drawn.
        folder: An empty folder.
        kills: How often.
    """
    temporary = folder / "temporary"
    temporary.mkdir(parents=True)
    with (
        command.cluster(folder / "cluster"),
        patch.dict(os.environ, TMPDIR=str(temporary)),
        patch.object(tempfile, "tempdir", None),
    ):
        campaign = Campaign(command, folder)
        campaign.interrupt(kills, random.Random(name))
        campaign.at_once(max(1, kills // 5))
    found = campaign.tally | Counter(temporary=len(list(temporary.iterdir())))
    counted = ["kills", *(s.name for s in SIGNALS), "resumes", "identical", "at_once"]
    counted += ["identical_at_once", "processes", "files", "temporary"]
    return {key: found[key] for key in counted}


def store(name: str, tally: dict[str, int]) -> None:
    """Put a tally beside those of other commands."""
    found = json.loads(RESULT.read_text()) if RESULT.exists() else {"commands": {}}
    found = {"machine": machine(), "commands": found["commands"] | {name: tally}}
    found["total"] = {key: sum(each[key] for each in found["commands"].values()) for key in tally}
    RESULT.write_text(json.dumps(found, indent=1) + "\n")


def main() -> None:
    """Interrupt all commands, or some."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--only", action="append", default=[])
    arguments = parser.parse_args()
    os.environ |= {"HF_TOKEN": "hf_writer", "HF_HOME": str(arguments.folder / "home")}
    fault_points.SECONDS = PATIENCE_SECONDS
    inputs = arguments.folder / "inputs"
    if not inputs.exists():
        make_inputs(inputs)
    with ContractServer() as server:
        for name, command in commands(inputs, server).items():
            if arguments.only and name not in arguments.only:
                continue
            if any(find_spec(module) is None for module in command.needs):
                print(f"{name}: {', '.join(command.needs)} not installed")
                continue
            own = arguments.folder / name.replace(" ", "-")
            tally = measured(command, name, own, arguments.kills)
            store(name, tally)
            print(name, tally, flush=True)


if __name__ == "__main__":
    main()
