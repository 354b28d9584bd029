"""Steps of making a block of matrices: what can be written, rounding, keys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.arrays import Matrices, MatrixEncoding
from hf_mathseq.encodings.decimals import Decimals
from hf_mathseq.splits import UInt64Array, keys_of_rows


def below_limit(matrices: Matrices, encoding: MatrixEncoding) -> npt.NDArray[np.bool_]:
    """Return which matrices hold only sizes below the encoding's limit."""
    return np.maximum.reduceat(np.abs(matrices.values), matrices.offsets[:-1]) < (
        encoding.numbers.limit
    )


def as_written(matrices: Matrices, encoding: MatrixEncoding) -> tuple[Matrices, Decimals]:
    """Return the matrices as their tokens say them, and the rounded numbers."""
    numbers = encoding.numbers.round(matrices.values)
    return Matrices(numbers.values(), matrices.rows, matrices.columns), numbers


def matrix_keys(matrices: Matrices, numbers: Decimals) -> UInt64Array:
    """Return one key per matrix, from its shape and its rounded numbers alone."""
    keys = np.empty(len(matrices), dtype=np.uint64)
    for members, stack in replace(matrices, values=numbers.packed()).groups():
        shape = np.broadcast_to(stack.shape[1:], (len(stack), 2))
        keys[members] = keys_of_rows(np.hstack([shape, stack.reshape(len(stack), -1)]))
    return keys
