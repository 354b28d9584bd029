"""`run_experiment`: train every run, evaluate every model, and tabulate what was found."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.problems import check_suite
from hf_mathseq.experiments.experiment import Experiment, Run, load_experiment
from hf_mathseq.experiments.report import entry_of, results_of, write_results
from hf_mathseq.training.files import default_folder
from hf_mathseq.training.launch import is_first_process
from hf_mathseq.training.run import train

PARENT = "runs/experiments"


def run_experiment(
    experiment: str | Path,
    settings: Mapping[str, Any] | None = None,
    output_dir: str | Path | None = None,
    resume: bool = True,
    progress: bool = True,
) -> dict[str, Any]:
    """Train and measure every run of an experiment; called again, go on where it was interrupted.

    Args:
        experiment: A name of `list_experiments` or a YAML file.
        settings: `section.key` -> value for the recipes of all runs, before all that the
            experiment says; `evaluation.suite_examples` is the number of problems of a group.
        output_dir: Folder of the models, one for each run, and of `results.json` and `table.md`,
            which are written anew after every run; by default `runs/experiments/<experiment>`.
        resume: Whether finished and interrupted runs are kept; otherwise all are trained anew.
        progress: Whether progress is shown.

    Returns:
        What `results.json` holds, see `report.results_of`: a function of the experiment, the
        settings and the machine's arithmetic, and not of time or interruptions. In processes
        besides the first it has no runs.

    Raises:
        OptionError: The experiment or a recipe cannot be used, the settings make all runs the same,
            or a folder belongs to another one.
        UserError: The suite has no problems for a model.
        KeyboardInterrupt: After Ctrl-C; what is finished is kept.
    """
    from hf_mathseq.training.suites import evaluate_suites

    loaded, changes = load_experiment(experiment), dict(settings or {})
    recipes = loaded.recipes(changes)
    output = Path(output_dir) if output_dir else default_folder(experiment, PARENT)
    for run, recipe in zip(loaded.vary, recipes, strict=True):
        if not (output / run.folder).exists():
            check_suite(loaded.suite, recipe.make_task())
    entries: list[dict[str, Any]] = []
    for number, (run, recipe) in enumerate(zip(loaded.vary, recipes, strict=True), 1):
        if progress and is_first_process():
            print(f"run {number} of {len(recipes)}: {run.label}", file=sys.stderr)
        folder = output / run.folder
        train(loaded.recipe, _settings(loaded, run, changes, output), folder, resume, progress)
        if is_first_process():
            found = evaluate_suites(replace(recipe, suites=(loaded.suite,)), folder, progress)
            entries.append(entry_of(run.label, folder, found[loaded.suite]))
            write_results(output, results_of(loaded, entries))
    return results_of(loaded, entries)


def _settings(
    experiment: Experiment, run: Run, changes: Mapping[str, Any], output: Path
) -> dict[str, Any]:
    """Return all that a run changes in the recipe, the weights that it starts from included."""
    settings = {"suites": []} | experiment.settings_of(run, changes)  # its own suite alone
    if run.start:
        before = next(other for other in experiment.vary if other.label == run.start)
        settings["start_from.model"] = str(output / before.folder)
    return settings
