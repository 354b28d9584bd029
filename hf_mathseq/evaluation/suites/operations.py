"""Each operation of a model that was trained on several (arXiv 2112.01898, appendix)."""

from __future__ import annotations

from dataclasses import fields

from hf_mathseq.evaluation.related import related_task
from hf_mathseq.evaluation.suites.suite import DEFAULT_SIZE, Suite, SuiteRow, encoded
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Row, Task
from hf_mathseq.tasks.cotraining import LETTERS, OPERATIONS, Cotraining
from hf_mathseq.tasks.matrix_noise import CLEAN


class Operations(Suite):
    """The first test problems of the task of each operation.

    A model of one operation is asked the same problems as a model of several that has its options
    and encodings, so that their accuracies can be compared. One hash of the problem decides the
    split of all tasks, so that no problem can stand in the training data of the model.
    """

    name = "linear_algebra/operations"
    title = "Operations on matrices"
    grouping = "operation"
    drawn = True

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems, operation by operation; see `Suite.rows`.

        Raises:
            UserError: The task is none that models of several operations are trained on.
        """
        several = isinstance(task, Cotraining)
        if not several and task.config_name not in LETTERS:
            raise UserError(f"suite {self.name!r} has no problems for {task.name}")
        letters = task.config.operations if several else LETTERS[task.config_name]
        count = DEFAULT_SIZE if per_group is None else per_group
        found = []
        for letter in letters:
            operation = OPERATIONS[letter].config_name
            for row in _alone(task, operation).generate(count, seed, "test").to_pylist():
                found.append(
                    SuiteRow(_lettered(task, operation, row) if several else row, operation)
                )
        return found


def _alone(task: Task, operation: str) -> Task:
    """Return the task of one operation with all options of a task, its defaults too."""
    known = {field.name for field in fields(OPERATIONS[LETTERS[operation]].Config)}
    options = {name: value for name, value in task.options.items() if name in known}
    return related_task(task, f"{task.dataset}/{operation}", options)


def _lettered(task: Task, operation: str, row: Row) -> Row:
    """Return a row of one operation as a row of a task of several."""
    problem = {"operation": operation, "matrix": row["matrix"]}
    shared = {name: row[name] for name in ("result", CLEAN) if name in row}
    return encoded(task, {"problem": problem, **shared})
