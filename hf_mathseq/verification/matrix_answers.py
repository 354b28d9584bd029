"""Verdicts on batches of matrix answers: read, check the shape, judge all of one shape at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from hf_mathseq.encodings.arrays import MalformedMatrix
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.verdict import Status, Verdict, invalid

Shape = tuple[int, int]
# Positions of the answers, matrices (answers, rows, columns) and answers (answers, ...) ->
# errors, the smallest tolerances at which the answers pass, and those at which they may be right,
# all of shape (answers,).
Judge = Callable[[Sequence[int], FloatArray, FloatArray], tuple[FloatArray, FloatArray, FloatArray]]


def matrix_verdicts(
    matrices: Sequence[Sequence[Sequence[float]]],
    hypotheses: Sequence[Sequence[str]],
    read: Callable[[Sequence[str]], list[list[float]]],
    answer_shape: Callable[[int, int], Shape],
    judge: Judge,
    tolerance: float,
    doubt: str,
    beyond_rounding: bool,
) -> list[Verdict]:
    """Return one verdict per hypothesis; what is no matrix of the right shape is INVALID.

    Args:
        matrices: The problems, lists of rows.
        hypotheses: Answers, as tokens.
        read: Turns tokens into a list of rows or raises `MalformedMatrix`.
        answer_shape: Shape of the answer to a problem of the given rows and columns.
        judge: See `Judge`; called once per shape of problem.
        tolerance: Answers that need no more than this are CORRECT; those that may need no more are
            UNDECIDED.
        doubt: Why they may.
        beyond_rounding: Whether the errors are those that rounding does not explain.
    """
    answers, refused = read_answers(matrices, hypotheses, read, answer_shape)
    verdicts = {i: invalid(reason) for i, reason in refused.items()}
    settings = tolerance, doubt, beyond_rounding
    for members, stacked in by_shape(matrices, answers):
        given = np.array([answers[i] for i in members], dtype=np.float64)
        figures = [figure.tolist() for figure in judge(members, stacked, given)]
        for i, error, needed, possible in zip(members, *figures, strict=True):
            verdicts[i] = _verdict(error, needed, possible, *settings)
    return [verdicts[i] for i in range(len(hypotheses))]


def read_answers(
    matrices: Sequence[Sequence[Sequence[float]]],
    hypotheses: Sequence[Sequence[str]],
    read: Callable[[Sequence[str]], list[list[float]]],
    answer_shape: Callable[[int, int], Shape],
) -> tuple[dict[int, list[list[float]]], dict[int, str]]:
    """Return the answers of the right shape by place, and why the others are none.

    Args:
        matrices: See `matrix_verdicts`.
        hypotheses: See `matrix_verdicts`.
        read: See `matrix_verdicts`.
        answer_shape: See `matrix_verdicts`.
    """
    answers: dict[int, list[list[float]]] = {}
    refused: dict[int, str] = {}
    for i, (matrix, tokens) in enumerate(zip(matrices, hypotheses, strict=True)):
        try:
            answer = read(tokens)
        except MalformedMatrix as error:
            refused[i] = str(error)
            continue
        found, expected = (len(answer), len(answer[0])), answer_shape(len(matrix), len(matrix[0]))
        if found == expected:
            answers[i] = answer
        else:
            refused[i] = "the answer is {}x{} instead of {}x{}".format(*found, *expected)
    return answers, refused


def by_shape(
    matrices: Sequence[Sequence[Sequence[float]]], members: Iterable[int]
) -> Iterator[tuple[list[int], FloatArray]]:
    """Yield, for each shape, the members that have it and their matrices, stacked."""
    groups: dict[Shape, list[int]] = {}
    for i in members:
        groups.setdefault((len(matrices[i]), len(matrices[i][0])), []).append(i)
    for own in groups.values():
        yield own, np.array([matrices[i] for i in own], dtype=np.float64)


def _verdict(
    error: float,
    needed: float,
    possible: float,
    tolerance: float,
    doubt: str,
    beyond_rounding: bool,
) -> Verdict:
    if possible <= tolerance < needed:
        residual = error if np.isfinite(error) else None
        return Verdict(Status.UNDECIDED, "numeric", residual, doubt, needed)
    status = Status.CORRECT if needed <= tolerance else Status.INCORRECT
    if not np.isfinite(error):
        detail = "no relative error: a zero or the order is wrong"
        return Verdict(status, "numeric", None, detail, needed)
    if beyond_rounding and not error:
        return Verdict(status, "numeric", error, "within what rounding explains", needed)
    more = " beyond what rounding explains" if beyond_rounding else ""
    return Verdict(status, "numeric", error, f"relative error {error:.3g}{more}", needed)
