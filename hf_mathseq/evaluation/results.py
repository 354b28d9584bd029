"""What `results.json` holds: settings, accuracies, and the tables beside them."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.decoding import Decoding
from hf_mathseq.evaluation.group_metrics import by_group
from hf_mathseq.evaluation.loading import TrainedModel
from hf_mathseq.evaluation.metrics import Judged, summarize
from hf_mathseq.evaluation.problems import ProblemSet
from hf_mathseq.evaluation.storage import read_hypotheses, read_needed
from hf_mathseq.evaluation.suites.suite import places_by_group
from hf_mathseq.evaluation.tolerances import NeededTolerances, add_ceilings, needed_tolerances
from hf_mathseq.evaluation.trivial import baseline_scores, trivial_scores
from hf_mathseq.task import CRITERIA


def settings_of(trained: TrainedModel, problems: ProblemSet, decoding: Decoding) -> dict[str, Any]:
    """Return what decides the results: equal settings continue an evaluation.

    The package's version is one of them: verdicts of an older one are not mixed with new ones.

    Args:
        trained: The model.
        problems: What it answers.
        decoding: How it is searched for answers.
    """
    return {
        "task": problems.task.name,
        "version": problems.task.version,
        "options": problems.task.options,
        **problems.settings,
        "beams": decoding.num_beams,
        "num_return_sequences": decoding.num_return_sequences,
        "batch_size": decoding.batch_size,
        "precision": decoding.precision,
        "weights": trained.digest,
        "hf_mathseq": importlib.metadata.version("hf-mathseq"),
        **({"sampling": asdict(decoding.sampling)} if decoding.sampling else {}),
    }


def results_of(
    trained: TrainedModel,
    problems: ProblemSet,
    judged: Sequence[Judged],
    examples: Path,
    criterion: str,
) -> dict[str, Any]:
    """Return what was found, as `results.json` holds it beside the settings and the seconds.

    Args:
        trained: The model.
        problems: What it answered.
        judged: The verdicts on its answers, one entry for each problem.
        examples: Folder of the stored hypotheses.
        criterion: The criterion of the headline `accuracy`.
    """
    unread = [not trained.reads(row) for row in problems.rows]
    found = summarize(problems.task, problems.rows, judged, criterion)
    if problems.members:
        for name, scores in found["criteria"].items():
            scores["by_group"] = by_group(problems.members, judged, name, unread)
    hypotheses = read_hypotheses(examples)
    known = {name: read_needed(examples, name) for name in CRITERIA}
    needed = needed_tolerances(problems.task, problems.rows, hypotheses, known)
    if needed:
        add_ceilings(found["criteria"], needed, places_by_group(problems.members))
    beside = _beside(problems, hypotheses, needed)
    return {**problems.about, "too_long": sum(unread), **found, **beside}


def _beside(
    problems: ProblemSet,
    hypotheses: Sequence[Sequence[Sequence[str]]],
    needed: NeededTolerances | None,
) -> dict[str, Any]:
    """Return the tables that stand beside the accuracies, as far as the task has them."""
    task, rows, groups = problems.task, problems.rows, places_by_group(problems.members)
    beside = {
        "by_tolerance": needed and needed.scores(),
        "groups_by_tolerance": needed and {g: needed.scores(own) for g, own in groups.items()},
        "trivial_answers": trivial_scores(task, rows),
        "baselines": baseline_scores(task, rows),
        "diagnostics": task.diagnostics(rows, [answers[0] for answers in hypotheses]),
    }
    return {name: scores for name, scores in beside.items() if scores}
