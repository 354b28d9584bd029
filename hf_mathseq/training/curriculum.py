"""Easier data first: for so many updates, the recipe's task under other options.

An example is in the train split by its problem alone, whatever the options: no stage shows a
problem of the test split.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task
from hf_mathseq.training.files import mapping_of


@dataclass(frozen=True)
class Stage:
    """What is trained on before the recipe's own data.

    Attributes:
        steps: Number of updates.
        options: Options of the task that replace or join the recipe's.
    """

    steps: int
    options: dict[str, Any] = field(default_factory=dict)


def stages_from(values: Any) -> tuple[Stage, ...]:
    """Return the stages that plain values describe: a list of `steps` and `options`.

    Raises:
        OptionError: Not such a list.
    """
    if values is None:
        return ()
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise OptionError(f"curriculum takes a list of stages, not {str(values)[:60]!r}")
    return tuple(_stage(mapping_of("curriculum", value)) for value in values)


def stage_tasks(
    name: str, options: Mapping[str, Any], stages: Sequence[Stage], max_steps: int
) -> list[Task]:
    """Return the task of each stage.

    Args:
        name: The recipe's task.
        options: The recipe's options.
        stages: What comes first.
        max_steps: Updates of the whole run.

    Raises:
        OptionError: An unknown option, other tokens than the recipe's task has, or stages that
            leave no updates for the recipe's own data.
    """
    if stages and sum(stage.steps for stage in stages) >= max_steps:
        raise OptionError("curriculum: the stages take all updates of training.max_steps")
    own = get_task(name, **options)
    tasks = [get_task(name, **{**options, **stage.options}) for stage in stages]
    for task in tasks:
        if task.vocabulary.tokens != own.vocabulary.tokens:
            raise OptionError(f"curriculum: {task!r} has other tokens than {own!r}")
    return tasks


def _stage(values: Mapping[str, Any]) -> Stage:
    names = [f.name for f in fields(Stage)]
    for key in values:
        if key not in names:
            raise OptionError(unknown_name("key of a stage", key, names))
    steps = values.get("steps")
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 1:
        raise OptionError(f"curriculum: steps takes a positive integer, not {str(steps)[:60]!r}")
    return Stage(steps, dict(mapping_of("options", values.get("options"))))
