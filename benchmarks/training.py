"""What an update of a recipe costs: mixed precision, kind of attention, batches of equal length.

Run `OMP_NUM_THREADS=1 python benchmarks/training.py`; the result is written to
`benchmarks/results/training.json`. Times are processor seconds of this one process per update
(forward, loss, backward, clipping, Adam) over the same examples; `ratio` is the time over that of
the recipe as it stands (bf16, eager attention, batches sorted by length).
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import platform
import time
from pathlib import Path

import torch

from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.loss import token_loss
from hf_mathseq.training.collator import Collator
from hf_mathseq.training.recipe import Recipe, load_recipe
from hf_mathseq.training.source import training_examples

RESULT = Path(__file__).parent / "results" / "training.json"
RECIPE = "integration/bwd-laptop"
UPDATES, WARM_UP = 50, 5
VARIANTS = {
    "as it stands": ("bf16", "eager", True),
    "fp32": ("fp32", "eager", True),
    "sdpa attention": ("bf16", "sdpa", True),
    "fp32, sdpa attention": ("fp32", "sdpa", True),
    "batches of mixed length": ("bf16", "eager", False),
}


def seconds_per_update(recipe: Recipe, precision: str, attention: str) -> float:
    """Return the mean processor time of an update, after a warm-up."""
    task, size = recipe.make_task(), recipe.training.batch_size
    examples = training_examples(recipe, task)
    model = build_model(task, recipe.model)
    model.set_attn_implementation(attention)
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), fused=True)
    spent = 0.0
    for update in range(UPDATES + WARM_UP):
        batch = Collator()([examples[i] for i in range(update * size, (update + 1) * size)])
        labels = batch.pop("labels")
        mixed = torch.autocast("cpu", torch.bfloat16) if precision == "bf16" else None
        start = time.process_time()
        with mixed or contextlib.nullcontext():
            outputs = model(**batch)
        token_loss(outputs, labels).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.training.max_grad_norm)
        optimizer.step()
        optimizer.zero_grad()
        if update >= WARM_UP:
            spent += time.process_time() - start
    return spent / UPDATES


def main() -> None:
    """Measure every variant and store the result."""
    recipe = load_recipe(RECIPE)
    plain = dataclasses.replace(recipe, data=dataclasses.replace(recipe.data, length_window=1))
    found = {}
    for name, (precision, attention, sorted_batches) in VARIANTS.items():
        seconds = seconds_per_update(recipe if sorted_batches else plain, precision, attention)
        first = next(iter(found.values()), {"seconds_per_update": seconds})["seconds_per_update"]
        found[name] = {"seconds_per_update": round(seconds, 4), "ratio": round(seconds / first, 2)}
        print(name, found[name], flush=True)
    result = {
        "recipe": RECIPE,
        "updates": UPDATES,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "machine": platform.machine(),
        "variants": found,
    }
    RESULT.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
