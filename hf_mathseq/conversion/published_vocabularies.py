"""The vocabularies of the papers' programs: position is id."""

from __future__ import annotations

from hf_mathseq.encodings.matrix_vocabularies import legacy_matrix_vocabulary
from hf_mathseq.encodings.networks import legacy_network_vocabulary
from hf_mathseq.encodings.prefix import PUBLISHED_WORDS
from hf_mathseq.suggestions import UserError
from hf_mathseq.systems.words import legacy_vocabulary
from hf_mathseq.task import Task

PDE = "differential_systems/pde"


def published_words(task: Task, size: int) -> tuple[str, ...]:
    """Return the words that a published model of a task was trained with.

    Args:
        task: What the model is for, with the encodings of its numbers.
        size: Number of words that the model's tables have; for systems it says the largest
            degree.

    Raises:
        UserError: No published vocabulary of the task has this size.
    """
    if task.dataset in ("integration", "ode"):
        words = PUBLISHED_WORDS
    elif task.dataset == "differential_systems":
        pde = task.name == PDE
        degree = (size - len(legacy_vocabulary(0, pde=pde))) // 2
        words = legacy_vocabulary(max(0, degree), pde=pde)
    elif task.dataset == "metabolic_networks":
        words = legacy_network_vocabulary(task.config.form)
    elif task.dataset == "linear_algebra":
        words = legacy_matrix_vocabulary(task.config.input_encoding, task.config.output_encoding)
    else:
        raise UserError(f"there is no published model of {task.name}")
    if len(words) != size:
        raise UserError(
            f"the model has {size} words; the published vocabulary of {task!r} has {len(words)}"
        )
    return words
