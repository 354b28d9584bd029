"""The check during training: loss and verified answers on fixed samples."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import torch

from hf_mathseq.evaluation.decoding import Decoding, decode
from hf_mathseq.modeling.loss import IGNORED, token_loss
from hf_mathseq.options import OptionError
from hf_mathseq.task import Row, Task
from hf_mathseq.training.collator import Collator
from hf_mathseq.training.lengths import Limits
from hf_mathseq.training.mixture import labels_of
from hf_mathseq.training.sections import EvaluationOptions
from hf_mathseq.verdict import Status


class Check:
    """Measures a model on the first validation examples of a task, and of those mixed in.

    Problems that are longer than the model's positions count as not solved; the loss is that of the
    examples that are not too long.

    Args:
        task: What is checked.
        options: Size of a sample and of its batches.
        seed: Seed of the samples.
        precision: "fp32" or "bf16".
        others: Tasks that are mixed in.
        limits: The largest numbers of input and label ids that the model takes; None for any.
    """

    def __init__(
        self,
        task: Task,
        options: EvaluationOptions,
        seed: int,
        precision: str,
        others: Sequence[Task] = (),
        limits: Limits | None = None,
    ) -> None:
        tasks = [task, *others]
        self._labels = labels_of(tasks)[1:]
        self._samples = [_Sample(each, options.examples, seed, limits) for each in tasks]
        self.rows = self._samples[0].rows
        self._decoding = Decoding(batch_size=options.batch_size, precision=precision)

    def __call__(self, model: Any) -> dict[str, float]:
        """Return loss per token, share verified (UNDECIDED as wrong) and share identical.

        For every task that is mixed in, also `verified_accuracy/<task>`.
        """
        own, *others = self._samples
        found = {"loss": self._loss(model, own.short), **own.measured(model, self._decoding)}
        for label, sample in zip(self._labels, others, strict=True):
            accuracy = sample.measured(model, self._decoding)["verified_accuracy"]
            found[f"verified_accuracy/{label}"] = accuracy
        return found

    @torch.no_grad()
    def _loss(self, model: Any, rows: Sequence[Row]) -> float:
        training, collate = model.training, Collator()
        total = tokens = 0.0
        model.eval()
        for start in range(0, len(rows), self._decoding.batch_size):
            batch = collate(rows[start : start + self._decoding.batch_size])
            labels = batch.pop("labels").to(model.device)
            outputs = model(**{name: part.to(model.device) for name, part in batch.items()})
            total += float(token_loss(outputs, labels, 1))
            tokens += int((labels != IGNORED).sum())
        model.train(training)
        return total / tokens


class _Sample:
    """The first validation examples of a task.

    Attributes:
        rows: The examples.
        short: Those that the model can be shown, problem and answer.

    Raises:
        OptionError: There is none of these.
    """

    def __init__(self, task: Task, count: int, seed: int, limits: Limits | None) -> None:
        self._task = task
        self.rows = task.generate(count, seed, "validation").to_pylist()
        inputs, labels = limits or (sys.maxsize, sys.maxsize)
        self._readable = [i for i, row in enumerate(self.rows) if len(row["input_ids"]) <= inputs]
        readable = [self.rows[i] for i in self._readable]
        self.short = [row for row in readable if len(row["labels"]) <= labels]
        if not self.short:
            raise OptionError(f"no validation example of {task!r} fits the model's positions")

    def measured(self, model: Any, decoding: Decoding) -> dict[str, float]:
        inputs = [self.rows[i]["input_ids"] for i in self._readable]
        found = decode(model, inputs, self._task.vocabulary, decoding)
        answers: list[list[str]] = [[] for _ in self.rows]
        for i, hypotheses in zip(self._readable, found, strict=True):
            answers[i] = hypotheses[0].tokens
        statuses = [verdict.status for verdict in self._task.verify_many(self.rows, answers)]
        exact = sum(
            " ".join(answer) == row["target"]
            for answer, row in zip(answers, self.rows, strict=True)
        )
        count = len(self.rows)
        return {
            "verified_accuracy": statuses.count(Status.CORRECT) / count,
            "undecided": statuses.count(Status.UNDECIDED) / count,
            "exact_match": exact / count,
        }
