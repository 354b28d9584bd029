"""The table of tasks. A paper is added by one module here and one line in `TASKS`."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any

from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import UserError, unknown_name
from hf_mathseq.task import Task

ENTRY_POINT_GROUP = "hf_mathseq.tasks"

# Literal name -> "module:class", imported on first use. The first config of a data set is its
# default.
TASKS: dict[str, str] = {
    "integration/bwd": "hf_mathseq.tasks.integration:BackwardIntegration",
    "integration/fwd": "hf_mathseq.tasks.integration_fwd:ForwardIntegration",
    "integration/fwd_sympy": "hf_mathseq.tasks.integration_fwd:ForwardIntegrationBySympy",
    "integration/ibp": "hf_mathseq.tasks.integration_ibp:IntegrationByParts",
    "ode/ode1": "hf_mathseq.tasks.ode:Ode1",
    "ode/ode2": "hf_mathseq.tasks.ode:Ode2",
    "differential_systems/stability": "hf_mathseq.tasks.stability:Stability",
    "differential_systems/convergence_speed": (
        "hf_mathseq.tasks.convergence_speed:ConvergenceSpeed"
    ),
    "differential_systems/controllability": "hf_mathseq.tasks.controllability:Controllability",
    "differential_systems/controllability_non_autonomous": (
        "hf_mathseq.tasks.controllability_non_autonomous:NonAutonomousControllability"
    ),
    "differential_systems/feedback_gain": "hf_mathseq.tasks.feedback_gain:FeedbackGain",
    "differential_systems/pde": "hf_mathseq.tasks.pde:PartialDifferentialEquations",
    "linear_algebra/transpose": "hf_mathseq.tasks.linear_algebra:Transpose",
    "linear_algebra/add": "hf_mathseq.tasks.matrix_arithmetic:Add",
    "linear_algebra/matvec": "hf_mathseq.tasks.matrix_arithmetic:MatrixVectorProduct",
    "linear_algebra/matmul": "hf_mathseq.tasks.matrix_arithmetic:MatrixProduct",
    "linear_algebra/eigenvalues": "hf_mathseq.tasks.linear_algebra:Eigenvalues",
    "linear_algebra/eigenvectors": "hf_mathseq.tasks.matrix_vectors:Eigenvectors",
    "linear_algebra/inverse": "hf_mathseq.tasks.matrix_inverses:Inverse",
    "linear_algebra/symmetric_inverse": "hf_mathseq.tasks.matrix_inverses:SymmetricInverse",
    "linear_algebra/singular_values": "hf_mathseq.tasks.matrix_vectors:SingularValues",
    "linear_algebra/singular_vectors": "hf_mathseq.tasks.matrix_vectors:SingularVectors",
    "linear_algebra/cotraining": "hf_mathseq.tasks.cotraining:Cotraining",
    "metabolic_networks/existence": "hf_mathseq.tasks.metabolic_existence:Existence",
    "metabolic_networks/levels": "hf_mathseq.tasks.metabolic_levels:Levels",
    "metabolic_networks/mixed": "hf_mathseq.tasks.metabolic_levels:Mixed",
}


@cache
def _table() -> dict[str, str]:
    registered = {point.name: point.value for point in entry_points(group=ENTRY_POINT_GROUP)}
    return TASKS | {name: value for name, value in registered.items() if name not in TASKS}


def list_tasks() -> list[str]:
    """Return the names of all tasks, `<dataset>/<config>`, sorted.

    Examples:
        >>> "integration/bwd" in list_tasks()
        True
    """
    return sorted(_table())


def data_sets() -> dict[str, list[str]]:
    """Return data set -> its configs; the first config is the default."""
    found: dict[str, list[str]] = {}
    for name in _table():
        dataset, _, config = name.partition("/")
        found.setdefault(dataset, []).append(config)
    return found


def task_class(name: str) -> type[Task]:
    """Return the class behind a task name.

    Raises:
        UnknownTaskError: There is no such task; the message offers the nearest names.
        RegistrationError: A distribution registered the name for what is no such task.
    """
    table = _table()
    if name not in table:
        raise UnknownTaskError(unknown_name("task", name, table))
    module, _, attribute = table[name].partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise RegistrationError(f"{name}: cannot import {table[name]} ({error})") from error
    if not (isinstance(found, type) and issubclass(found, Task)):
        raise RegistrationError(f"{name}: {table[name]} is not a class derived from Task")
    own = f"{found.dataset}/{found.config_name}"
    if own != name:
        raise RegistrationError(f"{name}: {table[name]} calls itself {own}; use one name for both")
    return found


def get_task(name: str, /, **options: Any) -> Task:
    """Return a task with the given options.

    Args:
        name: `<dataset>/<config>`, see `list_tasks`.
        **options: Fields of the task's `Config`.

    Raises:
        UnknownTaskError: There is no such task; the message offers the nearest names.
        RegistrationError: A distribution registered the name for what is no such task.
        OptionError: An unknown option or a value that is not allowed.

    Examples:
        >>> task = get_task("linear_algebra/eigenvalues", dimension=2)
        >>> row = task.problem_from([[2, 1], [1, 2]])
        >>> print(task.verify(row, ["V2", "V1", "N300e7", "N100e7"]).status)
        CORRECT
    """
    return task_class(name)(**options)


def recorded_task(record: Any) -> Task:
    """Return the task that a file of data, or of a model, says it is for.

    Args:
        record: What was read from the file: a mapping with `task`, a name, and `options`, a
            mapping; `options` may be missing.

    Raises:
        UnknownTaskError: It names no task, or one that there is not.
        RegistrationError: See `get_task`.
        OptionError: The options are no mapping, or not those of the task.
    """
    name = record.get("task") if isinstance(record, Mapping) else None
    if not isinstance(name, str):
        raise UnknownTaskError("the record names no task")
    options = record.get("options", {})
    if not isinstance(options, Mapping) or not all(isinstance(key, str) for key in options):
        raise OptionError(f"the recorded options of {name} are no mapping of names to values")
    return get_task(name, **options)


class UnknownTaskError(UserError):
    """A task name that is not in the table."""


class RegistrationError(UserError):
    """A task that another distribution registered cannot be used; the message says why."""
