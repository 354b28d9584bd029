"""`.eval_results/*.yaml`: results as the Hub shows them beside a benchmark.

An entry is the share of problems with a verified answer, in per cent, UNDECIDED counted as wrong;
its notes say how it was measured. `data.benchmark` names the benchmarks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from hf_mathseq.data.benchmark import SPLIT, benchmark_id
from hf_mathseq.evaluation.markdown import interval
from hf_mathseq.tasks import task_class

FOLDER = ".eval_results"
NAMESPACE = "hf-mathseq"


def write_eval_results(folder: Path, evaluations: Sequence[Mapping[str, Any]]) -> None:
    """Write one file for each data set that was evaluated; earlier ones are replaced.

    Args:
        folder: Of the model.
        evaluations: Stored results; those on other splits than the one for tests, and on suites,
            are left out.
    """
    from huggingface_hub import EvalResultEntry, eval_result_entries_to_yaml

    entries: dict[str, list[Any]] = {}
    for found in evaluations:
        if "suite" in found or found["split"] != SPLIT:
            continue
        dataset, _, config = found["task"].partition("/")
        repository = dataset.replace("_", "-")
        entry = EvalResultEntry(
            dataset_id=f"{NAMESPACE}/{repository}",
            task_id=benchmark_id(config),
            value=round(100 * found["criteria"]["strict"]["accuracy"][0], 2),
            notes=_notes(found),
        )
        entries.setdefault(repository, []).append(entry)
    target = folder / FOLDER
    for path in target.glob("*.yaml"):
        path.unlink()
    for repository, own in entries.items():
        target.mkdir(exist_ok=True)
        content = yaml.safe_dump(eval_result_entries_to_yaml(own), sort_keys=False, width=100)
        (target / f"{repository}.yaml").write_text(content, encoding="utf-8")


def _notes(found: Mapping[str, Any]) -> str:
    scores = found["criteria"]["strict"]
    defaults = task_class(found["task"])().options
    changed = [f"{k}={v}" for k, v in found["options"].items() if defaults.get(k) != v]
    return "; ".join(
        [
            *([f"not on the published problems but with {' '.join(changed)}"] if changed else []),
            "share of problems with a verified answer, strict criterion",
            f"{found['num_examples']} problems, seed {found['seed']}",
            f"beam {found['beams']}",
            f"95 % interval {interval(scores['confidence_95'])}",
        ]
    )
