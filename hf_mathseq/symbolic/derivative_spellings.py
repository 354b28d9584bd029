r"""The ways in which people write an unknown function and its derivatives.

`y`, `y(x)`, `f(x)`; `y'`, `y’’`, `y″`, `y^{\prime}`, `y^{(2)}`; `y(x).diff(x, 2)`, `diff(y, x)`,
`Derivative(y(x), (x, 2))`; `dy/dx`, `d²y/dx²`, `d/dx y`, `\frac{dy}{dx}`, `\dot{y}`. Each is
replaced by one letter, followed by spaces, so that places in the text stay what they were. All
of it may be written with t for x.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hf_mathseq.symbolic.independent_variable import in_x
from hf_mathseq.symbolic.infix_lexer import InfixError
from hf_mathseq.symbolic.latex_layout import without_layout
from hf_mathseq.symbolic.parameters import with_greek_letters
from hf_mathseq.symbolic.unknown_brackets import brackets_behind, has_variable, is_factor

MAX_ORDER = 2
LETTERS = "yẏÿ"
"""The letters that stand for y, y' and y''."""
SHOWN = ("y", "y'", "y''")
"""What people write instead of `LETTERS`."""

_AT_X = r"(?:\s*+(?:\\left)?+\s*+\(\s*+x\s*+(?:\\right)?+\s*+\))"
_BASE = rf"(?P<base>[{LETTERS}])\s*+"
_COUNT = r"[0-9]{1,4}"
_PRIME = r"(?:['’′ʹ″”\"‴]|\\prime(?![A-Za-z]))\s*+"
_BY_ONE = rf"(?:x(?:\s*+,\s*+{_COUNT})?+|\(\s*+x\s*+,\s*+{_COUNT}\s*+\))\s*+"
_BY_X = rf"(?P<by>{_BY_ONE}(?:,\s*+{_BY_ONE})*+)"
_D = r"(?:d|∂|\\partial|\\(?:mathrm|text|operatorname)\s*+\{\s*+d\s*+\})\s*+"
_POWER = r"(?P<{}>(?:\^|\*\*)\s*+(?:[0-9]{{1,4}}|\{{\s*+[0-9]{{1,4}}\s*+\}})|[²³])?+\s*+"
_TOP, _BOTTOM = _D + _POWER.format("top"), _D + r"x\s*+" + _POWER.format("bottom")
_BRACKETED = rf"(?P<open>[(\[]\s*+)?+{_BASE}(?(open)[)\]])"

_SPELLINGS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BASE}(?:\^\s*+)?+(?P<primes>(?:{_PRIME})++){_AT_X}?+",
        rf"{_BASE}\^\s*+\{{\s*+(?P<primes>(?:{_PRIME})++)\}}{_AT_X}?+",
        rf"{_BASE}\^\s*+\{{\s*+\(\s*+(?P<order>{_COUNT})\s*+\)\s*+\}}{_AT_X}?+",
        rf"{_BASE}\.\s*+diff\s*+\(\s*+{_BY_X}\)",
        rf"(?:diff|Derivative)\s*+\(\s*+{_BASE},\s*+{_BY_X}\)",
        rf"{_TOP}{_BASE}/\s*+{_BOTTOM}",
        rf"\\(?P<dots>d{{0,3}}+ot)(?![A-Za-z])\s*+(?P<open>\{{\s*+)?+{_BASE}(?(open)\}}){_AT_X}?+",
        rf"\(\s*+{_TOP}{_BASE}\)\s*+/\s*+\(\s*+{_BOTTOM}\)",
        rf"{_TOP}/\s*+{_BOTTOM}{_BRACKETED}",
        rf"\\[dtc]?frac\s*+\{{\s*+{_TOP}{_BASE}\}}\s*+\{{\s*+{_BOTTOM}\}}",
        rf"\\[dtc]?frac\s*+\{{\s*+{_TOP}\}}\s*+\{{\s*+{_BOTTOM}\}}\s*+{_BRACKETED}",
    )
)
_WORTH = {"″": 2, "”": 2, '"': 2, "‴": 3}
_ORDER_OR_POWER = re.compile(rf"[{LETTERS}]\s*+\^\s*+\(\s*+(?P<order>{_COUNT})\s*+\)")

# At the end of a run of letters ("xy") or before another one ("yy'"), but not in "diff".
_NAMES = re.compile(r"(?<!di)(?<!dif)[yYf](?![A-Za-eg-xz])")
_FOREIGN = re.compile(rf"(?<![A-Za-z\\])d?(?P<name>(?![xyeEd])[A-Za-z])(?:\s*+{_PRIME}|{_AT_X}|/d)")
_SAID_AT_X = re.compile(rf"(?:[yYf}}]|{_PRIME}){_AT_X}")
_LEFT_OVER = re.compile(rf"{_PRIME}|diff|Derivative|\.\s*+[A-Za-z]|∂|\\partial|d\s*+/\s*+d|d[xy]")


def with_letters(text: str) -> str:
    """Return the text with one of `LETTERS` for what is understood; the rest is as it was.

    Raises:
        InfixError: A derivative above `MAX_ORDER`, several unknown functions, or one that is taken
            at x and at x + 1.
    """
    text = in_x(with_greek_letters(without_layout(text)))
    written = re.sub(rf"y{_AT_X}", _padded("y"), _with_y(text))
    before = ""
    while before != written:
        before = written
        for spelling in _SPELLINGS:
            written = spelling.sub(_derived, written)
    if _SAID_AT_X.search(text):
        _refuse_shifts(text, written)
    return written


def shown(message: str) -> str:
    """Write derivatives in a message as people do."""
    for letter, spelled in zip(LETTERS, SHOWN, strict=True):
        message = message.replace(letter, spelled)
    return message


def _refuse_shifts(text: str, written: str) -> None:
    """Refuse `y(x - 1)` beside `y(x)`: it is no product."""
    for letter, start, content in brackets_behind(written, LETTERS):
        alone = has_variable(content) and not any(each in content for each in LETTERS)
        if alone and ")" not in text[letter:start]:
            raise _elsewhere(letter)


def _elsewhere(place: int) -> InfixError:
    return InfixError(
        f"the function is taken at x only, as y or y(x) (position {place + 1}); "
        "a product is written y*(...)"
    )


def _with_y(text: str) -> str:
    """Call the unknown function y."""
    found = {name.lower() for name in _NAMES.findall(text)}
    if len(found) > 1:
        raise _several("y", "f")
    return _NAMES.sub("y", text)


def _derived(match: re.Match[str]) -> str:
    order = LETTERS.index(match["base"]) + _count(match)
    if order > MAX_ORDER:
        raise InfixError(
            f"a derivative of order {order} at position {match.start() + 1}; at most y'' is read, "
            "equations of orders 1 and 2 only"
        )
    return _padded(LETTERS[order])(match)


def _count(match: re.Match[str]) -> int:
    """Return how many times a spelling differentiates."""
    found = match.groupdict()
    if found.get("primes"):
        signs = re.sub(r"\s", "", found["primes"].replace(r"\prime", "'"))
        return sum(_WORTH.get(sign, 1) for sign in signs)
    if found.get("dots"):
        return len(found["dots"]) - len("ot")
    if found.get("order"):
        return int(found["order"])
    if found.get("by"):
        return sum(int(n or 1) for n in re.findall(r"x(?:\s*+,\s*+([0-9]+))?+", found["by"]))
    top, bottom = _power(found["top"]), _power(found["bottom"])
    if top != bottom:
        raise InfixError(
            f"{shown(match[0].strip())[:60]!r} at position {match.start() + 1} has the orders "
            f"{top} and {bottom}; write d^2y/dx^2"
        )
    return top


def _power(text: str | None) -> int:
    digits = re.sub(r"[^0-9]", "", (text or "1").translate(str.maketrans("²³", "23")))
    return int(digits)


def _padded(letter: str) -> Callable[[re.Match[str]], str]:
    return lambda match: letter.ljust(len(match[0]))


def check_function(text: str) -> None:
    """Refuse another unknown function, or the function at another point than x.

    Args:
        text: The result of `with_letters`.

    Raises:
        InfixError: One line with the reason.
    """
    foreign = _FOREIGN.search(text)
    if foreign:
        raise _several("y", foreign["name"])
    for letter, _, content in brackets_behind(text, LETTERS):
        if not is_factor(content, LETTERS):
            raise _elsewhere(letter)
    high = next((m for m in _ORDER_OR_POWER.finditer(text) if int(m["order"]) > MAX_ORDER), None)
    if high:
        raise InfixError(
            f"a derivative of order {high['order']} at position {high.start() + 1}; equations of "
            f"orders 1 and 2 only are read, a power is written y^{high['order']}"
        )


def refuse_left_over(text: str) -> None:
    """Refuse what looks like a derivative and is none of y by x.

    Args:
        text: The result of `with_letters`.

    Raises:
        InfixError: One line with its place.
    """
    left = _LEFT_OVER.search(text)
    if left:
        raise InfixError(
            f"{shown(left[0].strip())!r} at position {left.start() + 1} belongs to no derivative "
            "of y by x; write y', y'', dy/dx or diff(y, x)"
        )


def _several(first: str, second: str) -> InfixError:
    return InfixError(f"one unknown function, called y or f, is allowed, not {first} and {second}")
