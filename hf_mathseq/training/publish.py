"""The finished model: a folder that is a complete Hub repository, without pickles."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import shutil
from pathlib import Path
from typing import Any

import torch

from hf_mathseq.evaluation.card import write_card
from hf_mathseq.modeling.saving import save
from hf_mathseq.task import Task
from hf_mathseq.training.files import RECIPE_FILE, TRAINING_RESULTS
from hf_mathseq.training.outcome import Outcome
from hf_mathseq.training.recipe import Recipe
from hf_mathseq.whole import replace_folder

PACKAGES = ("hf-mathseq", "torch", "transformers", "accelerate", "numpy")


def write_model_folder(
    folder: Path,
    model: Any,
    tokenizer: Any,
    recipe: Recipe,
    task: Task,
    outcome: Outcome,
) -> None:
    """Write config, weights, tokenizer, recipe, training results and card; replaces the folder.

    Args:
        folder: Where the model is to stand; written beside it first and moved at the end.
        model: The trained model.
        tokenizer: Its tokenizer.
        recipe: What it was trained by.
        task: What it was trained on.
        outcome: What the training came to.
    """
    staged = folder.with_name(f"{folder.name}.incomplete")
    shutil.rmtree(staged, ignore_errors=True)
    (staged / "results").mkdir(parents=True)
    save(model.to(getattr(torch, recipe.training.save_dtype)), tokenizer, staged)
    (staged / RECIPE_FILE).write_text(recipe.to_yaml(), encoding="utf-8")
    results = _training_results(model, recipe, task, outcome)
    (staged / "results" / TRAINING_RESULTS).write_text(json.dumps(results, indent=1))
    write_card(staged)
    replace_folder(staged, folder)


def _training_results(model: Any, recipe: Recipe, task: Task, outcome: Outcome) -> dict[str, Any]:
    steps = outcome.steps
    return {
        "task": task.name,
        "task_identity": task.identity,
        "example": task.generate(1, recipe.seed, "validation")[task.description.problem][0].as_py(),
        "parameters": model.num_parameters(),
        "steps": steps,
        "examples_seen": steps * recipe.training.batch_size,
        "stopped_early": steps < recipe.training.max_steps,
        "environment": {
            "python": platform.python_version(),
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "threads": torch.get_num_threads(),
            "device": model.device.type,
            **{package: importlib.metadata.version(package) for package in PACKAGES},
        },
        **outcome.as_dict(),
    }
