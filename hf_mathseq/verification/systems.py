"""Verdicts on answers about systems, from the problem alone (arXiv 2006.06462, tasks S1 to C4).

* *Stability*: the class says whether the convergence speed is below 0 (`spectrum`).
* *Convergence speed*: every digit must be right: the answer differs from the true speed by at most
  half a unit of the last digit that the encoding writes. Where the speed is 0, the answer is 0.
* *Jacobian*: the same for the real and the imaginary part of every entry; differences below 1e-12
  of the largest entry of the equation are rounding and do not count.
* *Controllability*: the dimension of the uncontrollable part of the linearised system
  (`controllability`).
* *Gain*: the pair is controllable, and the gain stabilises the normalised pair (`feedback`).

Unreadable answers are INVALID. UNDECIDED means that the right-hand sides have no derivatives at the
point, or that `spectrum.DIGITS` digits do not settle the question. The published rules are in
`systems_published`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from hf_mathseq.systems.precise import PreciseMatrix, UndefinedValueError
from hf_mathseq.verdict import ProblemError, Status, Verdict, invalid
from hf_mathseq.verification.controllability import dimension_of
from hf_mathseq.verification.feedback import stabilisation
from hf_mathseq.verification.spectrum import Enclosure, decide
from hf_mathseq.verification.system_answers import (
    read_class,
    read_dimension,
    read_gain,
    read_jacobian_and_speed,
    read_real,
)
from hf_mathseq.verification.system_facts import SystemAtPoint

SLACK = 1e-6
"""Share of half a unit that is forgiven, for labels that were rounded from double precision."""
NEGLIGIBLE = 1e-12
"""What differs by less than this share of the largest entry of an equation is rounding."""

Judge = Callable[[SystemAtPoint, Sequence[str]], Verdict]


def judge_many(
    judge: Judge, systems: Sequence[SystemAtPoint], hypotheses: Sequence[Sequence[str]]
) -> list[Verdict]:
    """Return one verdict for each system and answer; what cannot be read is INVALID."""
    verdicts = []
    for system, words in zip(systems, hypotheses, strict=True):
        try:
            verdicts.append(judge(system, words))
        except ProblemError as error:
            verdicts.append(invalid(str(error)))
        except UndefinedValueError as error:
            verdicts.append(_undecided(str(error)))
    return verdicts


def judge_stability(system: SystemAtPoint, words: Sequence[str]) -> Verdict:
    """Judge a class: 1 for unstable, 0 for stable or neither."""
    answer = read_class(words)
    unstable = decide(_states(system), _unstable)
    if unstable is None:
        return _undecided("the largest real part of the spectrum is too near to 0")
    some = "an" if unstable else "no"
    return _verdict(answer == unstable, f"{some} eigenvalue has a positive real part")


def _unstable(speed: Enclosure) -> bool | None:
    if speed.zero or speed.low >= 0:
        return False
    return True if speed.high < 0 else None


def judge_speed(
    system: SystemAtPoint, words: Sequence[str], precision: int, tolerance: float | None = None
) -> Verdict:
    """Judge a convergence speed.

    Args:
        system: The problem.
        words: The answer.
        precision: Decimals of the mantissa that the encoding writes.
        tolerance: Relative tolerance instead of half a unit of the last digit.
    """
    return _speed_verdict(system, read_real(words), precision, tolerance)


def _speed_verdict(
    system: SystemAtPoint, answer: float, precision: int, tolerance: float | None
) -> Verdict:
    found = decide(_states(system), lambda speed: _met(speed, answer, precision, tolerance))
    if found is None:
        return _undecided("the digits of the convergence speed are not certain")
    right, speed = found
    residual = float(abs(answer - speed) / abs(speed)) if speed else None
    return _verdict(right, f"the convergence speed is {float(speed):.6g}", residual)


def _met(
    speed: Enclosure, answer: float, precision: int, tolerance: float | None
) -> tuple[bool, Any] | None:
    """Return whether the answer is near enough to all speeds in the bounds, and the speed."""
    if speed.zero:
        return answer == 0, 0
    if speed.low <= 0 <= speed.high:
        return None
    low, high = (
        (bound, allowed_error(bound, precision, tolerance)) for bound in (speed.low, speed.high)
    )
    inside = [abs(answer - bound) <= allowed for bound, allowed in (low, high)]
    if all(inside):
        return True, speed.low
    if answer < low[0] - low[1] or answer > high[0] + high[1]:
        return False, speed.low
    return None


def allowed_error(value: Any, precision: int, tolerance: float | None = None) -> Any:
    """Return how far an answer may be from a number that is not 0.

    Args:
        value: The true number, a float or an mpmath number.
        precision: Decimals of the mantissa: half a unit of the last one is allowed.
        tolerance: Relative tolerance instead.
    """
    if tolerance is not None:
        return tolerance * abs(value)
    context = getattr(value, "context", None)
    if context is None:
        exponent = int(f"{abs(value):.17e}".partition("e")[2])
        return 0.5 * (1 + SLACK) * 10.0 ** (exponent - precision)
    exponent = int(context.floor(context.log10(abs(value))))
    return context.mpf(0.5 * (1 + SLACK)) * context.mpf(10) ** (exponent - precision)


def judge_jacobian(
    system: SystemAtPoint,
    words: Sequence[str],
    precision: int,
    jacobian_precision: int,
    tolerance: float | None = None,
) -> Verdict:
    """Judge a Jacobian and the convergence speed that follows it; see `judge_speed`.

    Args:
        system: The problem.
        words: The answer.
        precision: Decimals of the speed.
        jacobian_precision: Decimals of the entries.
        tolerance: Relative tolerance of the speed and of the entries.
    """
    entries, speed = read_jacobian_and_speed(words, system.degree)
    for matrix in _states(system):
        wrong = _wrong_entry(matrix, entries, jacobian_precision, tolerance)
        if wrong is not None:
            return _verdict(False, wrong)
        return _speed_verdict(system, speed, precision, tolerance)
    return _undecided("the Jacobian is not certain")


def _wrong_entry(
    matrix: PreciseMatrix,
    answers: list[list[complex]],
    precision: int,
    tolerance: float | None,
) -> str | None:
    for i, row in enumerate(matrix.rows):
        rounding = NEGLIGIBLE * max(abs(value) for value in row)
        for j, true in enumerate(row):
            answer, error = answers[i][j], matrix.errors[i][j] + rounding
            parts = ((answer.real, true.real), (answer.imag, true.imag))
            for given, part in parts:
                allowed = allowed_error(part, precision, tolerance) if part else 0
                if abs(given - part) > max(allowed, error):
                    shown = complex(true)
                    text = f"{shown.real:.6g}" if not shown.imag else f"{shown:.6g}"
                    return f"entry ({i + 1}, {j + 1}) of the Jacobian is {text}"
    return None


def judge_controllability(system: SystemAtPoint, words: Sequence[str]) -> Verdict:
    """Judge a class: 1 for controllable, 0 for not."""
    return _dimension_verdict(system, read_class(words), lambda dimension: dimension == 0)


def judge_dimension(system: SystemAtPoint, words: Sequence[str]) -> Verdict:
    """Judge the dimension of the uncontrollable part."""
    return _dimension_verdict(system, read_dimension(words), lambda dimension: dimension)


def _dimension_verdict(
    system: SystemAtPoint, answer: int, expected: Callable[[int], int]
) -> Verdict:
    dimension = dimension_of(system.jacobians())
    if dimension is None:
        return _undecided("the rank of the Kalman matrix is not certain")
    return _verdict(answer == expected(dimension), _rank_text(system, dimension))


def judge_gain(system: SystemAtPoint, words: Sequence[str]) -> Verdict:
    """Judge a dimension and, where it is 0, a gain for the normalised pair."""
    answer, gain = read_gain(words, system.controls, system.degree)
    dimension = dimension_of(system.jacobians())
    if dimension:
        return _verdict(answer == dimension, _rank_text(system, dimension))
    if gain is None:
        if dimension is None:
            return _undecided("the rank of the Kalman matrix is not certain")
        return _verdict(False, "the system is controllable, and a gain must follow")
    return _stabilised(system, gain, dimension)


def judge_no_control(system: SystemAtPoint) -> Verdict:
    """Judge the answer that a system is not controllable."""
    return _dimension_verdict(system, True, lambda dimension: dimension > 0)


def judge_own_gain(system: SystemAtPoint, gain: Sequence[Sequence[Fraction]]) -> Verdict:
    """Judge a gain for the normalised pair with all of its digits.

    Raises:
        ProblemError: It has another shape than the system's gains.
    """
    found, wanted = (len(gain), len(gain[0])), (system.controls, system.degree)
    if found != wanted:
        raise ProblemError("the gain is {}x{} instead of {}x{}".format(*found, *wanted))
    dimension = dimension_of(system.jacobians())
    if dimension:
        return _verdict(False, _rank_text(system, dimension))
    return _stabilised(system, gain, dimension)


def _stabilised(
    system: SystemAtPoint, gain: Sequence[Sequence[Any]], dimension: int | None
) -> Verdict:
    found = stabilisation(system.jacobians(), gain)
    if found.stable is False:
        return _verdict(False, "a mode of A/|A| + B K does not decay", abs(found.rate))
    if found.stable is None or dimension is None:
        return _undecided("the closed loop or the rank of the Kalman matrix is not certain")
    how = "a Lyapunov function" if found.certified else "bounds of the spectrum"
    detail = (
        f"A/|A| + B K decays at least like exp(-{found.rate:.3g} t), by {how}; for the original "
        f"system, where |A| = {found.scale:.6g}, the gain is |A| K"
    )
    return _verdict(True, detail, found.rate)


def _states(system: SystemAtPoint) -> Any:
    n = range(system.degree)
    return (matrix.block(n, n) for matrix in system.jacobians())


def _rank_text(system: SystemAtPoint, dimension: int) -> str:
    return f"the Kalman matrix has rank {system.degree - dimension} of {system.degree}"


def _verdict(right: bool, detail: str, residual: float | None = None) -> Verdict:
    return Verdict(Status.CORRECT if right else Status.INCORRECT, "numeric", residual, detail)


def _undecided(detail: str) -> Verdict:
    return Verdict(Status.UNDECIDED, "numeric", None, detail)
