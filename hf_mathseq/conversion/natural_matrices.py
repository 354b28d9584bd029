"""The natural columns of published matrices, for many lines at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hf_mathseq.conversion.known_values import KnownValues
from hf_mathseq.conversion.published_lines import BoolArray, PublishedLines
from hf_mathseq.encodings.arrays import DIMENSIONS, Matrices, MatrixEncoding
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.tasks.matrix_format import MatrixFormat
from hf_mathseq.verdict import ProblemError

_HEAD = 2
"""Words for the numbers of rows and of columns."""


class MatrixColumns:
    """Reads problems and answers that are matrices of numbers of full length.

    Args:
        task: Whose matrices they are.
    """

    def __init__(self, task: MatrixFormat) -> None:
        self._task = task
        self._problems = _MatrixReader(task.input_encoding, task.vocabulary)
        self._answers = _MatrixReader(task.output_encoding, task.vocabulary)
        self._any_shape = type(task).canonical is MatrixFormat.canonical

    def read(self, lines: PublishedLines) -> tuple[BoolArray, dict[str, pa.Array]]:
        """Return which lines were read here, and the columns of these.

        The task reads the others: shortened numbers, and what it may refuse.
        """
        given, problems = self._problems.read(lines.inputs)
        taken = self._taken(problems, lines.inputs.lengths[given])
        given[given] = taken
        problems = problems.take(taken)
        asked, answers = self._answers.read(lines.targets)
        columns = {
            "matrix": problems.take(asked[given]).to_arrow(),
            "result": answers.take(given[asked]).to_arrow(),
        }
        return given & asked, columns

    def _taken(self, problems: Matrices, lengths: npt.NDArray[np.int64]) -> BoolArray:
        """Return which matrices the task surely takes as they are."""
        limit = self._task.config.max_length
        taken = lengths < (limit or np.inf)
        symmetric = not self._any_shape and not self._task.config.noise
        for members, stack in problems.groups():
            if not self._is_of_shape(*stack.shape[1:]):
                taken[members] = False
            elif symmetric:
                taken[members] &= (stack == np.swapaxes(stack, 1, 2)).all(axis=(1, 2))
        return taken

    def _is_of_shape(self, rows: int, columns: int) -> bool:
        try:
            self._task.check_shape(rows, columns)
        except ProblemError:
            return False
        return True


class _MatrixReader:
    """Reads matrices whose numbers all have the encoding's largest number of words."""

    def __init__(self, encoding: MatrixEncoding, vocabulary: Vocabulary) -> None:
        self._numbers = encoding.numbers
        self._width = self._numbers.max_tokens
        size = len(vocabulary)
        self._values = KnownValues(self._number, vocabulary, self._width, size)
        self._dimensions = np.zeros(size, np.int64)
        for word, dimension in DIMENSIONS.items():
            self._dimensions[vocabulary.ids[word]] = dimension

    def _number(self, words: Sequence[str]) -> float | None:
        found = self._numbers.read(words, 0, complete=True)
        whole = found is not None and found[1] == len(words) and abs(found[0]) < self._numbers.limit
        return found[0] if found is not None and whole else None

    def read(self, ids: Ragged) -> tuple[BoolArray, Matrices]:
        """Return which rows were read, and their matrices."""
        good = ids.lengths > _HEAD
        starts = np.where(good, ids.offsets[:-1], 0)
        rows, columns = (self._dimensions[ids.values[starts + i]] for i in range(_HEAD))
        good &= (rows > 0) & (columns > 0)
        good &= ids.lengths == _HEAD + rows * columns * self._width
        kept = ids.take(good)
        body = np.ones(len(kept.values), bool)
        for i in range(_HEAD):
            body[kept.offsets[:-1] + i] = False
        values = self._values.values(kept.values[body].reshape(-1, self._width))
        matrices = Matrices(values, rows[good], columns[good])
        finite = np.ones(len(matrices), bool)
        owners = np.searchsorted(matrices.offsets, np.flatnonzero(np.isnan(values)), side="right")
        finite[owners - 1] = False
        good[good] = finite
        return good, matrices.take(finite)
