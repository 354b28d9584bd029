"""What a model is for: the `mathseq` entry of its `config.json`, read without the model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task
from hf_mathseq.tasks import list_tasks, recorded_task

_OF_OURS = ("runs", "model_cards")
"""Folders in which models stand, also where this is not the folder that has them."""


class ModelError(UserError):
    """A folder or Hub id that holds no model of ours; the message is one clear line."""


def checked_source(source: str | Path) -> str:
    """Return the source's name, or refuse what can be neither a folder nor a Hub id.

    Raises:
        ModelError: Neither a folder with a `config.json` nor `<namespace>/<name>`, or a task.
    """
    path = Path(source)
    if path.is_dir():
        if not (path / "config.json").exists():
            raise ModelError(f"{source} holds no model (no config.json)")
        return str(source)
    name = str(source)
    if name in list_tasks():
        raise ModelError(f"{name} is a task, not a model; 'hf-mathseq train' makes models of tasks")
    if path.with_name(f"{path.name}.checkpoints").is_dir():
        raise ModelError(f"no model in {source} yet: its training is not finished")
    if (
        path.exists()
        or path.parts[0] in _OF_OURS
        or name.count("/") != 1
        or name.startswith((".", "/", "~"))
    ):
        raise ModelError(
            f"no model in {source}: neither a folder nor a Hub id (<namespace>/<name>)"
        )
    return name


def task_of(identity: object, source: str) -> Task:
    """Return the task that a `mathseq` entry names.

    Args:
        identity: The entry, or None.
        source: The model's folder or Hub id, for the message.

    Raises:
        ModelError: There is no such entry.
        UserError: It names no task, or options that the task has not.
    """
    if not isinstance(identity, dict) or "task" not in identity:
        raise ModelError(
            f"{source} names no task: it was not trained by hf_mathseq, and its config.json has no "
            "entry 'mathseq' such as {'task': 'integration/bwd'}"
        )
    return recorded_task(identity)


def local_task(source: str | Path) -> Task | None:
    """Return the task of a model folder in a fraction of a second, None for a Hub id.

    Raises:
        ModelError: There is no model, or none that names its task.
    """
    name = checked_source(source)
    config = Path(name) / "config.json"
    if not config.exists():
        return None
    return task_of(read_entries(config).get("mathseq"), name)


def read_entries(path: Path) -> dict[str, Any]:
    """Return the entries of one of a model's JSON files.

    Raises:
        ModelError: It holds no JSON object.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise ModelError(f"{path} is not JSON") from None
    if not isinstance(entries, dict):
        raise ModelError(f"{path} holds no JSON object")
    return entries
