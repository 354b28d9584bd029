"""The suites that a recipe names, on the finished model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.evaluation.loading import load_trained
from hf_mathseq.training.recipe import Recipe


def evaluate_suites(recipe: Recipe, folder: Path, progress: bool) -> dict[str, dict[str, Any]]:
    """Evaluate a model on its recipe's suites, as `hf-mathseq evaluate --suite` does.

    Results go to the model's folder and card. What was evaluated before is not decoded again, and
    what was interrupted goes on.

    Args:
        recipe: Names the suites and how many problems of each group are taken.
        folder: The model's.
        progress: Whether progress is shown.

    Returns:
        Suite -> its results.
    """
    trained, count = load_trained(folder), recipe.evaluation.suite_examples or None
    return {
        suite: evaluate(trained, suite=suite, num_examples=count, progress=progress)
        for suite in recipe.suites
    }
