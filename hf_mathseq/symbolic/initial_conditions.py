r"""Initial conditions as people write them beside a differential equation.

`y' = y/x + x, y(1) = 2`; `y'' + y = 0; y(0) = 1; y'(0) = 0`; also with line breaks or "and", and as
`y = 2 when x = 1`. Points and values are numbers such as `pi/2` or `sqrt(2)`, perhaps with
parameters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from hf_mathseq.symbolic.derivative_spellings import LETTERS, SHOWN, with_letters
from hf_mathseq.symbolic.equations import order_of, read_equation, read_value, sides_of
from hf_mathseq.symbolic.expression import Expr, write_infix
from hf_mathseq.symbolic.infix import InfixError
from hf_mathseq.symbolic.infix_tokens import check_text
from hf_mathseq.symbolic.unknown_brackets import is_factor

_PIECES = re.compile(
    r"(?P<separator>[,;\n]|(?<![A-Za-z\\])(?:and|with|where)(?![A-Za-z]))"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])"
)
_AT_POINT = re.compile(
    rf"\s*+(?P<letter>[{LETTERS}])\s*+(?:\\left\s*+)?+[(\[](?P<point>.*?)(?:\\right\s*+)?[)\]]\s*+",
    re.DOTALL,
)
_WHEN = re.compile(
    rf"\s*+(?P<letter>[{LETTERS}])\s*+=(?P<value>[^=]*?)(?<![A-Za-z\\])(?:when|at|for|if)"
    r"(?![A-Za-z])\s*+x\s*+=(?P<point>[^=]*+)"
)


@dataclass(frozen=True)
class Condition:
    """A value that a solution or its first derivative is to have at a point.

    Attributes:
        order: 0 for y, 1 for y'.
        point: The value of x, an expression without symbols other than parameters.
        value: What y or y' is there, the same.
    """

    order: int
    point: Expr
    value: Expr

    def __str__(self) -> str:
        return f"{SHOWN[self.order]}({write_infix(self.point)}) = {write_infix(self.value)}"


def read_problem(text: Any) -> tuple[Expr, tuple[Condition, ...]]:
    """Read an equation and its initial conditions, if there are any.

    Args:
        text: The equation (see `equations.read_equation`) and conditions in any order, with a
            comma, a semicolon, a line break, "and", "with" or "where" between them.

    Returns:
        The equation, and either no condition or as many as its order.

    Raises:
        InfixError: Not readable, not one equation, or conditions that do not fit it.
    """
    check_text(text, "an equation")
    equations: list[str] = []
    conditions: list[Condition] = []
    for part in _parts(with_letters(text)):
        condition = _condition_in(part)
        if condition:
            conditions.append(condition)
        else:
            equations.append(part)
    if len(equations) != 1:
        raise InfixError(
            f"{len(equations)} equations; one is wanted, with conditions such as y(0) = 1"
        )
    equation = read_equation(equations[0])
    _check(conditions, order_of(equation))
    return equation, tuple(conditions)


def read_condition(text: Any) -> Condition:
    """Read one condition, e.g. `y'(0) = 1`.

    Raises:
        InfixError: It is none.
    """
    check_text(text, "a condition")
    condition = _condition_in(with_letters(text))
    if not condition:
        raise InfixError(f"a condition is written y(0) = 1 or y'(0) = 1, not {text[:60]!r}")
    return condition


def _parts(text: str) -> list[str]:
    """Cut at separators outside brackets; every part keeps its place."""
    cuts, depth = [(0, 0)], 0
    for piece in _PIECES.finditer(text):
        if piece["separator"]:
            if depth == 0:
                cuts.append(piece.span())
        else:
            depth = max(0, depth + (1 if piece["open"] else -1))
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    parts = [" " * start + text[start:end] for (_, start), end in zip(cuts, ends, strict=True)]
    return [part for part in parts if part.strip()]


def _condition_in(part: str) -> Condition | None:
    """Return the condition that is all of a text, None where it is something else."""
    when = _WHEN.fullmatch(part)
    if when:
        return _condition(when, when["value"].rjust(when.end("value")))
    sides = sides_of(part)
    at_point = _AT_POINT.fullmatch(sides[0])
    if not at_point or len(sides) != 2 or is_factor(at_point["point"], LETTERS):
        return None
    return _condition(at_point, sides[1])


def _condition(at_point: re.Match[str], value: str) -> Condition:
    order = LETTERS.index(at_point["letter"])
    point = at_point["point"].rjust(at_point.end("point"))
    return Condition(order, read_value(point), read_value(value))


def _check(conditions: list[Condition], order: int) -> None:
    if not conditions:
        return
    if len(conditions) != order:
        raise InfixError(
            f"{_counted(len(conditions), 'condition')} for an equation of order {order}; "
            f"none or {order} are read"
        )
    for at, condition in enumerate(conditions):
        if condition.order >= order:
            raise InfixError(
                f"a condition on {SHOWN[condition.order]} for an equation of order {order}; "
                f"its order must be lower"
            )
        others = conditions[:at]
        if any((c.order, c.point) == (condition.order, condition.point) for c in others):
            raise InfixError(f"two conditions at the same point: {condition}")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
