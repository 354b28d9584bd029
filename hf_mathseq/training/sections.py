"""The sections of a recipe: data, optimisation, checks, when to stop and where to start."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hf_mathseq.options import OptionError, option
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.training.names import names_of

SCHEDULES = ("constant", "warmup", "cosine", "inverse_sqrt")
PRECISIONS = ("fp32", "bf16")
MONITORS = ("tensorboard", "trackio")
MAX_CHECKED = 100_000
"""Problems of a check, which are held in memory: ten times those of the papers."""
REFUSE, DROP = "refuse", "drop"


@dataclass(frozen=True)
class DataOptions:
    """Where training examples come from."""

    folder: str = option("", "folder of shards from 'hf-mathseq generate'; empty draws on the fly")
    length_window: int = option(
        1, "batches sorted by length together, 1 for none", minimum=1, maximum=10_000
    )
    too_long: str = option(
        REFUSE,
        "what to do with examples that are longer than the model's positions: refuse them before "
        "training starts, or drop them",
        choices=(REFUSE, DROP),
    )


@dataclass(frozen=True)
class TrainingOptions:
    """How long and how fast to train."""

    max_steps: int = option(1000, "updates", minimum=1)
    batch_size: int = option(64, "examples per update, over all processes", minimum=1)
    gradient_accumulation: int = option(1, "parts that a batch is computed in", minimum=1)
    num_processes: int = option(0, "processes that must be running; 0 takes any", minimum=0)
    learning_rate: float = option(1e-4, "largest learning rate", minimum=0.0)
    schedule: str = option(
        "constant",
        "constant, warmup (then constant), cosine, or inverse_sqrt of the updates over warm-up",
        choices=SCHEDULES,
    )
    warmup_steps: int = option(0, "updates of linear warm-up", minimum=0)
    min_learning_rate: float = option(0.0, "learning rate at the end of cosine", minimum=0.0)
    adam_beta1: float = option(0.9, "Adam's beta 1", minimum=0.0, maximum=1.0)
    adam_beta2: float = option(0.999, "Adam's beta 2", minimum=0.0, maximum=1.0)
    adam_epsilon: float = option(1e-8, "Adam's epsilon", minimum=0.0)
    weight_decay: float = option(0.0, "decoupled weight decay", minimum=0.0)
    max_grad_norm: float = option(5.0, "gradient norm is clipped here; 0 for never", minimum=0.0)
    precision: str = option(
        "fp32", "fp32, or bf16 for mixed precision where the processor has it", choices=PRECISIONS
    )
    torch_compile: bool = option(
        False, "compile the model first: minutes once, then faster updates on GPUs"
    )
    data_workers: int = option(
        0,
        "processes that draw and pad examples beside the training; 0 for none",
        minimum=0,
        maximum=256,
    )
    log_every: int = option(50, "updates between logged losses", minimum=1)
    save_every: int = option(500, "updates between checkpoints", minimum=1)
    save_dtype: str = option(
        "float32", "type of the published weights", choices=("float32", "bfloat16")
    )
    keep_best: bool = option(
        False, "publish the model of the best check (verified accuracy, then loss), not the last"
    )
    report_to: tuple[str, ...] = option(
        (), f"programs that show the log while it grows, any of {', '.join(MONITORS)}"
    )

    def __post_init__(self) -> None:
        for name in ("adam_beta1", "adam_beta2"):
            if getattr(self, name) >= 1:
                raise OptionError(f"{name} must be less than 1")
        names = names_of("report_to", self.report_to)
        for name in names:
            if name not in MONITORS:
                raise OptionError(unknown_name("report_to value", name, MONITORS))
        object.__setattr__(self, "report_to", names)

    def mathematics(self) -> TrainingOptions:
        """Return the options with those at their defaults that change no more than rounding."""
        computed = ("gradient_accumulation", "num_processes", "data_workers")
        names = (*computed, "report_to", "log_every", "save_every")
        return replace(self, **{name: getattr(TrainingOptions, name) for name in names})


@dataclass(frozen=True)
class EvaluationOptions:
    """The check during training, on examples of the validation split, and the suites at the end."""

    every: int = option(500, "updates between checks", minimum=1)
    examples: int = option(256, "number of examples", minimum=1, maximum=MAX_CHECKED)
    batch_size: int = option(128, "examples decoded together", minimum=1)
    suite_examples: int = option(
        0,
        "at the end: problems of each group of a suite; 0 for all",
        minimum=0,
        maximum=MAX_CHECKED,
    )


@dataclass(frozen=True)
class StopOptions:
    """When to stop before `max_steps`."""

    verified_accuracy: float = option(
        0.0, "stop when so much of the check is CORRECT; 0 for never", minimum=0.0, maximum=1.0
    )
    patience: int = option(
        0, "stop after more than so many checks without a better accuracy; 0 for never", minimum=0
    )


@dataclass(frozen=True)
class StartOptions:
    """The weights that a run begins with, instead of new ones."""

    model: str = option("", "model folder or Hub id; empty draws new weights")
    digest: str = option("", "digest that its weights must have; empty takes any and notes it")
