"""Tasks on symmetric matrices with a chosen spectrum (arXiv 2112.01898, section 4.5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.options import OptionError, option
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.tasks.linear_algebra_base import MatrixTask
from hf_mathseq.tasks.matrix_config import MatrixConfig
from hf_mathseq.tasks.matrix_laws import EIGENVALUE_LAWS, bounds, symmetric_matrices
from hf_mathseq.verdict import ProblemError

# A typed matrix counts as symmetric when its asymmetry is at most this share of its largest entry.
_SYMMETRY_TOLERANCE = 1e-9


@dataclass(frozen=True)
class SymmetricConfig(MatrixConfig):
    """Options of the tasks on symmetric matrices."""

    eigenvalue_law: str = option(
        "semicircle",
        "Laws of the spectrum, comma-separated; each matrix picks one. Known: "
        + ", ".join(EIGENVALUE_LAWS)
        + ".",
        source="section 4.5",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in self.spectra:
            if name not in EIGENVALUE_LAWS:
                raise OptionError(unknown_name("eigenvalue law", name, EIGENVALUE_LAWS))

    @property
    def spectra(self) -> list[str]:
        """The laws that are mixed."""
        return [name.strip() for name in self.eigenvalue_law.split(",")]


class SymmetricMatrixTask(MatrixTask):
    """A task on symmetric matrices."""

    Config = SymmetricConfig

    def draw_matrices(self, rng: np.random.Generator, size: int) -> Matrices:
        """Draw the dimensions, then symmetric matrices with the configured spectra."""
        low, high = self.config.dimensions
        n = np.sort(rng.integers(low, high, size, endpoint=True))
        stacks = [
            self._stack(rng, int(count), int(d))
            for d, count in zip(*np.unique(n, return_counts=True), strict=True)
        ]
        shuffled = rng.permutation(n)
        members = [np.flatnonzero(shuffled == stack.shape[1]) for stack in stacks]
        return Matrices.collected(shuffled, shuffled, zip(members, stacks, strict=True))

    def _stack(self, rng: np.random.Generator, count: int, n: int) -> FloatArray:
        config = self.config
        bound = bounds(rng, count, config.min_coefficient, config.max_coefficient)
        return symmetric_matrices(rng, count, n, config.coefficients, bound, config.spectra)

    def canonical(self, matrix: FloatArray) -> FloatArray:
        """Return the matrix with its lower triangle mirrored; refuse a non-symmetric one.

        With noise a matrix need not be symmetric, and is left as it is.
        """
        if self.config.noise:
            return matrix
        if np.abs(matrix - matrix.T).max() > _SYMMETRY_TOLERANCE * np.abs(matrix).max():
            raise ProblemError("the matrix is not symmetric")
        return np.tril(matrix) + np.tril(matrix, -1).T

    def likeliest(self, matrices: FloatArray) -> FloatArray:
        """Return the symmetric parts: what is likeliest where normal noise was added."""
        return (matrices + np.swapaxes(matrices, 1, 2)) / 2
