"""Encoder-decoder Transformers on generated mathematics.

Tasks, data, models, and answers that are checked. Everything is imported on first use, so that
`import hf_mathseq` stays fast; it also lets `datasets.load_dataset("hf_mathseq/<dataset>")`
generate what is found nowhere else (set `HF_MATHSEQ_NO_HOOK=1` to switch that off).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from hf_mathseq.data.hook import install as _install_hook
from hf_mathseq.modeling.auto import install as _register_tokenizer

if TYPE_CHECKING:
    from hf_mathseq.analysis.pde import analyse_pde
    from hf_mathseq.analysis.systems import analyse
    from hf_mathseq.data.load import load_dataset
    from hf_mathseq.data.prepare import prepare
    from hf_mathseq.evaluation.suites import list_suites
    from hf_mathseq.options import OptionError
    from hf_mathseq.proposers.given import check
    from hf_mathseq.proposers.solving import solve
    from hf_mathseq.solver import load_solver
    from hf_mathseq.task import Task
    from hf_mathseq.tasks import UnknownTaskError, get_task, list_tasks
    from hf_mathseq.verdict import ProblemError, Status, Verdict

__version__ = "0.9.0"

_HOMES = {
    "OptionError": "hf_mathseq.options",
    "ProblemError": "hf_mathseq.verdict",
    "Status": "hf_mathseq.verdict",
    "Task": "hf_mathseq.task",
    "UnknownTaskError": "hf_mathseq.tasks",
    "Verdict": "hf_mathseq.verdict",
    "analyse": "hf_mathseq.analysis.systems",
    "analyse_pde": "hf_mathseq.analysis.pde",
    "check": "hf_mathseq.proposers.given",
    "get_task": "hf_mathseq.tasks",
    "list_suites": "hf_mathseq.evaluation.suites",
    "list_tasks": "hf_mathseq.tasks",
    "load_dataset": "hf_mathseq.data.load",
    "load_solver": "hf_mathseq.solver",
    "prepare": "hf_mathseq.data.prepare",
    "solve": "hf_mathseq.proposers.solving",
}

__all__ = [
    "OptionError",
    "ProblemError",
    "Status",
    "Task",
    "UnknownTaskError",
    "Verdict",
    "analyse",
    "analyse_pde",
    "check",
    "get_task",
    "list_suites",
    "list_tasks",
    "load_dataset",
    "load_solver",
    "prepare",
    "solve",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def _named_task(name: str, /, **options: Any) -> Task:
    made: Task = __getattr__("get_task")(name, **options)
    return made


_install_hook()
_register_tokenizer(_named_task)
