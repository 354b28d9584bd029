"""The other tasks of a data set, with the options that they share with a given one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task, task_class


def related_task(task: Task, name: str, options: Mapping[str, Any] | None = None) -> Task:
    """Return a task, with those options of `task` that both have if they share a data set.

    Args:
        task: The task whose options are taken over.
        name: The task to return.
        options: Options that replace what is taken over.

    Raises:
        UnknownTaskError: There is no task of that name.
        OptionError: An unknown option or a value that is not allowed.
    """
    wanted = task_class(name)
    shared = {f.name for f in fields(wanted.Config)} if wanted.dataset == task.dataset else set()
    inherited = {key: value for key, value in task.options.items() if key in shared}
    return get_task(name, **(inherited | dict(options or {})))
