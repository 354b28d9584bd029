"""Other tasks whose examples are mixed in: one model learns all of them.

The recipe's own task has the share that the others leave. Which task an example is of is decided by
`interleaving.Pattern`, for every window of examples exactly in these shares.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from hf_mathseq.evaluation.related import related_task
from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.task import Task
from hf_mathseq.training.files import mapping_of
from hf_mathseq.training.interleaving import WINDOW


@dataclass(frozen=True)
class Member:
    """A task that is mixed in.

    Attributes:
        task: Task name.
        share: Its part of all examples, taken to the nearest thousandth.
        options: Options of the task. One of the recipe's data set takes over what the recipe's
            options change; these replace or join them.
        folder: Folder of shards from 'hf-mathseq generate'; empty draws on the fly.
    """

    task: str
    share: float
    options: dict[str, Any] = field(default_factory=dict)
    folder: str = ""

    @property
    def count(self) -> int:
        """Its examples in a window of `interleaving.WINDOW`."""
        return round(self.share * WINDOW)


def mixture_from(values: Any) -> tuple[Member, ...]:
    """Return the members that plain values describe: a list of mappings.

    Raises:
        OptionError: Not such a list, or shares that leave nothing for the recipe's own task.
    """
    if values is None:
        return ()
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise OptionError(f"mixture takes a list of tasks with shares, not {str(values)[:60]!r}")
    members = tuple(_member(mapping_of("mixture", value)) for value in values)
    if sum(member.count for member in members) >= WINDOW:
        raise OptionError(
            "mixture: the shares must sum to less than 1, the recipe's own task has the rest"
        )
    return members


def member_tasks(own: Task, members: Sequence[Member]) -> list[Task]:
    """Return the task of each member.

    Args:
        own: The recipe's task.
        members: What is mixed in.

    Raises:
        UnknownTaskError: There is no task of that name.
        OptionError: An unknown option, other tokens than the recipe's task has, or a task that is
            there twice.
    """
    tasks = [related_task(own, member.task, member.options) for member in members]
    for number, task in enumerate(tasks):
        alike = task.vocabulary.tokens == own.vocabulary.tokens
        if not alike or task.num_target_tokens > own.num_target_tokens:
            raise OptionError(f"mixture: {task!r} has other tokens than {own!r}")
        if task.identity in [other.identity for other in (own, *tasks[:number])]:
            raise OptionError(f"mixture: {task!r} is the same task again")
    return tasks


def labels_of(tasks: Sequence[Task]) -> list[str]:
    """Return the names of tasks, with what differs where one comes again: "a/b (dimension=4)"."""
    first: dict[str, Task] = {}
    found = []
    for task in tasks:
        known = first.setdefault(task.name, task).options
        other = [f"{key}={value}" for key, value in task.options.items() if value != known[key]]
        found.append(f"{task.name} ({', '.join(other)})" if other else task.name)
    return found


def _member(values: Mapping[str, Any]) -> Member:
    names = [f.name for f in fields(Member)]
    for key in values:
        if key not in names:
            raise OptionError(unknown_name("key of a mixture", key, names))
    task, folder = values.get("task"), values.get("folder") or ""
    if not isinstance(task, str):
        raise OptionError("mixture: every member names its task, e.g. task: integration/ibp")
    if not isinstance(folder, str):
        raise OptionError(f"mixture: folder takes text, not {str(folder)[:60]!r}")
    member = Member(
        task,
        _share(values.get("share")),
        dict(mapping_of("options", values.get("options"))),
        folder,
    )
    if not 0 < member.count < WINDOW:
        raise OptionError(f"mixture: the share of {task} must be in [0.001, 0.999]")
    return member


def _share(value: Any) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value):
        raise OptionError(f"mixture: share takes a number, not {str(value)[:60]!r}")
    return float(value)
