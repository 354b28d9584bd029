"""The library's auto classes know ours wherever `hf_mathseq` was imported.

`AutoTokenizer` gives a `MathSeqTokenizer`; `AutoConfig` and `AutoModelForSeq2SeqLM` load our own
architectures. This module imports the standard library alone; the classes file themselves when
they are imported, which is when the library's auto classes are. The table of tasks stands above the
models: whoever installs this brings what makes a task of its name.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

from hf_mathseq.after_import import after_import

if TYPE_CHECKING:
    from hf_mathseq.task import Task

CLASSES = {
    "transformers.models.auto.tokenization_auto": ("hf_mathseq.modeling.tokenizer",),
    "transformers.models.auto.configuration_auto": (
        "hf_mathseq.modeling.transformer.configuration",
        "hf_mathseq.modeling.recurrent.configuration",
    ),
    "transformers.models.auto.modeling_auto": (
        "hf_mathseq.modeling.transformer.model",
        "hf_mathseq.modeling.recurrent.model",
    ),
}
"""Modules of the library, and those of ours whose import files classes with them."""

_makers: list[Callable[..., Task]] = []


def install(make_task: Callable[..., Task]) -> None:
    """File our classes with the library's auto classes, now or once those are imported.

    Args:
        make_task: Makes the task of a tokenizer from its name and its options.
    """
    _makers[:] = [make_task]
    for name in CLASSES:
        after_import(name, _file_classes)


def named_task(name: str, options: dict[str, Any]) -> Task:
    """Return the task that a tokenizer names."""
    return _makers[0](name, **options)


def _file_classes(module: ModuleType) -> None:
    for ours in CLASSES[module.__name__]:
        importlib.import_module(ours)
