"""The parts of a run: the trainer with what watches it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from hf_mathseq.data.shared_blocks import SharedBlocks
from hf_mathseq.task import Task
from hf_mathseq.training.best import KeepBest
from hf_mathseq.training.callbacks import Budget, Interrupt, StopAt, stopped_at
from hf_mathseq.training.check import Check
from hf_mathseq.training.collator import Collator
from hf_mathseq.training.launch import node, world_size
from hf_mathseq.training.lengths import limits_of
from hf_mathseq.training.memory import ReturnMemory, keep_few_kernels
from hf_mathseq.training.monitors import monitors
from hf_mathseq.training.precision import precision_in
from hf_mathseq.training.recipe import Recipe
from hf_mathseq.training.sections import TrainingOptions
from hf_mathseq.training.source import training_examples
from hf_mathseq.training.start import initial_model
from hf_mathseq.training.trainer import MathSeqTrainer

PREDRAWN = 2
"""Blocks for each process that draws, ahead of the one that is trained on."""


class Parts(NamedTuple):
    """A trainer with what watches it; `best` is None where the last model is published."""

    trainer: MathSeqTrainer
    budget: Budget
    interrupt: Interrupt
    best: KeepBest | None


def assemble(
    recipe: Recipe, start: Any, task: Task, arguments: Any, checkpoint: Path | None, logs: Path
) -> Parts:
    """Return what trains a recipe.

    Args:
        recipe: What is trained.
        start: The model whose weights are taken, or None.
        task: The recipe's.
        arguments: The trainer's.
        checkpoint: The checkpoint that is resumed, or None.
        logs: Folder of monitors.
    """
    keep_few_kernels()
    checkpoints, options = Path(arguments.output_dir), recipe.training
    budget, interrupt = Budget(checkpoint), Interrupt()
    watching = monitors(options.report_to, logs, arguments)
    # What is too long is refused before the check draws its problems.
    examples = training_examples(recipe, task, _shared_blocks(checkpoints, options))
    if checkpoint is not None and (ended := stopped_at(checkpoint, recipe.stop_at)):
        arguments.max_steps = ended
        examples.end_at(ended * options.batch_size)
    check = Check(
        task,
        recipe.evaluation,
        recipe.seed,
        precision_in(arguments),
        recipe.make_mixture(),
        limits_of(recipe, task),
    )
    trainer = MathSeqTrainer(
        check=check,
        model=initial_model(recipe, task, start),
        args=arguments,
        train_dataset=examples,
        eval_dataset=check.rows,
        data_collator=Collator(),
        callbacks=[budget, interrupt, StopAt(recipe.stop_at), ReturnMemory(), *watching],
    )
    best = KeepBest(checkpoints, trainer.weights) if options.keep_best else None
    if best is not None:
        trainer.add_callback(best)  # behind the one that marks checkpoints as complete
    return Parts(trainer, budget, interrupt, best)


def blocks_of(checkpoints: Path) -> Path:
    """Return the folder of the blocks that the processes on this machine share."""
    return checkpoints / f"blocks-{node()}"


def _shared_blocks(checkpoints: Path, options: TrainingOptions) -> SharedBlocks | None:
    """Return what draws blocks for several processes, or None where one draws alone."""
    drawing = world_size() * max(1, options.data_workers)
    if drawing == 1 and not options.data_workers:
        return None
    return SharedBlocks(blocks_of(checkpoints), PREDRAWN * drawing)
