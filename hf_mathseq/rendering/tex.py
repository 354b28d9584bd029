"""Formulas as TeX for cards.

Markdown takes a backslash before a punctuation mark away and sees emphasis between underscores
where no formula is recognised. All commands here are words, so that the text reaches KaTeX as it
is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hf_mathseq.rendering.notation import CROSS, GREEK, INFINITY, INTEGRAL, MINUS, PARTIAL, TIMES

_SIGNS = {
    MINUS: "-",
    TIMES: r"\cdot ",
    INFINITY: r"\infty ",
    PARTIAL: r"\partial ",
    INTEGRAL: r"\int ",
    CROSS: r"\times ",
    "π": r"\pi ",
    "δ": r"\delta ",
    "Λ": r"\Lambda ",
    "Σ": r"\Sigma ",
}
_UNSAFE = re.compile(r"[^A-Za-z0-9 .,:()+=-]+")
_OWN_NAMES = {"arcsin", "arccos", "arctan"} | {"ln", "sin", "cos", "tan", "cot", "sec", "csc"}
_OWN_NAMES |= {"sinh", "cosh", "tanh", "coth"}
"""Functions that are commands; the others are operator names."""


class TeX:
    """The elements of TeX that KaTeX knows; see `notation.Notation`. No text ends a formula."""

    def number(self, digits: str) -> str:
        """Return the digits."""
        return _plain(digits)

    def name(self, name: str, index: str = "") -> str:
        """Return a name of one letter, a Greek one or an upright one."""
        sign = GREEK.get(name, name)
        text = _SIGNS.get(sign) or (
            _plain(sign) if len(sign) == 1 else f"\\mathrm{{{_plain(sign)}}}"
        )
        return self.below(text.strip(), index) if index else text

    def sign(self, sign: str) -> str:
        """Return a sign."""
        return _SIGNS.get(sign, _plain(sign) or r"\thinspace ")

    def words(self, text: str) -> str:
        r"""Return `\text`; what is no letter, digit or common mark becomes a blank."""
        return f"\\text{{{_plain(text)}}}"

    def row(self, *parts: str) -> str:
        """Return the parts side by side."""
        return "".join(parts)

    def product(self, *factors: str) -> str:
        """Return the factors side by side; TeX sets the space."""
        return " ".join(factors)

    def applied(self, function: str, argument: str, power: str = "") -> str:
        """Return the name of a function and its argument."""
        if function in _OWN_NAMES:
            name = f"\\{function}"
        elif len(function) == 1:
            name = self.name(function)
        else:
            name = f"\\operatorname{{{_plain(function)}}}"
        return f"{self.power(name, power) if power else name}{argument}"

    def fraction(self, above: str, below: str) -> str:
        r"""Return `\frac`."""
        return f"\\frac{{{above}}}{{{below}}}"

    def square_root(self, inside: str) -> str:
        r"""Return `\sqrt`."""
        return f"\\sqrt{{{inside}}}"

    def root(self, inside: str, index: str) -> str:
        r"""Return `\sqrt` with an index."""
        return f"\\sqrt[{index}]{{{inside}}}"

    def power(self, base: str, exponent: str) -> str:
        """Return a power."""
        return f"{{{base}}}^{{{exponent}}}"

    def below(self, base: str, index: str) -> str:
        """Return an index."""
        return f"{base}_{{{index}}}"

    def primed(self, base: str, count: int) -> str:
        """Return primes."""
        return base + "'" * count

    def brackets(self, inside: str) -> str:
        r"""Return `\left(` and `\right)`."""
        return f"\\left({inside}\\right)"

    def bars(self, inside: str) -> str:
        r"""Return `\left\vert` and `\right\vert`."""
        return f"\\left\\vert {inside}\\right\\vert "

    def interval(self, low: str, high: str) -> str:
        """Return square brackets."""
        return f"\\left[{low},{high}\\right]"

    def matrix(self, rows: Sequence[Sequence[str]]) -> str:
        r"""Return `bmatrix`; rows end with `\cr`, as Markdown halves two backslashes."""
        return _environment("bmatrix", ["&".join(row) for row in rows])

    def lines(self, rows: Sequence[str]) -> str:
        """Return `cases`."""
        return _environment("cases", rows)


def _environment(name: str, rows: Sequence[str]) -> str:
    return f"\\begin{{{name}}}" + r"\cr ".join(rows) + f"\\end{{{name}}}"


def _plain(text: str) -> str:
    return _UNSAFE.sub(" ", text)
