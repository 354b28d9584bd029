"""Recipes: one YAML file says what is trained, on what, how long, and what the papers used.

A recipe is checked completely before anything starts: unknown keys, wrong types and values out of
range are refused in one line that offers the nearest name.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from hf_mathseq.evaluation.problems import suite_for
from hf_mathseq.modeling.configuration import ModelOptions
from hf_mathseq.options import OptionError, build_config, over_inherited
from hf_mathseq.suggestions import UserError, unknown_name
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task, task_class
from hf_mathseq.training.curriculum import Stage, stage_tasks, stages_from
from hf_mathseq.training.differences import difference
from hf_mathseq.training.files import LIKE, joined, mapping_of, names_in, read_inherited
from hf_mathseq.training.mixture import Member, member_tasks, mixture_from
from hf_mathseq.training.names import names_of
from hf_mathseq.training.published import Published
from hf_mathseq.training.sections import (
    DataOptions,
    EvaluationOptions,
    StartOptions,
    StopOptions,
    TrainingOptions,
)

SEEDS = 1 << 32
"""Number of seeds."""
PLACE = ("hf_mathseq.training", "recipes")
"""Package and folder of the recipes that come with the package."""


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
        start_from: The weights to begin with, instead of new ones.
        suites: Names of the suites that the finished model is evaluated on.
        curriculum: Stages of easier data that come first.
        mixture: Other tasks whose examples are mixed in.
        published: The row of a table that it stands for, with its figures.
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
    start_from: StartOptions = field(default_factory=StartOptions)
    suites: tuple[str, ...] = ()
    curriculum: tuple[Stage, ...] = ()
    mixture: tuple[Member, ...] = ()
    published: Published = field(default_factory=Published)

    def as_dict(self) -> dict[str, Any]:
        """Return the recipe as plain values, every field included."""
        return dataclasses.asdict(self)

    def to_yaml(self) -> str:
        """Return the recipe as YAML, every field included."""
        return yaml.safe_dump(self.as_dict(), sort_keys=False, allow_unicode=True)

    def make_task(self) -> Task:
        """Return the task with the recipe's options."""
        return get_task(self.task, **self.options)

    def make_stages(self) -> list[Task]:
        """Return the tasks of the curriculum's stages, in order."""
        steps = self.training.max_steps
        return stage_tasks(self.task, self.options, self.curriculum, steps)

    def make_mixture(self) -> list[Task]:
        """Return the tasks that are mixed in, in order."""
        return member_tasks(self.make_task(), self.mixture)

    def folders(self) -> list[tuple[str, Task]]:
        """Return the folders that examples are read from, each with its task."""
        named = [self.data.folder, *(member.folder for member in self.mixture)]
        tasks = [self.make_task(), *self.make_mixture()]
        return [(folder, task) for folder, task in zip(named, tasks, strict=True) if folder]

    def trains_like(self, other: Recipe) -> bool:
        """Return whether both recipes lead to the same weights, up to rounding.

        What is done with the finished model may differ, in how many parts and processes a batch is
        computed and drawn, who is told of the progress and how often it is saved, and the place of
        the weights that a run begins with where their digest is known.
        """
        return self.difference(other) is None

    def difference(self, other: Recipe) -> str | None:
        """Return the first setting by which another recipe leads to other weights, for people.

        "There" is the other recipe in it. See `trains_like` for what makes no difference.
        """
        return difference(other._training_alone().as_dict(), self._training_alone().as_dict())

    def _training_alone(self) -> Recipe:
        start = self.start_from
        return dataclasses.replace(
            self,
            description="",
            evaluation=dataclasses.replace(self.evaluation, suite_examples=0, batch_size=1),
            training=self.training.mathematics(),
            start_from=dataclasses.replace(start, model="") if start.digest else start,
            suites=(),
            published=Published(),
        )


_SECTIONS: dict[str, type] = {
    "model": ModelOptions,
    "data": DataOptions,
    "training": TrainingOptions,
    "evaluation": EvaluationOptions,
    "stop_at": StopOptions,
    "start_from": StartOptions,
    "published": Published,
}


def list_recipes() -> list[str]:
    """Return the names of the recipes that come with the package, sorted."""
    return names_in(*PLACE)


def load_recipe(recipe: str | Path, overrides: Mapping[str, Any] | None = None) -> Recipe:
    """Return a recipe by name or from a file; it may be `like` another one.

    What is inherited are settings: the row of a table belongs to its own recipe only.

    Args:
        recipe: A name of `list_recipes`, or the path of a YAML file.
        overrides: `section.key` or `key` -> value; text is converted to the field's type.

    Raises:
        OptionError: No such recipe, not YAML, an unknown key or a value that is not allowed.
        UserError: No such task or suite, or a suite of another data set.
    """
    sections = ("options", *_SECTIONS)
    values = read_inherited("recipe", *PLACE, recipe, sections, ("published",), _joined)
    for dotted, value in (overrides or {}).items():
        _override(values, dotted, value)
    return recipe_from(values)


def recipe_from(values: Mapping[str, Any]) -> Recipe:
    """Return the recipe that plain values describe; see `load_recipe`."""
    names = {f.name for f in dataclasses.fields(Recipe)}
    for key in values:
        if key not in names:
            raise OptionError(_unknown_key(key, values.get("task"), names | {LIKE}))
    if not isinstance(values.get("task"), str):
        raise OptionError("a recipe names its task, e.g. task: linear_algebra/transpose")
    sections = {name: _section(name, values.get(name)) for name in _SECTIONS}
    made = Recipe(
        task=values["task"],
        description=str(values.get("description", "")),
        seed=_seed(values.get("seed", 0)),
        options=dict(mapping_of("options", values.get("options"))),
        suites=names_of("suites", values.get("suites")),
        curriculum=stages_from(values.get("curriculum")),
        mixture=mixture_from(values.get("mixture")),
        **sections,
    )
    task = made.make_task()
    if made.curriculum and made.data.folder:
        raise OptionError("curriculum: stages are drawn on the fly; data.folder must be empty")
    made.make_stages()
    made.make_mixture()
    for suite in made.suites:
        suite_for(suite, task)
    return made


def _unknown_key(key: str, task: Any, names: Iterable[str]) -> str:
    """Return the message for a key; one that only lacks its section is offered with it."""
    sections = dict(_SECTIONS)
    with suppress(UserError):
        sections["options"] = task_class(str(task)).Config
    homes = [
        name
        for name, options in sections.items()
        if any(key == field.name for field in dataclasses.fields(options))
    ]
    if not homes:
        return unknown_name("recipe key", key, names)
    meant = " or ".join(repr(f"{name}.{key}") for name in homes)
    return f"unknown recipe key {key!r}; did you mean {meant}?"


def _seed(value: Any) -> int:
    """Return a seed that every library takes: NumPy's are the smallest."""
    try:
        seed = int(value)
        proper = 0 <= seed < SEEDS and (isinstance(value, str) or seed == value)
    except (TypeError, ValueError, OverflowError):
        proper = False
    if not proper or isinstance(value, bool):
        raise OptionError(f"seed takes an integer from 0 to {SEEDS - 1}, not {str(value)[:60]!r}")
    return seed


def _section(name: str, values: Any) -> Any:
    try:
        return build_config(_SECTIONS[name], mapping_of(name, values))
    except OptionError as error:
        raise OptionError(f"{name}: {error}") from None


def _override(values: dict[str, Any], dotted: str, value: Any) -> None:
    section, dot, key = dotted.partition(".")
    if dotted == LIKE:
        raise OptionError("like is a key of recipe files; name the recipe itself instead")
    if not dot:
        values[section] = value
        return
    values[section] = _joined(section, {section: None} | values, {section: {key: value}})


def _joined(key: str, base: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a section of a recipe over an inherited one; of options, one may replace others."""
    if key != "options":
        return joined(key, base, values)
    config: type = object
    with suppress(UserError):
        config = task_class(str(values.get("task", base.get("task")))).Config
    return over_inherited(config, mapping_of(key, base[key]), mapping_of(key, values[key]))
