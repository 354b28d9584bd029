"""The operations of co-training, their letters, and the options (arXiv 2112.01898, appendix)."""

from __future__ import annotations

from dataclasses import dataclass, fields

from hf_mathseq.options import OptionError, added_later, option
from hf_mathseq.tasks.linear_algebra import Eigenvalues, Transpose
from hf_mathseq.tasks.linear_algebra_base import MatrixTask
from hf_mathseq.tasks.matrix_arithmetic import Add, MatrixProduct, MatrixVectorProduct
from hf_mathseq.tasks.matrix_config import check_max_length
from hf_mathseq.tasks.matrix_general import RectangularConfig
from hf_mathseq.tasks.matrix_inverses import Inverse
from hf_mathseq.tasks.matrix_symmetric import SymmetricConfig
from hf_mathseq.tasks.matrix_vectors import Eigenvectors

# Published program: the letters and their order.
OPERATIONS: dict[str, type[MatrixTask]] = {
    "T": Transpose,
    "A": Add,
    "D": MatrixVectorProduct,
    "M": MatrixProduct,
    "E": Eigenvalues,
    "F": Eigenvectors,
    "I": Inverse,
}
LETTERS = {task.config_name: letter for letter, task in OPERATIONS.items()}


@dataclass(frozen=True)
class CotrainingConfig(RectangularConfig, SymmetricConfig):
    """Options of `Cotraining`; an operation takes those that its own task has."""

    rectangular: bool = added_later(RectangularConfig, "rectangular")
    eigenvalue_law: str = added_later(SymmetricConfig, "eigenvalue_law")
    operations: str = option(
        "".join(OPERATIONS),
        "Letters of the operations, each drawn equally often: T transpose, A add, D matvec, "
        "M matmul, E eigenvalues, F eigenvectors, I inverse.",
        source="published program",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        known = all(letter in OPERATIONS for letter in self.operations)
        if not self.operations or not known or len(set(self.operations)) < len(self.operations):
            raise OptionError(f"operations are distinct letters out of {''.join(OPERATIONS)}")

    def parts(self) -> dict[str, MatrixTask]:
        """Return the task of each letter; its sequences leave room for the letter.

        Raises:
            OptionError: An operation has no example that is short enough.
        """
        smallest = max(part.smallest_length for part in self._parts(0).values())
        check_max_length(self.max_length, 1 + smallest)
        return self._parts(self.max_length - 1 if self.max_length else 0)

    def _parts(self, max_length: int) -> dict[str, MatrixTask]:
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        own["max_length"] = max_length
        return {
            letter: OPERATIONS[letter](
                **{field.name: own[field.name] for field in fields(OPERATIONS[letter].Config)}
            )
            for letter in self.operations
        }
