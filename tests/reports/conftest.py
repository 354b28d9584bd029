import json

import numpy as np
import pytest

from hf_mathseq.evaluation.decoding import Hypothesis
from hf_mathseq.evaluation.metrics import Judged, summarize
from hf_mathseq.evaluation.storage import write_chunk
from hf_mathseq.tasks import get_task

PROBLEMS, BEAMS = 40, 3


def write_evaluation(folder, task, hypotheses, rows):
    """Store an evaluation of made-up hypotheses as `evaluate` does."""
    found = [[Hypothesis(tokens, -1.0) for tokens in answers] for answers in hypotheses]
    verdicts = {
        criterion: [task.verify_many([row] * BEAMS, answers, criterion=criterion)
                    for row, answers in zip(rows, hypotheses, strict=True)]
        for criterion in ("strict", "paper")
    }  # fmt: skip
    judged = [
        Judged(
            {c: [str(v.status) for v in verdicts[c][i]] for c in verdicts},
            rows[i]["target"].split() == hypotheses[i][0],
        )
        for i in range(len(rows))
    ]
    (folder / "examples").mkdir(parents=True)
    write_chunk(folder / "examples" / "00000000.parquet", rows, found, verdicts, {"decode": 1.0})
    about = {"task": task.name, "options": task.options, "split": "test", "beams": BEAMS}
    results = {**about, "num_examples": len(rows), **summarize(task, rows, judged)}
    (folder / "results.json").write_text(json.dumps(results))


def log_of(steps):
    for step in steps:
        yield {"loss": 3 / step, "grad_norm": 1.0, "learning_rate": 1e-3, "step": step}
        yield {"eval_loss": 4 / step, "eval_verified_accuracy": step / 100, "step": step}


def write_training(folder):
    (folder / "results").mkdir(parents=True, exist_ok=True)
    training = {"steps": 50, "examples_seen": 1600, "log": list(log_of([10, 30, 50]))}
    (folder / "results" / "training.json").write_text(json.dumps(training))
    (folder / "recipe.yaml").write_text("evaluation: {examples: 20}\n")


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
