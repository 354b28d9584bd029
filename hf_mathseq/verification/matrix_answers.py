"""Verdicts on batches of matrix answers: read, check the shape, judge all of one shape at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.arrays import MalformedMatrix
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.verdict import Status, Verdict, invalid

Shape = tuple[int, int]
# Positions of the answers, matrices (answers, rows, columns) and answers (answers, ...) ->
# errors and which answers are accepted, both of shape (answers,).
Judge = Callable[[Sequence[int], FloatArray, FloatArray], tuple[FloatArray, npt.NDArray[np.bool_]]]


def matrix_verdicts(
    matrices: Sequence[Sequence[Sequence[float]]],
    hypotheses: Sequence[Sequence[str]],
    read: Callable[[Sequence[str]], list[list[float]]],
    answer_shape: Callable[[int, int], Shape],
    judge: Judge,
) -> list[Verdict]:
    """Return one verdict per hypothesis; what is no matrix of the right shape is INVALID.

    Args:
        matrices: The problems, lists of rows.
        hypotheses: Answers, as tokens.
        read: Turns tokens into a list of rows or raises `MalformedMatrix`.
        answer_shape: Shape of the answer to a problem of the given rows and columns.
        judge: See `Judge`; called once per shape of problem.
    """
    verdicts: list[Verdict] = [invalid("")] * len(hypotheses)
    answers: dict[int, list[list[float]]] = {}
    groups: dict[Shape, list[int]] = {}
    for i, (matrix, tokens) in enumerate(zip(matrices, hypotheses, strict=True)):
        shape = (len(matrix), len(matrix[0]))
        try:
            answer = read(tokens)
        except MalformedMatrix as error:
            verdicts[i] = invalid(str(error))
            continue
        found, expected = (len(answer), len(answer[0])), answer_shape(*shape)
        if found != expected:
            verdicts[i] = invalid("the answer is {}x{} instead of {}x{}".format(*found, *expected))
            continue
        answers[i] = answer
        groups.setdefault(shape, []).append(i)
    for members in groups.values():
        stacked = np.array([matrices[i] for i in members], dtype=np.float64)
        given = np.array([answers[i] for i in members], dtype=np.float64)
        errors, accepted = judge(members, stacked, given)
        for i, residual, right in zip(members, errors.tolist(), accepted.tolist(), strict=True):
            verdicts[i] = _verdict(residual, right)
    return verdicts


def _verdict(error: float, accepted: bool) -> Verdict:
    status = Status.CORRECT if accepted else Status.INCORRECT
    if not np.isfinite(error):
        return Verdict(status, "numeric", None, "no relative error: a zero or the order is wrong")
    return Verdict(status, "numeric", error, f"relative error {error:.3g}")
