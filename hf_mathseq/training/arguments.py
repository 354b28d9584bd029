"""From a recipe to the library's training arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from transformers import Seq2SeqTrainingArguments

from hf_mathseq.options import OptionError
from hf_mathseq.training.launch import check_sharding
from hf_mathseq.training.precision import precision_of_run
from hf_mathseq.training.recipe import Recipe
from hf_mathseq.training.sections import TrainingOptions

PREFETCHED = range(4, 65)
"""Batches that each data worker makes ahead: at least more than a block of most tasks holds. The
batches of a length window are drawn at once, so that fewer than a window would leave the training
waiting for the next one; more than these would fill shared memory."""


def training_arguments(
    recipe: Recipe, checkpoints: Path, processes: int, progress: bool = True
) -> Seq2SeqTrainingArguments:
    """Return the arguments of `Seq2SeqTrainer` for a recipe.

    Args:
        recipe: What is trained.
        checkpoints: Folder of checkpoints.
        processes: Number of processes; the recipe's batch is shared among them.
        progress: Whether a progress bar is shown.

    Raises:
        OptionError: The batch cannot be cut into equal parts, accelerate was told to share out a
            model among CPUs, or the precision that the run began with cannot be read.
    """
    options = recipe.training
    on_cpu = not torch.cuda.is_available() and not torch.backends.mps.is_available()
    check_sharding(on_cpu)
    devices = _devices(on_cpu, processes)
    if processes > 1:  # so that all take the precision that the first one decides
        _ = Seq2SeqTrainingArguments(output_dir=str(checkpoints), **devices).device
    arguments = Seq2SeqTrainingArguments(
        output_dir=str(checkpoints),
        seed=recipe.seed,
        max_steps=options.max_steps,
        per_device_train_batch_size=part_of_batch(options, processes),
        gradient_accumulation_steps=options.gradient_accumulation,
        learning_rate=options.learning_rate,
        **_schedule(options),
        warmup_steps=options.warmup_steps,
        optim="adamw_torch_fused",
        adam_beta1=options.adam_beta1,
        adam_beta2=options.adam_beta2,
        adam_epsilon=options.adam_epsilon,
        weight_decay=options.weight_decay,
        max_grad_norm=options.max_grad_norm,
        bf16=precision_of_run(options.precision, checkpoints) == "bf16",
        **devices,
        ddp_find_unused_parameters=False if processes > 1 else None,
        logging_steps=options.log_every,
        eval_strategy="steps",
        eval_steps=recipe.evaluation.every,
        save_strategy="steps",
        save_steps=options.save_every,
        save_total_limit=2,  # the newest may be half-written when the process is killed
        remove_unused_columns=False,
        **_loading(options.data_workers, recipe.data.length_window, on_cpu),
        torch_compile=options.torch_compile,
        report_to="none",  # `monitors` says where logs stand
        disable_tqdm=not progress,
    )
    _ = arguments.device  # connects the processes
    return arguments


def _devices(on_cpu: bool, processes: int) -> dict[str, Any]:
    """Return what says where the processes compute and how they talk to one another."""
    return {"use_cpu": on_cpu, "ddp_backend": "gloo" if on_cpu and processes > 1 else None}


def part_of_batch(options: TrainingOptions, processes: int) -> int:
    """Return the number of examples that one process computes at a time."""
    parts = processes * options.gradient_accumulation
    if options.batch_size % parts:
        raise OptionError(
            f"a batch of {options.batch_size} cannot be cut into {parts} equal parts "
            f"({processes} processes x {options.gradient_accumulation} accumulated)"
        )
    return options.batch_size // parts


def _loading(workers: int, window: int, on_cpu: bool) -> dict[str, Any]:
    """Return what makes batches come in time."""
    ahead = min(max(PREFETCHED.start, window), PREFETCHED[-1])
    return {
        "dataloader_num_workers": workers,
        "dataloader_prefetch_factor": ahead if workers else None,
        "dataloader_pin_memory": not on_cpu,
        # Copies to an accelerator then do not wait for what it computes.
        "accelerator_config": {"non_blocking": not on_cpu},
    }


def _schedule(options: TrainingOptions) -> dict[str, Any]:
    if options.schedule == "cosine":
        return {
            "lr_scheduler_type": "cosine_with_min_lr",
            "lr_scheduler_kwargs": {"min_lr": options.min_learning_rate},
        }
    name = "constant_with_warmup" if options.schedule == "warmup" else options.schedule
    return {"lr_scheduler_type": name}
