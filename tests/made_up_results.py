"""Stored results of evaluations and trainings that never took place."""

import json

from hf_mathseq.evaluation.decoding import Hypothesis
from hf_mathseq.evaluation.metrics import Judged, summarize
from hf_mathseq.evaluation.storage import write_chunk

BEAMS = 3


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
