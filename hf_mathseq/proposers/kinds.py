"""What kind of problem somebody gives: the task that answers it without a model."""

from __future__ import annotations

import re
from typing import Any

from hf_mathseq.encodings.arrays import MAX_DIMENSION
from hf_mathseq.symbolic.equations import has_variable, order_of
from hf_mathseq.symbolic.initial_conditions import read_problem
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.systems.own_input import own_system
from hf_mathseq.task import Task
from hf_mathseq.tasks import data_sets, get_task, task_class
from hf_mathseq.tasks.linear_algebra_base import MatrixTask
from hf_mathseq.tasks.matrix_input import matrix_from
from hf_mathseq.verdict import ProblemError

_ARROW = re.compile(r"->|→")
_PARTIAL = re.compile(r"\bu_t\b")
_EQUATION = re.compile(r"=|['’′ʹ″”\"‴˙̇]|\\prime|\\d{1,3}ot|diff|Derivative|d\s*+/\s*+dx")
# A derivative of something that is not called y or f, or by time.
_SYSTEM = re.compile(r"(?![yf])[^\W_]\s*+['’′]|/\s*+dt(?![A-Za-z])|[˙̇]")


def task_for(problem: Any) -> Task:
    """Return the task of a problem as people give it.

    Args:
        problem: Text. With an arrow it is a network; with a derivative of y alone a differential
            equation, of something else a system, which is about control where it has controls;
            a derivative of y by time is a system's, unless t itself, an initial condition or a
            parameter other than u stands there; with `u_t` a partial differential equation;
            anything else is an integrand.

    Raises:
        ProblemError: A matrix, of which it cannot be seen what is wanted; or not readable.
    """
    if not isinstance(problem, str) or problem.lstrip().startswith("["):
        matrices = ", ".join(f"linear_algebra/{config}" for config in data_sets()["linear_algebra"])
        raise ProblemError(f"what is wanted of a matrix? name the task, one of {matrices}")
    if _ARROW.search(problem):
        return get_task("metabolic_networks/mixed")
    if _PARTIAL.search(problem):
        return get_task("differential_systems/pde")
    if _SYSTEM.search(problem) and not _is_equation_in_time(problem):
        kind = "controllability" if own_system(problem).controls else "stability"
        return get_task(f"differential_systems/{kind}")
    if _EQUATION.search(problem):
        equation, _ = read_problem(problem)
        return get_task("ode/ode2" if order_of(equation) > 1 else "ode/ode1")
    return get_task("integration/bwd")


def _is_equation_in_time(problem: str) -> bool:
    """Return whether it is one equation for y with t, initial conditions or parameters.

    A single u is a control.
    """
    try:
        equation, conditions = read_problem(problem)
    except ProblemError:
        return False
    named = {name.value for name in parameters_of(equation)}
    return bool(conditions) or has_variable(equation) or bool(named - {"u"})


def named_task(name: str, problem: Any) -> Task:
    """Return the task of a name; one on matrices is for the dimensions of the problem's.

    Raises:
        UnknownTaskError: There is no such task.
        ProblemError: A matrix that cannot be read, or of one row and column.
        OptionError: A matrix of a size that the task does not have.
    """
    kind = task_class(name)
    if not issubclass(kind, MatrixTask):
        return get_task(name)
    rows, columns = matrix_from(problem).shape
    if rows == columns == 1:
        raise ProblemError(f"{name} is about matrices of 2 to {MAX_DIMENSION} rows, not 1x1")
    if rows == columns:
        return get_task(name, dimension=rows)
    # Of two operands side by side each has half of the columns, or the second one has one.
    sizes = [size for size in (rows, columns, columns // 2, columns - 1) if size > 1]
    options = {"rectangular": True} if hasattr(kind.Config, "rectangular") else {}
    return get_task(name, min_dimension=min(sizes), max_dimension=max(sizes), **options)
