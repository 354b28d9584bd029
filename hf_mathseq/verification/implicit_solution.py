"""Checking implicit solutions of equations of first order: is F(x, y) constant along them?

The curves F(x, y) = C have the slope g = -F_x/F_y, and F is a general solution if the equation
E(x, y, y') = 0 holds with g in the place of y', everywhere. With a number in the place of y that is
a statement on functions of x: the derivative of F(x, y) is F_x + E(x, y, g). It is judged as an
antiderivative (`verification.antiderivative`), which needs points where F is real, for values of y
of both signs that depend on equation and answer (`over_parameters`). CORRECT is what is so for y of
one sign and not refuted for the other, if F varies with y there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hf_mathseq.encodings.prefix import COEFFICIENTS, IMAGINARY_UNIT, PARAMETERS, VARIABLES
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
from hf_mathseq.symbolic.nodes import ZERO, X
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.unknown_function import UNKNOWNS, Y
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification import antiderivative
from hf_mathseq.verification.ode_attempt import size
from hf_mathseq.verification.over_parameters import over_parameters

WORD = "Y"
"""The published word for y: what is an expression in x and it is an implicit solution."""
MAX_WORDS = 1024
"""Longest answer that is read, as of explicit ones."""

SMALL = 1e-9
"""Largest residual at a point, relative to 1 and the equation's terms, that is put down to
rounding."""

_Z = symbol("z")
"""Stands for y: a real number of either sign."""
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
        inserted = substitute(relation, {Y: _Z})
    except UndefinedValueError as error:
        raise ExpressionError(f"the answer has no value: {error}") from error
    if not inserted.symbols & _Z.symbols:
        raise ExpressionError("an implicit solution is an expression in x and y")
    return relation


def check_relation(equation: Expr, relation: Expr, criterion: str = "strict") -> Verdict:
    """Check an implicit solution; see the module's docstring.

    Args:
        equation: Must vanish; of first order, in x, y, y' and parameters.
        relation: F, in x, y and parameters of the equation.
        criterion: "strict" or "paper", as for antiderivatives.
    """
    by_sign: dict[str, Verdict] = {}
    for sign in ("> 0", "< 0"):
        try:
            by_sign[sign] = _on_one_side(equation, relation, sign, criterion)
        except (ExpressionError, RecursionError) as error:
            detail = f"the slope of the curves cannot be told: {error}"
            by_sign[sign] = Verdict(Status.UNDECIDED, "implicit", None, detail)
    for sign, verdict in by_sign.items():
        if verdict.status is Status.INCORRECT:
            detail = f"the curves on which it is constant have another slope for y {sign}"
            return Verdict(Status.INCORRECT, "implicit", verdict.residual, detail)
    right = [sign for sign, verdict in by_sign.items() if verdict.correct]
    if not right:
        return Verdict(Status.UNDECIDED, "implicit", None, by_sign["> 0"].detail)
    names = [f"{name.value} > 0" for name in parameters_of(equation)]
    if len(right) < len(by_sign):
        names.append(f"y {right[0]}")
    where = f" for {', '.join(names)}" if names else ""
    detail = f"the curves on which it is constant solve the equation{where}"
    return Verdict(Status.CORRECT, "implicit", 0.0, detail)


def _on_one_side(equation: Expr, relation: Expr, sign: str, criterion: str) -> Verdict:
    """Return the verdict for positive or for negative values of y.

    Raises:
        ExpressionError: The slope of the curves is out of bounds or has no value.
    """
    function, along, inserted = _inserted(equation, relation)
    integrand = add(along, inserted)
    free = {*PARAMETERS} - {name.value for name in parameters_of(equation, relation)}
    value = symbol(min(free))
    side = {_Z: value if sign == "> 0" else negative(value)}
    answer = substitute(function, side)

    def judge(problem: Sequence[Expr], answer: Expr) -> Verdict:
        return antiderivative.check(problem[0], write_prefix(answer), criterion)

    def varies(problem: Sequence[Expr], answer: Expr) -> Verdict:
        return antiderivative.check(ZERO, write_prefix(answer))

    # As a function of y, for numbers in the place of x, which the swapped parameter stands for.
    swapped = substitute(answer, {X: value, value: X})
    constant = over_parameters([value, *parameters_of(relation)], swapped, varies)
    if constant.status is not Status.INCORRECT:
        return Verdict(Status.UNDECIDED, "implicit", None, "whether it depends on y is not seen")
    known = [value, *parameters_of(equation, relation)]
    return over_parameters([substitute(integrand, side), *known], answer, judge)


def _inserted(equation: Expr, relation: Expr) -> tuple[Expr, Expr, Expr]:
    """Return F, its derivative by x, and the equation with the slope of the curves, in x and z."""
    function = substitute(relation, {Y: _Z})
    along, across = derivative(function), _by_z(function)
    if across is ZERO:
        raise ExpressionError("it does not depend on y")
    slope = negative(divide(along, across))
    return function, along, substitute(equation, {UNKNOWNS[1]: slope, Y: _Z})


def holds_at(equation: Expr, relation: Expr, point: Expr, value: Expr) -> bool:
    """Return whether the curve through a point has the slope there that the equation asks for.

    Args:
        equation: Must vanish; see `check_relation`.
        relation: F.
        point: x, a number.
        value: y, a number.
    """
    try:
        function, _, inserted = _inserted(equation, relation)
        with np.errstate(all="ignore"):
            known = Evaluation(REAL, {})
            numbers = {X: known.value(point), _Z: known.value(value)}
            run = Evaluation(REAL, numbers)
            found, scale = run.value(inserted), size(inserted, run.value)
            real = bool(run.finite(found, scale, run.value(function)))
    except (ExpressionError, NotNumericError, ZeroDivisionError):
        return False
    return real and abs(found) <= SMALL * (1 + abs(scale))


def _by_z(expr: Expr) -> Expr:
    swap = {X: _Z, _Z: X}
    return substitute(derivative(substitute(expr, swap)), swap)
