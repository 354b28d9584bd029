"""Symmetric matrices of every eigenvalue law (arXiv 2112.01898, section 5; arXiv 2211.00170)."""

from __future__ import annotations

from typing import ClassVar

from hf_mathseq.evaluation.suites.changed_matrices import ChangedMatrices, Changes
from hf_mathseq.evaluation.suites.published_matrices import drawn_as_published, published_figures_of
from hf_mathseq.evaluation.suites.suite import Published, SuiteRow
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task
from hf_mathseq.tasks.cotraining import OPERATIONS, Cotraining
from hf_mathseq.tasks.matrix_laws import EIGENVALUE_LAWS
from hf_mathseq.tasks.matrix_symmetric import SymmetricMatrixTask

PUBLISHED_DIMENSIONS = (5, 5)


class EigenvalueLaws(ChangedMatrices):
    """The first test problems of the model's task under each law of the eigenvalues.

    One hash of the problem decides the split under all laws, so that no problem can stand in the
    training data of the model.
    """

    name = "linear_algebra/eigenvalue_laws"
    title = "Eigenvalue laws"
    grouping = "law"
    published_source = (
        "arXiv 2211.00170, 5x5 matrices (recalled figures; published sizes of model and data)"
    )
    changes: ClassVar[Changes] = {law: {"eigenvalue_law": law} for law in EIGENVALUE_LAWS}

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems; see `Suite.rows`.

        Raises:
            UserError: The task has no symmetric matrices.
        """
        if isinstance(task, Cotraining) and not any(
            issubclass(OPERATIONS[letter], SymmetricMatrixTask) for letter in task.config.operations
        ):
            raise UserError(
                f"suite {self.name!r} has no problems for operations {task.config.operations}: "
                "none is on symmetric matrices"
            )
        return super().rows(task, per_group, seed)

    def published_by_tolerance(self, task: Task) -> Published:
        """Return the published row of the law that a model of eigenvalues was trained on."""
        figures = published_figures_of("eigenvalue_laws")
        law = task.config.eigenvalue_law
        if task.config_name != "eigenvalues" or task.config.dimensions != PUBLISHED_DIMENSIONS:
            return {}
        if not drawn_as_published(task):
            return {}
        row = figures["trained_on"].get(law, {})
        return {group: {str(figures["tolerance"]): share / 100} for group, share in row.items()}
