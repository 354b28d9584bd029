"""The suites that a recipe names, on the finished model."""

from __future__ import annotations

from pathlib import Path

from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.evaluation.loading import load_trained
from hf_mathseq.training.recipe import Recipe


def evaluate_suites(recipe: Recipe, folder: Path, progress: bool) -> None:
    """Evaluate a model on its recipe's suites, as `hf-mathseq evaluate --suite` does.

    Results go to the model's folder and card. What was evaluated before is not decoded again, and
    what was interrupted goes on.

    Args:
        recipe: Names the suites and how many problems of each group are taken.
        folder: The model's.
        progress: Whether progress is shown.
    """
    if not recipe.suites:
        return
    trained = load_trained(folder)
    for suite in recipe.suites:
        count = recipe.evaluation.suite_examples or None
        evaluate(trained, suite=suite, num_examples=count, progress=progress)
