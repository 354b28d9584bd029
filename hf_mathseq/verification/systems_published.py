"""The published rules for answers about systems (program of arXiv 2006.06462).

They compare an answer with the reference answer, except for gains, which may be judged by what they
do. In double precision, as published; what cannot be read is INVALID, which counts as wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from hf_mathseq.systems.duals import ComplexArray, gradients
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.layout import read_whole
from hf_mathseq.systems.words import LIST_SEPARATOR, MATRIX_SEPARATOR, ROW_SEPARATOR
from hf_mathseq.verdict import ProblemError, Status, Verdict, invalid
from hf_mathseq.verification.system_answers import read_matrix, read_real
from hf_mathseq.verification.system_facts import SystemAtPoint

TOLERANCE = 0.1
"""Published programs: relative tolerance of speeds and of the entries of gains."""

Rule = Callable[[Sequence[str], Sequence[str]], Verdict]
"""Takes the words of the reference answer and of the answer."""


def published_many(
    rule: Rule, targets: Sequence[Sequence[str]], hypotheses: Sequence[Sequence[str]]
) -> list[Verdict]:
    """Return one verdict for each pair of a reference answer and an answer."""
    verdicts = []
    for target, words in zip(targets, hypotheses, strict=True):
        try:
            verdicts.append(rule(target, words))
        except ProblemError as error:
            verdicts.append(invalid(str(error)))
    return verdicts


def published_integer(target: Sequence[str], words: Sequence[str]) -> Verdict:
    """Compare integers: classes and dimensions."""
    return _compared(read_whole(words), read_whole(target))


def published_speed(
    target: Sequence[str], words: Sequence[str], tolerance: float = TOLERANCE
) -> Verdict:
    """Compare speeds; only what follows the first `<SPECIAL_6>` counts, if there is one.

    The relative error must be below the tolerance. It is relative to the reference answer or, where
    that is 0, to the answer: then only 0 is accepted.
    """
    answer, true = read_real(_after_matrix(words)), read_real(_after_matrix(target))
    error = _relative_error(true, answer)
    return _verdict(error < tolerance, f"relative error {error:.3g}", error)


def published_gain(
    system: SystemAtPoint,
    target: Sequence[str],
    words: Sequence[str],
    *,
    rule: str = "stabilises",
    auxiliary: bool = False,
    tolerance: float = TOLERANCE,
) -> Verdict:
    """Compare dimensions and, where both are 0, judge the gain.

    Args:
        system: The problem.
        target: The reference answer; its gain tells the number of controls.
        words: The answer.
        rule: "stabilises": A/|A| + B K has no eigenvalue with a real part of 0 or more; "entries":
            every entry has a relative error of at most the tolerance; "mean": the mean relative
            error of the entries that differ.
        auxiliary: Only the dimensions count.
        tolerance: See `rule`.
    """
    (answer, end), (true, start) = _leading_integer(words), _leading_integer(target)
    if auxiliary or answer or true:
        return _compared(answer, true)
    rows = target.count(ROW_SEPARATOR)
    columns = target.count(LIST_SEPARATOR) // max(rows, 1)
    # Whatever word separates the integer from the matrix, it is not looked at.
    gain = np.array(read_matrix(words[end + 1 :], rows, columns)[0], dtype=np.complex128)
    if rule == "stabilises":
        speed = _speed_with_gain(system, gain)
        return _verdict(speed > 0, f"the closed loop has the convergence speed {speed:.3g}", speed)
    expected = np.array(read_matrix(target[start + 1 :], rows, columns)[0])
    errors = [
        _relative_error(t, h)
        for t, h in zip(expected.ravel().tolist(), gain.ravel().tolist(), strict=True)
        if t != h
    ]
    total = (np.mean if rule == "mean" else np.max)(errors) if errors else 0.0
    return _verdict(bool(total <= tolerance), f"relative error {total:.3g}", float(total))


def _speed_with_gain(system: SystemAtPoint, gain: ComplexArray) -> float:
    """Return the convergence speed of A/|A| + B K, NaN where it has none."""
    n = system.degree
    point = np.full(n + system.controls, system.value)
    joint = gradients(Forest.from_trees(system.trees), point).real
    if gain.shape != (system.controls, n):
        raise ProblemError(f"the gain is not {system.controls}x{n}")
    if not np.isfinite(joint).all():
        raise ProblemError("the system has no gradient at the point")
    a, b = joint[:, :n], joint[:, n:]
    try:
        with np.errstate(all="ignore"):
            loop = a / np.linalg.norm(a) + b @ gain
            return -float(np.linalg.eigvals(loop).real.max())
    except np.linalg.LinAlgError:
        return math.nan


def _relative_error(true: complex, answer: complex) -> float:
    if true == answer:
        return 0.0
    return abs((true - answer) / (true or answer))


def _leading_integer(words: Sequence[str]) -> tuple[int, int]:
    """Return the integer at the beginning and the position after it."""
    end = 1
    while end < len(words) and words[end].isdigit():
        end += 1
    return read_whole(words[:end]), end


def _after_matrix(words: Sequence[str]) -> Sequence[str]:
    if MATRIX_SEPARATOR not in words:
        return words
    return words[list(words).index(MATRIX_SEPARATOR) + 1 :]


def _compared(answer: int, true: int) -> Verdict:
    return _verdict(answer == true, f"the reference answer is {true}")


def _verdict(right: bool, detail: str, residual: float | None = None) -> Verdict:
    return Verdict(Status.CORRECT if right else Status.INCORRECT, "criterion", residual, detail)
