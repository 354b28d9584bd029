"""How long the recipes for half an hour of one GPU take, by arithmetic and assumed rates.

Run `OMP_NUM_THREADS=1 python benchmarks/recipe_times.py` (two minutes, or seconds for the
recipes that are named); the result is written to `benchmarks/results/recipe_times.json`, from which
`recipe_page.py` makes tables. Lengths and the time of drawing are measured here. What a GPU does is
assumed: no recipe was run on one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import torch
from measuring import machine, timed_blocks
from transformers import AutoModelForSeq2SeqLM

from hf_mathseq.modeling.configuration import model_config
from hf_mathseq.task import Task
from hf_mathseq.training.compute import OPERATIONS_PER_WEIGHT, matrix_weights
from hf_mathseq.training.listing import kind_of
from hf_mathseq.training.recipe import Recipe, list_recipes, load_recipe

RESULT = Path(__file__).parent / "results" / "recipe_times.json"
PEAK = 990e12
"""Dense bf16 operations per second of an H100 SXM or H200 (NVIDIA's data sheets: 989 TFLOP/s)."""
SHARES = {128: 0.03, 256: 0.08, 384: 0.12, 512: 0.16, 768: 0.22, 1024: 0.28, 1536: 0.35}
"""Largest width -> assumed share of the peak that training sustains. Element-wise work grows with
the width and matrix products with its square, so that narrow models wait for memory."""
SECONDS_PER_LAYER, SECONDS_PER_UPDATE = 3e-3, 15e-3
"""Assumed time to launch a layer's kernels, both directions, and for the rest of an update. An
update takes this or the time of its arithmetic, whichever is longer."""
WORKERS = 8
"""Processes that draw examples."""
EXAMPLES, SECONDS = 1500, 5.0
"""Enough of a sample: so many examples, or so much time of drawing after the first block."""


class Sample(NamedTuple):
    """What a task draws.

    Attributes:
        inputs: Mean tokens of problems, `</s>` included.
        targets: Mean tokens of answers, `</s>` included.
        seconds: Processor time of drawing an example.
    """

    inputs: float
    targets: float
    seconds: float


def sample(task: Task) -> Sample:
    """Draw some examples of a task."""
    examples = inputs = targets = 0
    seconds = 0.0
    for block, spent in timed_blocks(task, 1000):
        examples += len(block)
        inputs += len(block.inputs.values) + len(block)
        targets += len(block.targets.values) + len(block)
        seconds += spent
        if examples >= EXAMPLES or seconds >= SECONDS:
            break
    return Sample(inputs / examples, targets / examples, seconds / examples)


def mixed_sample(recipe: Recipe, task: Task) -> tuple[Sample, str]:
    """Return what the parts of a recipe draw on average, and the folders of those drawn before.

    Parts that are read from a folder take no time to draw, unless all of them are.
    """
    others = zip(recipe.make_mixture(), recipe.mixture, strict=True)
    parts = [(other, member.share, member.folder) for other, member in others]
    own_share = 1 - sum(share for _, share, _ in parts)
    parts.append((task, own_share, recipe.data.folder))
    drawn = [(sample(part), share, folder) for part, share, folder in parts]
    folders = [folder for _, _, folder in drawn if folder]
    timed = [
        (one, share) for one, share, folder in drawn if not folder or len(folders) == len(drawn)
    ]
    mean = Sample(
        sum(one.inputs * share for one, share, _ in drawn),
        sum(one.targets * share for one, share, _ in drawn),
        sum(one.seconds * share for one, share in timed),
    )
    return mean, ", ".join(folders)


def operations(recipe: Recipe, task: Task, inputs: float, targets: float) -> float:
    """Return the floating-point operations that training on one example takes, with attention."""
    model = recipe.model
    encoder, decoder = matrix_weights(model, task.num_target_tokens)
    matrices = encoder * inputs + decoder * targets
    seen = model.encoder_layers * model.encoder_width * inputs**2
    seen += model.decoder_layers * model.decoder_width * targets * (targets + inputs)
    return OPERATIONS_PER_WEIGHT * (matrices + 2 * seen)  # scores and sums: two products each


def update_seconds(recipe: Recipe, operations_per_example: float) -> tuple[float, float]:
    """Return the assumed seconds of an update's arithmetic and of launching it."""
    model = recipe.model
    width = max(model.encoder_width, model.decoder_width)
    share = next(share for largest, share in SHARES.items() if width <= largest)
    arithmetic = operations_per_example * recipe.training.batch_size / (share * PEAK)
    layers = model.encoder_layers + model.decoder_layers
    return arithmetic, SECONDS_PER_UPDATE + SECONDS_PER_LAYER * layers


def weights(recipe: Recipe, task: Task) -> int:
    """Return the number of weights of a recipe's model."""
    with torch.device("meta"):
        model = AutoModelForSeq2SeqLM.from_config(model_config(task, recipe.model))
    return sum(weight.numel() for weight in model.parameters())


def estimate(recipe: Recipe) -> dict[str, Any]:
    """Return what a recipe is expected to take on the assumed GPU."""
    task = recipe.make_task()
    drawn, folders = mixed_sample(recipe, task)
    per_example = operations(recipe, task, drawn.inputs, drawn.targets)
    arithmetic, launching = update_seconds(recipe, per_example)
    steps, batch = recipe.training.max_steps, recipe.training.batch_size
    slower = max(arithmetic, launching)
    return {
        "updates": steps,
        "batch": batch,
        "million weights": weights(recipe, task) / 1e6,
        "mean input": drawn.inputs,
        "mean target": drawn.targets,
        "operations": per_example * batch * steps,
        "ms per update, arithmetic": 1e3 * arithmetic,
        "ms per update, launching": 1e3 * launching,
        "minutes": steps * slower / 60,
        "examples/s read": batch / slower,
        "examples/s drawn": WORKERS / drawn.seconds,
        "folder": folders,
    }


def main() -> None:
    """Estimate the recipes for a GPU, or those that are named, and store the result."""
    every = {name: load_recipe(name) for name in list_recipes()}
    every = {name: recipe for name, recipe in every.items() if kind_of(name, recipe) == "gpu"}
    stored = json.loads(RESULT.read_text())["recipes"] if RESULT.exists() else {}
    for name in sys.argv[1:] or every:
        stored[name] = estimate(every[name])
        print(name, {key: _rounded(value) for key, value in stored[name].items()}, flush=True)
    result = {
        "machine": machine(torch=torch.__version__),
        "assumed": {
            "peak": PEAK,
            "share of the peak by largest width": {str(w): share for w, share in SHARES.items()},
            "seconds per layer": SECONDS_PER_LAYER,
            "seconds per update": SECONDS_PER_UPDATE,
            "processes that draw": WORKERS,
        },
        "recipes": {name: stored[name] for name in every if name in stored},
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n")


def _rounded(value: object) -> object:
    return float(f"{value:.3g}") if isinstance(value, float) else value


if __name__ == "__main__":
    main()
