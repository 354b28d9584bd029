"""The two sides of a typed linear partial differential equation as a list of terms."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hf_mathseq.systems.pde_problem import MAX_MONOMIALS, Factor
from hf_mathseq.verdict import ProblemError

LETTERS = "xyzw"
"""Names of the first coordinates beside x0, x1, ..."""
MAX_CHARACTERS = 20_000
MAX_DIGITS = 9
_MAX_DEPTH = 20

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)|(?P<derivative>u_\{?(?:t+|(?:[xyzw]\d*)+)\}?)|(?P<unknown>u)"
    r"|d_?(?P<coordinate>\d+|[xyzw]\d*)|(?P<sign>[-+*^()])|(?P<power>\*\*))\s*"
)
_COORDINATE = re.compile(r"([xyzw])(\d*)")


@dataclass(frozen=True)
class Term:
    """A product.

    Attributes:
        coefficient: An integer.
        factors: Pairs of coordinate and power, in the order of typing.
        unknowns: How often u, or a derivative of it, is a factor.
        times: Order of its derivatives with respect to time.
    """

    coefficient: int = 1
    factors: tuple[Factor, ...] = ()
    unknowns: int = 0
    times: int = 0

    def __mul__(self, other: Term) -> Term:
        return Term(
            self.coefficient * other.coefficient,
            self.factors + other.factors,
            self.unknowns + other.unknowns,
            self.times + other.times,
        )


def coordinate_index(name: str) -> int:
    """Return the index of a coordinate: x0, x1, ... or x, y, z, w."""
    letter, digits = name[0], name[1:]
    if digits and letter != LETTERS[0]:
        raise ProblemError(f"{name!r} is no coordinate: x0, x1, ... or x, y, z, w")
    return _bounded(digits) if digits else LETTERS.index(letter)


def side_terms(text: str) -> list[Term]:
    """Return the terms of one side of an equation, brackets multiplied out.

    Raises:
        ProblemError: The text is not a sum of products of integers, u and its derivatives.
    """
    reader = _Reader(text)
    terms = reader.sum(0)
    reader.finish()
    return terms


class _Reader:
    """Recursive descent over the text, with bounded depth and number of terms."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None or match.lastgroup is None:
                raise ProblemError(f"{text[position:].strip()[:20]!r} is not understood")
            kind = match.lastgroup
            self._tokens.append(("sign", "^") if kind == "power" else (kind, match[kind]))
            position = match.end()
        self._next = 0

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._next] if self._next < len(self._tokens) else ("end", "")

    def _take(self, *signs: str) -> str:
        """Take a sign if it is one of these; return it, or nothing."""
        kind, text = self._peek()
        if kind == "sign" and text in signs:
            self._next += 1
            return text
        return ""

    def finish(self) -> None:
        if self._next < len(self._tokens):
            raise ProblemError(f"{self._peek()[1]!r} is not expected in the equation")

    def sum(self, depth: int) -> list[Term]:
        if depth > _MAX_DEPTH:
            raise ProblemError("brackets are nested too deeply")
        terms: list[Term] = []
        sign = self._take("+", "-")
        while True:
            factor = Term(-1 if sign == "-" else 1)
            terms += [factor * term for term in self._product(depth)]
            if len(terms) > MAX_MONOMIALS:
                raise ProblemError(f"an equation has at most {MAX_MONOMIALS} terms")
            sign = self._take("+", "-")
            if not sign:
                return terms

    def _product(self, depth: int) -> list[Term]:
        terms = self._factor(depth)
        while self._take("*") or self._begins_factor():
            factors = self._factor(depth)
            terms = [left * right for left in terms for right in factors]
            if len(terms) > MAX_MONOMIALS:
                raise ProblemError(f"an equation has at most {MAX_MONOMIALS} terms")
        return terms

    def _begins_factor(self) -> bool:
        kind, text = self._peek()
        return text == "(" or kind in ("number", "derivative", "unknown", "coordinate")

    def _factor(self, depth: int) -> list[Term]:
        if self._take("("):
            terms = self.sum(depth + 1)
            if not self._take(")"):
                raise ProblemError("a bracket is not closed")
            return terms
        kind, text = self._peek()
        self._next += 1
        if kind == "number":
            return [Term(_bounded(text))]
        if kind == "unknown":
            return [Term(unknowns=1)]
        if kind == "derivative":
            return [_derivative(text)]
        if kind == "coordinate":
            index = _bounded(text) if text.isdecimal() else coordinate_index(text)
            return [Term(factors=((index, self._power()),))]
        raise ProblemError(
            f"{text!r} is not expected in the equation" if text else "the equation is not complete"
        )

    def _power(self) -> int:
        if not self._take("^"):
            return 1
        kind, text = self._peek()
        self._next += 1
        if kind != "number":
            raise ProblemError("a power of a derivative is a positive integer")
        return _bounded(text)


def _bounded(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ProblemError(f"an integer with more than {MAX_DIGITS} digits")
    return int(digits)


def _derivative(text: str) -> Term:
    names = text[2:].strip("{}")
    if names.startswith("t"):
        return Term(unknowns=1, times=len(names))
    factors = tuple((coordinate_index(match[0]), 1) for match in _COORDINATE.finditer(names))
    return Term(factors=factors, unknowns=1)
