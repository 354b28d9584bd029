import json

import numpy as np
import pytest
from made_up_results import write_evaluation, write_training

from hf_mathseq.tasks import get_task

PROBLEMS = 40


@pytest.fixture
def model(tmp_path):
    """The folder of a made-up model: every fourth best answer is wrong, every seventh malformed."""
    task = get_task("linear_algebra/eigenvalues", min_dimension=2, max_dimension=3)
    rows = task.generate(PROBLEMS, split="test").to_pylist()
    rng = np.random.default_rng(0)
    hypotheses = []
    for i, row in enumerate(rows):
        right = row["target"].split()
        values = np.array(row["result"]) * rng.uniform(1.2, 2)
        wrong = task.encode({**row, "result": values.tolist()})[1]
        first = right[:-1] if i % 7 == 0 else wrong if i % 4 == 0 else right
        hypotheses.append([first, wrong, right])
    folder = tmp_path / "model"
    write_evaluation(folder / "results" / "made-up", task, hypotheses, rows)
    write_training(folder)
    return folder


def group(accuracy, too_long=0, **beside):
    scores = {"examples": 200, "too_long": too_long, "accuracy": [accuracy, accuracy]}
    return {**scores, "confidence_95": [0, 1], "by_tolerance": {}, "published": {}, **beside}


@pytest.fixture
def experiment(tmp_path):
    """The folder of a made-up experiment of two runs."""
    folder = tmp_path / "experiment"
    reached = {"paper": {"accuracy": 0.6, "exact_solver": 0.65},
               "strict": {"accuracy": 0.5, "exact_solver": 0.9}}  # fmt: skip
    beside = {"by_tolerance": {"0.05": reached}, "published": {"0.05": 0.8}}
    runs = [
        {"label": "Small", "folder": "small", "groups": {"2x2": group(0.9), "3x3": group(0, 200)}},
        {
            "label": "Large",
            "folder": "large",
            "groups": {"2x2": group(0.4), "3x3": group(0.5, **beside)},
        },
    ]
    for run in runs:
        write_training(folder / run["folder"])
    results = {"experiment": "toy", "wanted": 2, "runs": runs}
    (folder / "results.json").write_text(json.dumps(results))
    return folder
