"""The other tasks of a data set, with the options that a given one was changed by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from hf_mathseq.options import config_as_dict, over_inherited
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task, task_class


def related_task(task: Task, name: str, options: Mapping[str, Any] | None = None) -> Task:
    """Return a task; one of the same data set takes over options that both have.

    What `task` leaves at its default, the other one leaves at its own; an option that is given also
    takes the place of those that its configuration says it `replaces`.

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
    defaults = config_as_dict(task.Config())
    inherited = {
        key: value
        for key, value in task.options.items()
        if key in shared and value != defaults[key]
    }
    return get_task(name, **over_inherited(wanted.Config, inherited, options or {}))
