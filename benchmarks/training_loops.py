"""Loops of training that are timed: our trainer, the same work without it, and a plain one."""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback

from hf_mathseq.modeling.build import build_model
from hf_mathseq.modeling.loss import IGNORED, token_loss
from hf_mathseq.training.arguments import training_arguments
from hf_mathseq.training.collator import Collator
from hf_mathseq.training.datasets import Item
from hf_mathseq.training.precision import precision_here
from hf_mathseq.training.recipe import Recipe
from hf_mathseq.training.source import training_examples
from hf_mathseq.training.start import initial_model
from hf_mathseq.training.trainer import MathSeqTrainer

WARM_UP = 3  # updates that are not timed
Batch = Mapping[str, torch.Tensor]


@dataclass
class Clock:
    """Seconds between `start` and `stop`.

    Attributes:
        cpu: Of the processor, this process alone.
        wall: By the clock; an accelerator has finished its work.
    """

    cpu: float = 0.0
    wall: float = 0.0

    def start(self) -> None:
        """Begin to count."""
        _finish()
        self._began = time.process_time(), time.perf_counter()

    def stop(self) -> Clock:
        """Count up to now."""
        _finish()
        self.cpu += time.process_time() - self._began[0]
        self.wall += time.perf_counter() - self._began[1]
        return self


class Marks(TrainerCallback):
    """Times the updates of a trainer behind those of the warm-up."""

    def __init__(self) -> None:
        self.clock = Clock()

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Start behind the warm-up, and stop with the last update."""
        if state.global_step == WARM_UP:
            self.clock.start()
        if state.global_step == state.max_steps:
            self.clock.stop()


def drawn(recipe: Recipe, window: int) -> Sequence[Item]:
    """Return the examples of a run, sorted by length within so many batches."""
    data = dataclasses.replace(recipe.data, length_window=window)
    recipe = dataclasses.replace(recipe, data=data)
    examples = training_examples(recipe, recipe.make_task())
    return [examples[index] for index in range(len(examples))]


def by_trainer(recipe: Recipe, examples: Sequence[Item]) -> Clock:
    """Time our trainer, as `train` sets it up, on examples that are already drawn."""
    marks = Marks()
    with tempfile.TemporaryDirectory() as folder:
        trainer = MathSeqTrainer(
            check=lambda model: {"verified_accuracy": 0.0},
            model=initial_model(recipe, recipe.make_task(), None),
            args=training_arguments(recipe, Path(folder), 1, progress=False),
            train_dataset=examples,
            eval_dataset=examples[:1],
            data_collator=Collator(),
            callbacks=[marks],
        )
        trainer.train()
    return marks.clock


def by_bare_loop(recipe: Recipe, examples: Sequence[Item]) -> Clock:
    """Time the trainer's work without the trainer: batches, mixed precision, clipping, Adam."""
    model = initial_model(recipe, recipe.make_task(), None).to(_device())
    precision = precision_here(recipe.training.precision)
    return _loop(model, recipe, examples, precision, fused=True)


def by_plain_loop(recipe: Recipe, examples: Sequence[Item]) -> Clock:
    """Time a loop with the libraries' defaults: fp32, sdpa attention, padding, plain AdamW."""
    model = build_model(recipe.make_task(), recipe.model, recipe.seed).to(_device())
    model.set_attn_implementation("sdpa")
    return _loop(model, recipe, examples, "fp32", fused=False)


def seconds_per_update(
    recipe: Recipe, examples: Sequence[Item], precision: str, attention: str
) -> float:
    """Return the mean processor time of an update with padding and fused Adam."""
    model = build_model(recipe.make_task(), recipe.model, recipe.seed).to(_device())
    model.set_attn_implementation(attention)
    clock = _loop(model, recipe, examples, precision, fused=True)
    return clock.cpu / (len(examples) // recipe.training.batch_size - WARM_UP)


def tokens_in(recipe: Recipe, examples: Sequence[Item]) -> tuple[int, int]:
    """Return the tokens of problems and of answers in the timed updates, without padding."""
    timed = examples[WARM_UP * recipe.training.batch_size :]
    return sum(len(e["input_ids"]) for e in timed), sum(len(e["labels"]) for e in timed)


def _loop(
    model: Any, recipe: Recipe, examples: Sequence[Item], precision: str, fused: bool
) -> Clock:
    device, size, clock = _device(), recipe.training.batch_size, Clock()
    model.train()
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=recipe.training.learning_rate, fused=True if fused else None
    )
    for update in range(len(examples) // size):
        if update == WARM_UP:
            clock.start()
        batch = Collator()(examples[update * size : (update + 1) * size])
        labels, given = _on(device, batch)
        mixed = torch.autocast(device, torch.bfloat16) if precision == "bf16" else None
        with mixed or contextlib.nullcontext():
            outputs = model(**given)
        token_loss(outputs, labels, int((labels != IGNORED).sum())).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.training.max_grad_norm)
        optimizer.step()
        optimizer.zero_grad()
    return clock.stop()


def _on(device: str, batch: Batch) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    moved = {name: part.to(device) for name, part in batch.items()}
    return moved.pop("labels"), moved


def _device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"


def _finish() -> None:
    if torch.cuda.is_available():
        torch.cuda.synchronize()
