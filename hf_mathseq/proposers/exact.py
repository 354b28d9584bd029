"""Exact computation as a proposer, for the tasks that have an algorithm for their answers."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.networks.batches import batches
from hf_mathseq.networks.labelled import labels_of
from hf_mathseq.proposers.proposer import Problem, Proposer, Tokens
from hf_mathseq.task import Row, Task
from hf_mathseq.tasks.cotraining import Cotraining
from hf_mathseq.tasks.linear_algebra_base import MatrixTask
from hf_mathseq.tasks.metabolic_existence import Existence
from hf_mathseq.tasks.metabolic_levels import LevelsTask
from hf_mathseq.tasks.systems_base import SystemTask


class Exact(Proposer):
    """The answer that the data would have: numpy for matrices, linear systems and spectra."""

    name = "exact"
    summary = "the algorithm that labels the data: matrices, systems, networks"

    def fits(self, task: Task) -> bool:
        """Return whether the task has an algorithm for its answers."""
        return isinstance(task, (MatrixTask, Cotraining, LevelsTask, Existence, SystemTask))

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield the answer, if it can be written."""
        found = _computed(problem.task, problem.row)
        if found:
            yield found


def _computed(task: Task, row: Row) -> Tokens:
    if isinstance(task, SystemTask):
        return task.exact_answer(row)
    if isinstance(task, Existence):
        (found,) = (labels_of(graphs, task.config.label_rule) for _, graphs, _ in batches([row]))
        return task.answer_words({"exists": bool(found[0])})
    return list(task.exact_answers([row])[0])
