"""From the characters of typed mathematics to numbers, signs, brackets and runs of letters."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from hf_mathseq.suggestions import unknown_name
from hf_mathseq.symbolic import infix_names as names
from hf_mathseq.verdict import ProblemError

MAX_DIGITS = 1_000

ALLOWED = "numbers, variables, + - * / ^ ( ) | |, e, pi and functions such as sin, exp, ln, sqrt"


class InfixError(ProblemError):
    """Typed mathematics that cannot be read; one line with the reason and the position."""


class Token(NamedTuple):
    """A piece of the input.

    Attributes:
        kind: "number", "symbol", "constant", "function", "log", "operator", "open", "close",
            "bar", "fraction", "root", "radical", "integral", "word", "comma" or "end".
        value: A `Fraction` for numbers, the base for "log", else text.
        position: Place of the first character, counted from 1.
        after: "blank" behind a blank, "letter" where a run of letters goes on, else "".
    """

    kind: str
    value: str | Fraction
    position: int
    after: str = ""


DEFINITE = "only antiderivatives are found; give the integrand alone, as x^2"
"""What is said of a definite integral."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ˣ", "0123456789-+()x")
_SIGNS = {
    **dict.fromkeys("−–—﹣－", "-"),
    **dict.fromkeys("·×⋅∙∗•", "*"),
    **dict.fromkeys("÷⁄∕", "/"),
    "**": "^",
}
_RADICALS = {"√": "2", "∛": "3", "∜": "4"}

_PATTERN = re.compile(
    r"""
    (?P<operator>\*\*|[-+*/^−–—﹣－·×⋅∙∗•÷⁄∕])
    |(?P<open>[(\[{]|\\\{)|(?P<close>[)\]}]|\\\})
    |(?<!\^)(?<!\*\*)(?P<decimal>(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+−][0-9]+)
    |(?P<scientific>(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+)
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<log>\\?log(?:_\{?(?P<base>[0-9]+)\}?|(?P<suffix>10|2)(?![0-9])))
    |(?P<definite>(?:∫|\\?int(?![A-Za-z]))\s*(?:\\limits\s*)?[_^₀-₉⁰¹²³⁴-⁹])
    |(?P<word>[A-Za-z]+)
    |(?P<space>\s+|\\[,;:!\ ]|~|\\(?:quad|qquad|displaystyle|limits|big|Big|bigg|Bigg)(?![A-Za-z])
        |\\(?:left|right)(?=\s*(?:[()\[\]{}]|\\[{}])))
    |(?P<bar>\|)
    |(?P<barside>\\(?:left|right)\s*(?:\||\\vert(?![A-Za-z])))
    |(?P<half>\\[dt]?frac\s*(?P<top>[0-9])\s*(?P<bottom>[0-9]))
    |(?:\\(?:operatorname\*?|mathrm|text|mathit)
        (?:\s*\{\s*(?P<named>[A-Za-z]+)\s*\}|\s+(?P<letter>[A-Za-z])))
    |\\(?P<command>[A-Za-z]+)
    |(?P<superscript>[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ˣ]+)|(?P<vulgar>[¼-¾⅐-⅞])
    |(?P<radical>[√∛∜])|(?P<pi>[πΠ])|(?P<integral>∫)|(?P<comma>,)
    """,
    re.VERBOSE,
)

_BRACKET_SIZE = re.compile(r"\\(?:left|right|[bB]ig)")


@lru_cache
def _special_names(symbols: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches the symbols that are no mere run of letters, such as `x1` and `x'`."""
    special = [re.escape(name) for name in symbols if not (name.isascii() and name.isalpha())]
    longest_first = sorted(special, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest_first) or '(?!)'})(?![0-9_'])")


def raw_tokens(text: str, symbols: tuple[str, ...] = ()) -> list[Token]:
    """Cut `text` into tokens; runs of letters are "word", also where they are several names.

    Args:
        text: Typed mathematics.
        symbols: The variables that may occur.

    Raises:
        InfixError: A character or a LaTeX command that is not known, or a number that is too long.
    """
    tokens: list[Token] = []
    special = _special_names(symbols)
    position, blank = 0, False
    while position < len(text):
        match = special.match(text, position) or _PATTERN.match(text, position)
        if match is None:
            raise InfixError(
                f"unexpected {text[position]!r} at position {position + 1}; allowed: {ALLOWED}"
            )
        found = _token(match, position + 1)
        if found and blank:
            found[0] = found[0]._replace(after="blank")
        blank = not found and (blank or not _BRACKET_SIZE.match(match[0]))
        tokens += found
        position = match.end()
    return tokens


def _token(match: re.Match[str], position: int) -> list[Token]:
    kind = match.lastgroup
    found = match[0]
    if kind is None:
        return [Token("word", found, position)]
    if kind == "space":
        return []
    if kind in ("word", "named", "letter"):
        return [Token("word", match[kind], position)]
    if kind == "number":
        return [Token("number", _number(found, position), position)]
    if kind == "vulgar":
        value = Fraction(unicodedata.numeric(found)).limit_denominator(10)
        return [Token("number", value, position)]
    if kind == "operator":
        return [Token("operator", _SIGNS.get(found, found), position)]
    if kind in ("open", "close"):
        return [Token(kind, found[-1], position)]
    if kind == "bar":
        return [Token("bar", "", position)]
    if kind == "barside":
        return [Token("bar", "open" if found.startswith(r"\left") else "close", position)]
    if kind == "radical":
        return [Token("radical", _RADICALS[found], position)]
    if kind == "pi":
        return [Token("constant", "pi", position)]
    if kind == "command":
        return [_command(match["command"], position)]
    if kind == "superscript":
        return _superscript(found, position)
    return _compound(match, position)


def _compound(match: re.Match[str], position: int) -> list[Token]:
    if match["log"]:
        base = match["base"] or match["suffix"]
        return [Token("log", _number(base, position), position)]
    if match["half"]:
        value = Fraction(int(match["top"]), int(match["bottom"]) or 1)
        if match["bottom"] == "0":
            raise InfixError(f"division by zero at position {position}")
        return [
            Token("open", "(", position),
            Token("number", value, position),
            Token("close", ")", position),
        ]
    if match["decimal"]:
        return [Token("number", _decimal(match[0], position), position)]
    if match["definite"]:
        raise InfixError(f"{DEFINITE} (position {position})")
    if match["scientific"]:
        raise InfixError(
            f"{match[0][:30]!r} at position {position} has two readings; "
            "write 10^n for a power of ten or e*n for Euler's number"
        )
    kind = "comma" if match["comma"] else "integral"
    return [Token(kind, match[0], position)]


def _number(text: str, position: int) -> Fraction:
    if len(text) > MAX_DIGITS:
        raise InfixError(
            f"a number of {len(text)} digits at position {position}; at most {MAX_DIGITS} are read"
        )
    whole, _, decimals = text.partition(".")
    return Fraction(int((whole + decimals) or "0"), 10 ** len(decimals))


def _decimal(text: str, position: int) -> Fraction:
    """Return the number that is written with a signed power of ten, such as 1e-3."""
    digits, _, exponent = text.lower().replace("−", "-").partition("e")
    if len(exponent) > 5 or abs(int(exponent)) > MAX_DIGITS:
        raise InfixError(
            f"a power of ten at position {position} has more than {MAX_DIGITS} digits; "
            f"at most {MAX_DIGITS} are read"
        )
    return _number(digits, position) * Fraction(10) ** int(exponent)


def _superscript(found: str, position: int) -> list[Token]:
    body = raw_tokens(found.translate(_SUPERSCRIPTS))
    return [
        Token("operator", "^", position),
        Token("open", "(", position),
        *(token._replace(position=position) for token in body),
        Token("close", ")", position),
    ]


def _command(name: str, position: int) -> Token:
    if name in names.OPERATOR_COMMANDS:
        return Token("operator", names.OPERATOR_COMMANDS[name], position)
    if name in names.FRACTION_COMMANDS:
        return Token("fraction", name, position)
    if name in names.BAR_COMMANDS:
        return Token("bar", names.BAR_COMMANDS[name], position)
    if name == "sqrt":
        return Token("root", name, position)
    if name == "int":
        return Token("integral", name, position)
    if name in names.CONSTANTS or names.function_named(name):
        return Token("word", name, position)
    known = [*names.FUNCTIONS, "pi", "frac", "sqrt", "cdot", "times", "int", "left", "right"]
    raise InfixError(f"{unknown_name('LaTeX command', name, known)} (position {position})")
