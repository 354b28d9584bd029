"""The check during training: loss and verified answers on a fixed sample."""

from __future__ import annotations

from typing import Any

import torch

from hf_mathseq.evaluation.decoding import Decoding, decode
from hf_mathseq.modeling.loss import IGNORED, token_loss
from hf_mathseq.task import Task
from hf_mathseq.training.collator import Collator
from hf_mathseq.training.sections import EvaluationOptions
from hf_mathseq.verdict import Status


class Check:
    """Measures a model on the first validation examples of a task.

    Args:
        task: What is checked.
        options: Size of the sample and of its batches.
        seed: Seed of the sample.
        precision: "fp32" or "bf16".
    """

    def __init__(self, task: Task, options: EvaluationOptions, seed: int, precision: str) -> None:
        self._task = task
        self.rows = task.generate(options.examples, seed, "validation").to_pylist()
        self._decoding = Decoding(batch_size=options.batch_size, precision=precision)

    def __call__(self, model: Any) -> dict[str, float]:
        """Return loss per token, share verified (UNDECIDED as wrong) and share identical."""
        inputs = [row["input_ids"] for row in self.rows]
        found = decode(model, inputs, self._task.vocabulary, self._decoding)
        answers = [hypotheses[0].tokens for hypotheses in found]
        statuses = [verdict.status for verdict in self._task.verify_many(self.rows, answers)]
        exact = sum(
            " ".join(answer) == row["target"]
            for answer, row in zip(answers, self.rows, strict=True)
        )
        count = len(self.rows)
        return {
            "loss": self._loss(model),
            "verified_accuracy": statuses.count(Status.CORRECT) / count,
            "undecided": statuses.count(Status.UNDECIDED) / count,
            "exact_match": exact / count,
        }

    @torch.no_grad()
    def _loss(self, model: Any) -> float:
        training, collate = model.training, Collator()
        total = tokens = 0.0
        model.eval()
        for start in range(0, len(self.rows), self._decoding.batch_size):
            batch = collate(self.rows[start : start + self._decoding.batch_size])
            labels = batch.pop("labels").to(model.device)
            outputs = model(**{name: part.to(model.device) for name, part in batch.items()})
            total += float(token_loss(outputs, labels, 1))
            tokens += int((labels != IGNORED).sum())
        model.train(training)
        return total / tokens
