"""How long trainings wait for examples that are drawn as they go, with and without data workers.

Run `OMP_NUM_THREADS=1 python benchmarks/data_waiting.py [RECIPE ...]` (about ten minutes, with a
core for every worker); the result is written to `benchmarks/results/data_waiting.json`. Every
laptop recipe that draws its examples makes some dozen updates; `wait_share` is the share of their
wall time in which the trainer waits for the next batch, behind the first updates, for each number
of workers.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from pathlib import Path

import torch
from measuring import machine

from hf_mathseq.training.arguments import training_arguments
from hf_mathseq.training.assemble import assemble
from hf_mathseq.training.listing import recipe_rows
from hf_mathseq.training.log import EXAMPLES, WAITING
from hf_mathseq.training.recipe import load_recipe

RESULT = Path(__file__).parent / "results" / "data_waiting.json"
WORKERS = (0, 2)
FIRST = 10
"""Updates that are left out, in which workers start."""
LEAST = 40
"""Updates that are measured at least: as many whole windows of sorted batches as that takes, since
the batches of a window are drawn together."""


def recipes() -> list[str]:
    """Return the laptop recipes that draw their examples."""
    names = [row["recipe"] for row in recipe_rows(kind="laptop")]
    return [name for name in names if not load_recipe(name).data.folder]


def wait_share(name: str, workers: int, first: int = FIRST, least: int = LEAST) -> float:
    """Return the share of time that a recipe's trainer waits for batches.

    Args:
        name: The recipe.
        workers: Processes that draw beside the training.
        first: Updates that are left out.
        least: Updates that are measured at least.
    """
    window = load_recipe(name).data.length_window
    updates = window * math.ceil(least / window)
    changes = {
        "training.max_steps": first + updates,
        "training.data_workers": workers,
        "training.log_every": 1,
        "training.save_every": 10**6,
        "evaluation.every": 10**6,
        "evaluation.examples": 1,
        "curriculum": [],
        "training.warmup_steps": 0,
    }
    recipe = load_recipe(name, changes)
    with tempfile.TemporaryDirectory() as folder:
        checkpoints = Path(folder) / "checkpoints"
        checkpoints.mkdir()
        arguments = training_arguments(recipe, checkpoints, 1, progress=False)
        logs = Path(folder) / "logs"
        trainer = assemble(recipe, None, recipe.make_task(), arguments, None, logs).trainer
        trainer.train()
    entries = [entry for entry in trainer.state.log_history if WAITING in entry][first:]
    seconds = [1 / entry[EXAMPLES] for entry in entries]  # of one example in each update
    waited = sum(entry[WAITING] * time for entry, time in zip(entries, seconds, strict=True))
    return round(waited / sum(seconds), 4)


def main() -> None:
    """Measure every recipe and store the result."""
    found = {}
    for name in sys.argv[1:] or recipes():
        shares = {f"{workers} workers": wait_share(name, workers) for workers in WORKERS}
        found[name] = shares
        print(name, shares, flush=True)
    about = machine(torch=torch.__version__, threads=torch.get_num_threads())
    RESULT.write_text(json.dumps({"machine": about, "wait_share": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
