r"""Systems of differential equations as people type them, taken apart into statements.

`x' = sin(x) - x*y; y' = x^2 - y at (0, 0)`: equations are separated by `;`, line ends, or commas
before another equation. A left side is `x'`, `x'(t)`, `dx/dt`, `\dot{x}`, `\frac{dx}{dt}` or `ẋ`;
two and more primes make an equation of higher order. `a = 2` without a prime defines a parameter.
The point may follow after `at`, as `(0, 1)` or `x = 0, y = 1`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hf_mathseq.symbolic.infix_names import FUNCTIONS
from hf_mathseq.verdict import ProblemError

MAX_CHARACTERS = 20_000
MAX_ORDER = 8
MAX_STATEMENTS = 100
TIME = "t"

_GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta"),
    *("vartheta", "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron", "rho", "sigma", "tau"),
    *("upsilon", "phi", "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda"),
    *("Xi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"),
)
# A run of letters or one Greek letter (never pi), with digits and indices.
# The bounds keep the time of every search proportional to the length of the text.
NAME = r"(?:[A-Za-z]{1,32}|[Α-ΟΡ-Ωα-ορ-ωϑϕϵ])(?:_[A-Za-z0-9]{1,32}|[0-9]{1,32}){0,2}"
_ORDER = r"(?:\^\{?(\d)\}?)?"
# What people write -> what is read, in this order.
_NORMAL_FORM = (
    (r"[’′`´]", "'"),
    (r"[”″]", "''"),
    (r"_\{([A-Za-z0-9]+)\}", r"_\1"),
    (rf"\\({'|'.join(_GREEK)})(?![A-Za-z])", r" \1"),
    (rf"\\ddot\s*(?:\{{\s*({NAME})\s*\}}|({NAME}))", r"\1\2''"),
    (rf"\\dot\s*(?:\{{\s*({NAME})\s*\}}|({NAME}))", r"\1\2'"),
    (rf"\\[dt]?frac\s*\{{\s*(d[^{{}}]*)\}}\s*\{{\s*(d\s*{TIME}[^{{}}]*)\}}", r"\1/\2"),
    (rf"({NAME})\u0308", r"\1''"),
    (rf"({NAME})\u0307", r"\1'"),
)
_PRIMED = re.compile(rf"({NAME})\s*('*)\s*(?:\(\s*{TIME}\s*\))?")
_LEIBNIZ = re.compile(rf"d{_ORDER}\s*({NAME})\s*(?:\(\s*{TIME}\s*\))?/\s*d\s*{TIME}{_ORDER}")
_CALLED = re.compile(rf"(({NAME})'*)\s*\(\s*{TIME}\s*\)")
_POINT = re.compile(rf"[\s;,]at\s+(?=[(\[]|{NAME}'*\s*=)")
_SEPARATOR = re.compile(r"[;\n]|,(?=[^,;=()\[\]{}\n]*=)")


@dataclass(frozen=True)
class TypedSystem:
    """Statements of a text, not yet read.

    Attributes:
        equations: State -> (order, right-hand side).
        parameters: Name -> definition.
        point: What stands after `at`, or None.
    """

    equations: Mapping[str, tuple[int, str]]
    parameters: Mapping[str, str]
    point: str | None


def typed_system(text: str) -> TypedSystem:
    """Return the statements of a text; see the module docstring.

    Raises:
        ProblemError: A statement is no equation, a name is defined twice, or there is none.
    """
    if len(text) > MAX_CHARACTERS:
        raise ProblemError(f"{len(text)} characters; at most {MAX_CHARACTERS} are read")
    text, point = _without_point(normal_form(text))
    equations: dict[str, tuple[int, str]] = {}
    parameters: dict[str, str] = {}
    statements = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    if len(statements) > MAX_STATEMENTS:
        raise ProblemError(f"{len(statements)} statements; at most {MAX_STATEMENTS} are read")
    for statement in statements:
        name, order, right = _statement(statement)
        if name in equations or name in parameters:
            raise ProblemError(f"{name!r} has two equations")
        if order:
            equations[name] = (order, right)
        else:
            parameters[name] = right
    if not equations:
        raise ProblemError("no equation such as x' = sin(x) - x*y was found")
    plain = {
        name: (order, _plain_calls(right, equations, parameters))
        for name, (order, right) in equations.items()
    }
    return TypedSystem(plain, parameters, point)


def normal_form(text: str) -> str:
    """Return the text with primes for derivatives and plain names, whatever the notation."""
    text = unicodedata.normalize("NFD", text)
    for pattern, replacement in _NORMAL_FORM:
        text = re.sub(pattern, replacement, text)
    return text


def _without_point(text: str) -> tuple[str, str | None]:
    found = _POINT.search(text)
    if found is None:
        return text, None
    return text[: found.start()], text[found.end() :].strip(" \n;.")


def _statement(statement: str) -> tuple[str, int, str]:
    """Return name, order of the derivative (0: a parameter) and right-hand side."""
    left, equals, right = statement.partition("=")
    left, right = left.strip(), right.strip()
    if not equals or not right or "=" in right:
        raise ProblemError(f"{statement[:60]!r} is no equation such as x' = sin(x) - x*y")
    quotient = _LEIBNIZ.fullmatch(left)
    if quotient:
        above, name, below = quotient.groups()
        if above != below:
            raise ProblemError(f"the orders in {left[:60]!r} differ")
        return name, _checked_order(int(above or 1)), right
    primed = _PRIMED.fullmatch(left)
    if primed is None:
        shown = left[:50]
        raise ProblemError(
            f"{shown!r} is no left side; write x' = ... or dx/dt = ..., or a = ... for a parameter"
        )
    return primed[1], _checked_order(len(primed[2])), right


def _plain_calls(text: str, states: Iterable[str], parameters: Iterable[str]) -> str:
    """Return the text with `x(t)` written as x; `sin(t)` and `a(t)` for a parameter a stay."""

    def plain(match: re.Match[str]) -> str:
        name = match[2]
        function = name in parameters or name.endswith(tuple(FUNCTIONS))
        return match[0] if function and name not in states else match[1]

    return _CALLED.sub(plain, text)


def _checked_order(order: int) -> int:
    if order > MAX_ORDER:
        raise ProblemError(f"a derivative of order {order}; at most {MAX_ORDER} are read")
    return order
