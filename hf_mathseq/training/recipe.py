"""Recipes: one YAML file says what is trained, on what, how long, and what the papers used.

A recipe is checked completely before anything starts: unknown keys, wrong types and values out of
range are refused in one line that offers the nearest name.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.options import OptionError, build_config, option
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task

SCHEDULES = ("constant", "warmup", "cosine")
PRECISIONS = ("fp32", "bf16")
MAX_RECIPE_BYTES = 1 << 20


@dataclass(frozen=True)
class DataOptions:
    """Where training examples come from."""

    folder: str = option("", "folder of shards from 'hf-mathseq generate'; empty draws on the fly")
    length_window: int = option(
        1, "batches sorted by length together, 1 for none", minimum=1, maximum=10_000
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
        "constant", "constant, warmup (then constant) or cosine", choices=SCHEDULES
    )
    warmup_steps: int = option(0, "updates of linear warm-up", minimum=0)
    min_learning_rate: float = option(0.0, "learning rate at the end of cosine", minimum=0.0)
    adam_beta1: float = option(0.9, "Adam's beta 1", minimum=0.0, maximum=1.0)
    adam_beta2: float = option(0.999, "Adam's beta 2", minimum=0.0, maximum=1.0)
    adam_epsilon: float = option(1e-8, "Adam's epsilon", minimum=0.0)
    weight_decay: float = option(0.0, "decoupled weight decay", minimum=0.0)
    max_grad_norm: float = option(5.0, "gradient norm is clipped here; 0 for never", minimum=0.0)
    precision: str = option("fp32", "fp32, or bf16 for mixed precision", choices=PRECISIONS)
    log_every: int = option(50, "updates between logged losses", minimum=1)
    save_every: int = option(500, "updates between checkpoints", minimum=1)
    save_dtype: str = option(
        "float32", "type of the published weights", choices=("float32", "bfloat16")
    )


@dataclass(frozen=True)
class EvaluationOptions:
    """The check during training, on examples of the validation split."""

    every: int = option(500, "updates between checks", minimum=1)
    examples: int = option(256, "number of examples", minimum=1)
    batch_size: int = option(128, "examples decoded together", minimum=1)


@dataclass(frozen=True)
class StopOptions:
    """When to stop before `max_steps`."""

    verified_accuracy: float = option(
        0.0, "stop when so much of the check is CORRECT; 0 for never", minimum=0.0, maximum=1.0
    )


@dataclass(frozen=True)
class Recipe:
    """A complete description of a training run.

    Attributes:
        task: Task name.
        description: One line.
        seed: Seed of the data and of the initial weights.
        options: Options of the task.
        model: Sizes.
        data: Where examples come from.
        training: Optimisation.
        evaluation: The check during training.
        stop_at: When to stop early.
    """

    task: str
    description: str = ""
    seed: int = 0
    options: dict[str, Any] = field(default_factory=dict)
    model: ModelOptions = field(default_factory=ModelOptions)
    data: DataOptions = field(default_factory=DataOptions)
    training: TrainingOptions = field(default_factory=TrainingOptions)
    evaluation: EvaluationOptions = field(default_factory=EvaluationOptions)
    stop_at: StopOptions = field(default_factory=StopOptions)

    def as_dict(self) -> dict[str, Any]:
        """Return the recipe as plain values, every field included."""
        return dataclasses.asdict(self)

    def to_yaml(self) -> str:
        """Return the recipe as YAML, every field included."""
        return yaml.safe_dump(self.as_dict(), sort_keys=False, allow_unicode=True)

    def make_task(self) -> Task:
        """Return the task with the recipe's options."""
        return get_task(self.task, **self.options)


_SECTIONS: dict[str, type] = {
    "model": ModelOptions,
    "data": DataOptions,
    "training": TrainingOptions,
    "evaluation": EvaluationOptions,
    "stop_at": StopOptions,
}


def list_recipes() -> list[str]:
    """Return the names of the recipes that come with the package, sorted."""
    folder = files("hf_mathseq.training") / "recipes"
    found = Path(str(folder)).rglob("*.yaml")
    return sorted(p.relative_to(str(folder)).with_suffix("").as_posix() for p in found)


def load_recipe(recipe: str | Path, overrides: Mapping[str, Any] | None = None) -> Recipe:
    """Return a recipe by name or from a file.

    Args:
        recipe: A name of `list_recipes`, or the path of a YAML file.
        overrides: `section.key` or `key` -> value; text is converted to the field's type.

    Raises:
        OptionError: No such recipe, not YAML, an unknown key or a value that is not allowed.
    """
    values = _read(recipe)
    for dotted, value in (overrides or {}).items():
        _override(values, dotted, value)
    return recipe_from(values)


def recipe_from(values: Mapping[str, Any]) -> Recipe:
    """Return the recipe that plain values describe; see `load_recipe`."""
    names = {f.name for f in dataclasses.fields(Recipe)}
    for key in values:
        if key not in names:
            raise OptionError(unknown_name("recipe key", key, names))
    if not isinstance(values.get("task"), str):
        raise OptionError("a recipe names its task, e.g. task: linear_algebra/transpose")
    try:
        seed = int(values.get("seed", 0))
    except (TypeError, ValueError):
        raise OptionError(f"seed takes an integer, not {str(values['seed'])[:60]!r}") from None
    sections = {name: _section(name, values.get(name)) for name in _SECTIONS}
    made = Recipe(
        task=values["task"],
        description=str(values.get("description", "")),
        seed=seed,
        options=dict(_mapping("options", values.get("options"))),
        **sections,
    )
    made.make_task()
    return made


def _section(name: str, values: Any) -> Any:
    try:
        return build_config(_SECTIONS[name], _mapping(name, values))
    except OptionError as error:
        raise OptionError(f"{name}: {error}") from None


def _mapping(name: str, values: Any) -> Mapping[str, Any]:
    if values is None:
        return {}
    if not isinstance(values, Mapping):
        raise OptionError(f"{name} takes a mapping, not {str(values)[:60]!r}")
    return values


def _override(values: dict[str, Any], dotted: str, value: Any) -> None:
    section, dot, key = dotted.partition(".")
    if not dot:
        values[section] = value
        return
    nested = {**_mapping(section, values.get(section)), key: value}
    values[section] = nested


def _read(recipe: str | Path) -> dict[str, Any]:
    path = Path(recipe)
    if path.suffix not in (".yaml", ".yml"):
        if str(recipe) not in list_recipes():
            raise OptionError(unknown_name("recipe", recipe, list_recipes()))
        path = Path(str(files("hf_mathseq.training") / "recipes" / f"{recipe}.yaml"))
    if path.stat().st_size > MAX_RECIPE_BYTES:
        raise OptionError(f"{path} is larger than a recipe")
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise OptionError(f"{path} is not YAML: {reason}") from None
    if not isinstance(values, dict):
        raise OptionError(f"{path} holds no mapping")
    return values
