"""What a folder holds that can be reported: a model, one evaluation or an experiment."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.storage import EXAMPLES, RESULTS
from hf_mathseq.plain_yaml import read_mapping
from hf_mathseq.suggestions import UserError
from hf_mathseq.training.files import RECIPE_FILE, TRAINING_RESULTS

Keys = Mapping[str, type]
"""What a file must say, and the type of each entry."""
EVALUATION: Keys = {
    "task": str,
    "options": dict,
    "beams": int,
    "num_examples": int,
    "criteria": dict,
}
RUN: Keys = {"label": str, "folder": str, "groups": dict}
TRAINING: Keys = {"steps": int, "examples_seen": int, "log": list}


@dataclass(frozen=True)
class Evaluation:
    """A stored evaluation.

    Attributes:
        name: Its folder's name.
        found: What `results.json` says, see `evaluation.evaluate.evaluate`.
        examples: The folder of its hypotheses; there may be none.
    """

    name: str
    found: Mapping[str, Any]
    examples: Path


@dataclass(frozen=True)
class Training:
    """A finished training.

    Attributes:
        run: The run's name in an experiment, else the folder's.
        found: What `training.json` says.
        checked: Problems of each check during the training; 0 where no recipe says so.
    """

    run: str
    found: Mapping[str, Any]
    checked: int


@dataclass(frozen=True)
class Contents:
    """What a folder holds.

    Attributes:
        kind: "model", "evaluation" or "experiment".
        name: The folder's name.
        evaluations: Those of a model.
        trainings: That of a model, or of every run of an experiment.
        runs: The runs of an experiment, see `experiments.report.entry_of`.
    """

    kind: str
    name: str
    evaluations: Sequence[Evaluation] = ()
    trainings: Sequence[Training] = ()
    runs: Sequence[Mapping[str, Any]] = field(default=())


def read_folder(folder: str | Path) -> Contents:
    """Read the results in a folder.

    Args:
        folder: Of a model, of one evaluation (`evaluate --output`) or of an experiment.

    Raises:
        UserError: No such folder, no results there, or files that are not results.
    """
    path = Path(folder)
    if not path.is_dir():
        raise UserError(f"no folder {folder}: a report is made of a folder with results")
    name = path.resolve().name
    if (path / RESULTS).is_file():
        found = _read(path / RESULTS)
        if "runs" in found:
            return _experiment(path, name, found)
        return Contents("evaluation", name, [_evaluation(path, name)])
    evaluations = [
        _evaluation(file.parent, file.parent.name)
        for file in sorted(path.glob(f"results/*/{RESULTS}"))
    ]
    trainings = _trainings(path, name)
    if not evaluations and not trainings:
        raise UserError(
            f"no results in {folder}: 'hf-mathseq evaluate', 'train' and 'experiment' write them"
        )
    return Contents("model", name, evaluations, trainings)


def _experiment(path: Path, name: str, found: Mapping[str, Any]) -> Contents:
    runs = found["runs"]
    if not isinstance(runs, list) or not runs:
        raise UserError(f"no finished runs in {path / RESULTS}")
    for run in runs:
        _demand(run, RUN, path / RESULTS)
    trainings = [t for run in runs for t in _trainings(path / run["folder"], run["label"])]
    return Contents("experiment", name, trainings=trainings, runs=runs)


def _evaluation(path: Path, name: str) -> Evaluation:
    found = _read(path / RESULTS)
    _demand(found, EVALUATION, path / RESULTS)
    return Evaluation(name, found, path / EXAMPLES)


def _trainings(path: Path, run: str) -> list[Training]:
    """Return the training of a model's folder, if it is finished."""
    file = path / "results" / TRAINING_RESULTS
    if not file.is_file():
        return []
    found = _read(file)
    _demand(found, TRAINING, file)
    recipe = read_mapping(path / RECIPE_FILE) if (path / RECIPE_FILE).is_file() else {}
    return [Training(run, found, int(recipe.get("evaluation", {}).get("examples", 0)))]


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise UserError(f"{path} is not JSON") from None
    if not isinstance(found, dict):
        raise UserError(f"{path} holds no results")
    return found


def _demand(found: object, keys: Keys, path: Path) -> None:
    entries = found if isinstance(found, dict) else {}
    wrong = [key for key, kind in keys.items() if not isinstance(entries.get(key), kind)]
    if wrong:
        raise UserError(f"{path} holds no results of hf_mathseq: {wrong[0]!r} is missing or wrong")
