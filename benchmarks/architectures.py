"""What the architectures cost: parameters, an update, and greedy answers, at about equal sizes.

Run `OMP_NUM_THREADS=1 python benchmarks/architectures.py` (about three minutes); the result is
written to `benchmarks/results/architectures.json`. The sizes are those of the recipe below, and its
precision; times are processor seconds of this one process. `ratio` is over `encoder-decoder`.
"""

from __future__ import annotations

import dataclasses
import json
import time
from pathlib import Path
from typing import Any

import torch
from measuring import machine
from training_loops import WARM_UP, drawn, seconds_per_update

from hf_mathseq.evaluation.decoding import Decoding, decode
from hf_mathseq.modeling.build import best_attention, build_model
from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.training.precision import precision_here
from hf_mathseq.training.recipe import Recipe, load_recipe

RESULT = Path(__file__).parent / "results" / "architectures.json"
RECIPE = "linear_algebra/eigenvalues-laptop"
ANSWERS, UPDATES = 256, 50
WIDTHS = {"encoder_width": 128, "decoder_width": 128}
ONE_LAYER = {"encoder_layers": 1, "decoder_layers": 1}
LOOPED = {"architecture": "transformer", **WIDTHS, **ONE_LAYER, "encoder_loops": 3}
RECURRENT = {**WIDTHS, **ONE_LAYER, "hidden_size": 256}
VARIANTS: dict[str, dict[str, Any]] = {
    "encoder-decoder": {"encoder_layers": 3, "decoder_layers": 1, **WIDTHS},
    "bart": {"architecture": "bart", "encoder_layers": 3, "decoder_layers": 1, **WIDTHS},
    "transformer": {
        "architecture": "transformer",
        "encoder_layers": 3,
        "decoder_layers": 1,
        **WIDTHS,
    },
    "three loops": LOOPED,
    "three loops, gate": {**LOOPED, "gate": "scalar"},
    "three loops, halting": {**LOOPED, "halting": True},
    "lstm": {"architecture": "lstm", **RECURRENT},
    "gru": {"architecture": "gru", **RECURRENT},
}


def measure(recipe: Recipe, answers: int = ANSWERS, updates: int = UPDATES) -> dict[str, Any]:
    """Return parameters, seconds for an update and seconds for greedy answers."""
    task, precision = recipe.make_task(), precision_here(recipe.training.precision)
    few = dataclasses.replace(recipe.training, max_steps=updates + WARM_UP)
    recipe = dataclasses.replace(recipe, training=few)
    examples = drawn(recipe, recipe.data.length_window)
    model = build_model(task, recipe.model)
    rows = task.generate(answers, split="test").to_pylist()
    inputs = [row["input_ids"] for row in rows]
    decode(model, inputs[:8], task.vocabulary)  # warm-up
    start = time.process_time()
    decode(model, inputs, task.vocabulary, Decoding(precision=precision))
    decoding = time.process_time() - start
    return {
        "parameters": model.num_parameters(),
        "seconds_per_update": seconds_per_update(recipe, examples, precision, best_attention()),
        "seconds_for_answers": decoding,
    }


def main() -> None:
    """Measure every variant and store the result."""
    recipe = load_recipe(RECIPE)
    found: dict[str, dict[str, Any]] = {}
    for name, options in VARIANTS.items():
        measured = measure(dataclasses.replace(recipe, model=ModelOptions(**options)))
        first = next(iter(found.values()), measured)
        measured["ratio"] = round(measured["seconds_per_update"] / first["seconds_per_update"], 2)
        found[name] = measured
        print(name, measured, flush=True)
    result = {
        "recipe": RECIPE,
        "answers": ANSWERS,
        "machine": machine(torch=torch.__version__),
        "variants": found,
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
