"""Checking implicit solutions of equations of first order: is F(x, y) constant along them?

The curves F(x, y) = C have the slope g = -F_x/F_y, and F is a general solution if the equation
E(x, y, y') = 0 holds with g in the place of y', everywhere. With a number in the place of y that is
a statement on functions of x: the derivative of F(x, y) is F_x + E(x, y, g). It is judged as an
antiderivative (`verification.antiderivative`) for values of y of both signs that depend on equation
and answer (`over_parameters`), also on either side of the zeros that are found of what stands in
absolute values. CORRECT is what is so for all of them, and for y of one sign at least, if F is real
and varies with y there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.prefix import COEFFICIENTS, IMAGINARY_UNIT, PARAMETERS, VARIABLES
from hf_mathseq.symbolic.batch_bounds import BatchBounds
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, divide, negative
from hf_mathseq.symbolic.expression import (
    Expr,
    ExpressionError,
    UndefinedValueError,
    read_prefix,
    symbol,
    write_prefix,
)
from hf_mathseq.symbolic.nodes import ZERO, X, number
from hf_mathseq.symbolic.numeric import GENERIC, Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.unknown_function import UNKNOWNS, Y
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification import antiderivative
from hf_mathseq.verification.curve_points import Z, by_z
from hf_mathseq.verification.over_parameters import over_parameters
from hf_mathseq.verification.pieces import nodes_of
from hf_mathseq.verification.probes import PROBES
from hf_mathseq.verification.settled import SAFETY

WORD = "Y"
"""The published word for y: what is an expression in x and it is an implicit solution."""
MAX_WORDS = 1024
"""Longest answer that is read, as of explicit ones."""

MAX_TURNS = 4
"""Zeros of what stands in absolute values, beyond which y is not tried."""
_FAR = np.geomspace(1.37e-4, 8.13e12, 401)
"""Where they are looked for, on both sides of 0."""
_NOT_SEEN = "whether it depends on y is not seen"
_SOME_X = (0.7313, -1.1719)

_FOREIGN = frozenset(
    {*VARIABLES, *COEFFICIENTS, IMAGINARY_UNIT, "Y'", "Y''", "derivative", "f", "g", "h"}
) - {"x"}


def read_relation(words: Sequence[str]) -> Expr:
    """Read F of an implicit solution F(x, y) = C into normal form.

    Args:
        words: Prefix words of F.

    Raises:
        ExpressionError: Not the words of an expression in x, y and parameters with a y in it, or
            out of bounds.
    """
    if len(words) > MAX_WORDS:
        raise ExpressionError(f"{len(words)} words; at most {MAX_WORDS} are read")
    foreign = next((word for word in words if word in _FOREIGN), None)
    if foreign is not None:
        raise ExpressionError(f"{foreign!r} does not belong in an implicit solution; x and y do")
    try:
        relation = read_prefix(words)
        inserted = substitute(relation, {Y: Z})
    except UndefinedValueError as error:
        raise ExpressionError(f"the answer has no value: {error}") from error
    if not inserted.symbols & Z.symbols:
        raise ExpressionError("an implicit solution is an expression in x and y")
    return relation


def check_relation(equation: Expr, relation: Expr, criterion: str = "strict") -> Verdict:
    """Check an implicit solution; see the module's docstring.

    Args:
        equation: Must vanish; of first order, in x, y, y' and parameters.
        relation: F, in x, y and parameters of the equation.
        criterion: "strict" or "paper", as for antiderivatives.
    """
    try:
        statement = _Statement(equation, relation, criterion)
        verdicts = {side: statement.on_one_side(side) for side in ("> 0", "< 0")}
        beyond = [statement.at(value) for value in statement.beyond_turns()]
    except (ExpressionError, NotNumericError, RecursionError) as error:
        return _undecided(f"the slope of the curves cannot be told: {error}")
    for where, verdict in (*verdicts.items(), *((None, each) for each in beyond)):
        if verdict is not None and verdict.status is Status.INCORRECT:
            side = f" for y {where}" if where else " for some y"
            detail = f"the curves on which it is constant have another slope{side}"
            return Verdict(Status.INCORRECT, "implicit", verdict.residual, detail)
        if verdict is not None and not verdict.correct:
            return _undecided(verdict.detail)
    right = [side for side, verdict in verdicts.items() if verdict is not None]
    if not right:
        return _undecided("it has no real values that vary with y where it was tried")
    names = [f"{name.value} > 0" for name in parameters_of(equation)]
    names += [f"y {right[0]}"] * (len(right) == 1)
    where = f" for {', '.join(names)}" if names else ""
    detail = f"the curves on which it is constant solve the equation{where}"
    return Verdict(Status.CORRECT, "implicit", 0.0, detail)


def _undecided(detail: str) -> Verdict:
    return Verdict(Status.UNDECIDED, "implicit", None, detail)


class _Statement:
    """The derivative of F by x is F_x + E(x, y, g), whatever y is; z stands for y.

    Raises:
        ExpressionError: The slope g is out of bounds or has no value.
    """

    def __init__(self, equation: Expr, relation: Expr, criterion: str) -> None:
        self._criterion = criterion
        self._parameters = parameters_of(equation, relation)
        self._function = substitute(relation, {Y: Z})
        along, self._across = derivative(self._function), by_z(self._function)
        if self._across is ZERO:
            raise ExpressionError("it does not depend on y")
        slope = negative(divide(along, self._across))
        self._integrand = add(along, substitute(equation, {UNKNOWNS[1]: slope, Y: Z}))

    def on_one_side(self, side: str) -> Verdict | None:
        """Return the verdict for y of one sign, None where F has no real values that vary."""
        taken = {name.value for name in self._parameters}
        drawn = symbol(min({*PARAMETERS} - taken))
        inserted = {Z: drawn if side == "> 0" else negative(drawn)}
        answer, across, integrand = (
            substitute(each, inserted) for each in (self._function, self._across, self._integrand)
        )
        positive = [drawn, *self._parameters]
        if not _varies(answer, across, positive):
            return None if _never_real(answer, positive) else _undecided(_NOT_SEEN)
        problem = [integrand, drawn, *self._parameters]
        return over_parameters(problem, answer, self._judge, drawn=drawn)

    def at(self, value: Fraction) -> Verdict | None:
        """Return the verdict for one value of y and generic parameters, None without real ones."""
        inserted = {Z: number(value)}
        inserted |= {name: number(GENERIC[name]) for name in self._parameters}
        answer = substitute(self._function, inserted)
        if not np.isfinite(_values(answer, {X: PROBES})).any():
            return None
        return self._judge([substitute(self._integrand, inserted)], answer)

    def beyond_turns(self) -> Iterator[Fraction]:
        """Yield y on both sides of the zeros of what stands in absolute values and signs."""
        for node in nodes_of(("abs", "sign"), self._function)[:MAX_TURNS]:
            if not node.symbols & Z.symbols:
                continue
            for x in _SOME_X:
                sizes = np.concatenate([-_FAR[::-1], _FAR])
                values = _values(node.args[0], {X: np.full_like(sizes, x), Z: sizes})
                turns = np.flatnonzero(np.sign(values[1:]) * np.sign(values[:-1]) < 0)[:MAX_TURNS]
                for at in turns:
                    yield from (Fraction(float(f"{sizes[at + i]:.6g}")) for i in (0, 1))

    def _judge(self, problem: Sequence[Expr], answer: Expr) -> Verdict:
        return antiderivative.check(problem[0], write_prefix(answer), self._criterion)


def _varies(answer: Expr, across: Expr, positive: Sequence[Expr]) -> bool:
    """Return whether F is real and its derivative by y is not 0, beyond rounding, somewhere."""
    batch = BatchBounds([answer, across], _points(positive))
    with np.errstate(invalid="ignore"):
        certain = np.abs(batch.value(across)) > SAFETY * batch.bound(across)
        return bool((certain & np.isfinite(batch.value(answer))).any())


def _never_real(answer: Expr, positive: Sequence[Expr]) -> bool:
    """Return whether F is not real anywhere, numbers beyond floats being real ones."""
    with np.errstate(all="ignore"):
        return bool(np.isnan(Evaluation(REAL, _points(positive)).value(answer)).all())


def _points(positive: Sequence[Expr]) -> dict[Expr, FloatArray]:
    """Return values of x, and positive ones of other symbols, all of them generic."""
    sizes = np.geomspace(0.0217, 43.1, len(PROBES))
    points = {X: PROBES}
    for step, name in enumerate(positive, start=1):
        points[name] = sizes[(np.arange(len(sizes)) * (2 * step + 1) + 1) % len(sizes)]
    return points


def _values(expr: Expr, points: dict[Expr, FloatArray]) -> FloatArray:
    with np.errstate(all="ignore"):
        run = Evaluation(REAL, dict(points))
        found = np.broadcast_to(run.value(expr), points[X].shape)
        return np.where(run.finite(found), found, np.nan)
