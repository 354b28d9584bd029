"""How much faster a recipe trains than a plain loop, and what the trainer itself costs.

Run `OMP_NUM_THREADS=1 python benchmarks/training.py [RECIPE ...]` (about six minutes); the result
is written to `benchmarks/results/training.json`. Each recipe trains the same model on the same
examples three times:

- `trainer`: our trainer as the recipe sets it up (bf16, batches sorted by length, on a CPU without
  padding, fused AdamW);
- `bare`: the same updates in a loop without a trainer; `trainer_overhead` is what the trainer takes
  more, as a share of this time;
- `plain`: a loop in fp32 with the defaults of the libraries: random batches padded to the longest,
  sdpa attention, AdamW.

`cpu` and `wall` are seconds per update; `tokens_per_second` counts tokens of problems and answers
without padding, by `cpu` on CPUs and by `wall` on accelerators, and `ratio` is that of `trainer`
over that of `plain`. `share_of_peak` is the arithmetic of the model (`compute.matrix_weights`) per
second over that of a large bf16 matrix product, measured in the same run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from measuring import machine
from training_loops import (
    WARM_UP,
    Clock,
    by_bare_loop,
    by_plain_loop,
    by_trainer,
    drawn,
    seconds_per_update,
    tokens_in,
)

from hf_mathseq.training.compute import OPERATIONS_PER_WEIGHT, matrix_weights
from hf_mathseq.training.datasets import Item
from hf_mathseq.training.memory import keep_few_kernels
from hf_mathseq.training.recipe import Recipe, load_recipe

RESULT = Path(__file__).parent / "results" / "training.json"
UPDATES = 40
WIDE = {
    "model.encoder_width": 256,
    "model.decoder_width": 256,
    "model.encoder_heads": 8,
    "model.decoder_heads": 8,
    "training.batch_size": 128,
}
RECIPES: dict[str, tuple[str, int, dict[str, Any]]] = {
    "integration/bwd-laptop": ("integration/bwd-laptop", UPDATES, {}),
    "integration/bwd-laptop, width 256, batch 128": ("integration/bwd-laptop", 15, WIDE),
    "linear_algebra/eigenvalues-laptop": ("linear_algebra/eigenvalues-laptop", UPDATES, {}),
    "metabolic_networks/existence-hard-laptop": (
        "metabolic_networks/existence-hard-laptop",
        UPDATES,
        {"curriculum": []},
    ),
}
SETTINGS = {
    "bf16, eager attention": ("bf16", "eager"),
    "bf16, sdpa attention": ("bf16", "sdpa"),
    "fp32, eager attention": ("fp32", "eager"),
    "fp32, sdpa attention": ("fp32", "sdpa"),
}
PEAK_SIZE, PEAK_REPEATS = 2048, 8


def measured(name: str, updates: int, overrides: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of one recipe."""
    # No check and no checkpoint falls among the updates.
    never = {"training.max_steps": updates + WARM_UP, "evaluation.every": 10**6}
    never["training.save_every"] = 10**6
    recipe = load_recipe(name, {**never, **overrides})
    ordered, mixed = drawn(recipe, recipe.data.length_window), drawn(recipe, 1)
    clocks = {
        "trainer": by_trainer(recipe, ordered),
        "bare": by_bare_loop(recipe, ordered),
        "plain": by_plain_loop(recipe, mixed),
    }
    used = {"trainer": ordered, "bare": ordered, "plain": mixed}
    figures = {loop: _figures(recipe, clocks[loop], used[loop], updates) for loop in clocks}
    speed = {loop: found["tokens_per_second"] for loop, found in figures.items()}
    padded = {
        setting: round(seconds_per_update(recipe, ordered, *how), 4)
        for setting, how in SETTINGS.items()
    }
    return {
        "batch_size": recipe.training.batch_size,
        "updates": updates,
        **figures,
        "ratio": round(speed["trainer"] / speed["plain"], 2),
        "trainer_overhead": round(clocks["trainer"].cpu / clocks["bare"].cpu - 1, 4),
        "cpu_of_padded_updates": padded,
    }


def _figures(
    recipe: Recipe, clock: Clock, examples: Sequence[Item], updates: int
) -> dict[str, float]:
    problems, answers = tokens_in(recipe, examples)
    encoder, decoder = matrix_weights(recipe.model, recipe.make_task().num_target_tokens)
    seconds = clock.wall if torch.cuda.is_available() else clock.cpu
    operations = OPERATIONS_PER_WEIGHT * (encoder * problems + decoder * answers)
    return {
        "cpu": round(clock.cpu / updates, 4),
        "wall": round(clock.wall / updates, 4),
        "tokens_per_second": round((problems + answers) / seconds),
        "share_of_peak": round(operations / seconds / peak(), 3),
    }


def peak() -> float:
    """Return the floating-point operations per second of a large product of bf16 matrices."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    factor = torch.randn(PEAK_SIZE, PEAK_SIZE, device=device, dtype=torch.bfloat16)
    best = float("inf")
    for _ in range(PEAK_REPEATS):
        clock = Clock()
        clock.start()
        factor @ factor
        clock.stop()
        best = min(best, clock.wall if device == "cuda" else clock.cpu)
    return 2 * PEAK_SIZE**3 / best


def main() -> None:
    """Measure every recipe and store the result."""
    keep_few_kernels()  # as training does
    wanted = sys.argv[1:] or list(RECIPES)
    found = {}
    for name in wanted:
        found[name] = measured(*RECIPES[name])
        print(name, json.dumps(found[name]), flush=True)
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu"
    about = machine(torch=torch.__version__, threads=torch.get_num_threads(), device=device)
    RESULT.write_text(json.dumps({"machine": about, "recipes": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
