"""What the waiting of torch's threads costs a training: alone, and beside three busy processes.

Run `python benchmarks/thread_waits.py` (some five minutes); the result is written to
`benchmarks/results/thread_waits.json`: updates a second of the quickstart recipe with as many
threads as torch takes, by the turns that a waiting thread makes before it sleeps
(`GOMP_SPINCOUNT`; 300,000 is the default of GNU's OpenMP, `cli.threads.SPINS` ours).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from measuring import machine

from hf_mathseq.cli.threads import SPINS

RESULT = Path(__file__).parent / "results" / "thread_waits.json"
TURNS = (1_000, SPINS, 300_000)
OTHERS = 3
UPDATES = {0: 150, OTHERS: 20}
"""Updates of a run by the number of busy processes beside it."""
BUSY = [sys.executable, "-c", "while True: pass"]


def updates_a_second(turns: int, updates: int) -> float:
    """Return how fast the quickstart recipe is with this number of turns."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OMP_")}
    environment["GOMP_SPINCOUNT"] = str(turns)
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model"
        settings = {"training.max_steps": updates, "evaluation.every": 10_000}
        arguments = [f"--set={key}={value}" for key, value in settings.items()]
        command = [sys.executable, "-m", "hf_mathseq", "train", "quickstart", *arguments]
        subprocess.run([*command, "--output", model], env=environment, check=True)
        results = json.loads((model / "results" / "training.json").read_text())
    return round(updates / results["wall_seconds"], 2)


def main() -> None:
    """Measure, print and store."""
    found = {}
    for others, updates in UPDATES.items():
        busy = [subprocess.Popen(BUSY) for _ in range(others)]
        try:
            rates = {str(turns): updates_a_second(turns, updates) for turns in TURNS}
        finally:
            for process in busy:
                process.kill()
        found[f"beside {others} busy processes"] = rates
    report = {"machine": machine(), "updates a second, by turns": found}
    print(json.dumps(report, indent=2))
    RESULT.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
