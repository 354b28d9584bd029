"""Steps of making a block of matrices: what can be written, rounding, positions of tokens, keys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.arrays import Matrices, MatrixEncoding
from hf_mathseq.encodings.decimals import Decimals
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.splits import UInt64Array, keys_of_rows

# Bytes; no more than the 32 MiB up to which glibc adapts.
_KEPT = 16 << 20


def keep_freed_memory() -> None:
    """Let the C library keep the memory of one block for the next.

    glibc hands freed memory back to the system beyond twice the size of the largest array that was
    freed before, and fetching it anew takes a third of the time of a block. So an array that nobody
    touches is freed here, which takes two microseconds and nothing elsewhere than with glibc.
    """
    np.empty(_KEPT, dtype=np.uint8)


def below_limit(matrices: Matrices, encoding: MatrixEncoding) -> npt.NDArray[np.bool_]:
    """Return which matrices hold only sizes below the encoding's limit; never one with NaN."""
    values, limit = matrices.values, encoding.numbers.limit
    if values.max(initial=0.0) < limit and values.min(initial=0.0) > -limit:
        return np.ones(len(matrices), dtype=bool)
    return np.maximum.reduceat(np.abs(values), matrices.offsets[:-1]) < limit


@dataclass(frozen=True)
class WrittenMatrices:
    """Matrices and the numbers that stand for them in tokens.

    Attributes:
        exact: The matrices in full precision.
        encoding: How they are written.
        numbers: Their rounded coefficients, shape (total,), in the order of `exact`.
    """

    exact: Matrices
    encoding: MatrixEncoding
    numbers: Decimals

    @classmethod
    def rounded(cls, exact: Matrices, encoding: MatrixEncoding) -> WrittenMatrices:
        """Round matrices to what an encoding writes."""
        return cls(exact, encoding, encoding.numbers.round(exact.values))

    @cached_property
    def matrices(self) -> Matrices:
        """The matrices as their tokens say them."""
        return replace(self.exact, values=self.numbers.values())

    @cached_property
    def keys(self) -> UInt64Array:
        """One key per matrix, from its shape and its rounded numbers alone."""
        keys = np.empty(len(self.exact), dtype=np.uint64)
        for members, stack in replace(self.exact, values=self.numbers.packed()).groups():
            keys[members] = keys_of_rows(stack.reshape(len(stack), -1), first=stack.shape[1:])
        return keys

    def take(self, keep: npt.NDArray[np.bool_]) -> WrittenMatrices:
        """Return the matrices where `keep` is true."""
        if keep.all():
            return self
        kept = (self.exact.taken(x, keep) for x in (self.numbers.mantissas, self.numbers.exponents))
        return WrittenMatrices(self.exact.take(keep), self.encoding, Decimals(*kept))

    def positions(self) -> Ragged:
        """Return the tokens of each matrix, as positions in the encoding's symbols."""
        return self.encoding.indices(self.numbers, self.exact.rows, self.exact.columns)
