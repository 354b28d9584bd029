"""What names mean in typed mathematics: functions, their inverses, constants, LaTeX commands."""

from __future__ import annotations

_TRIGONOMETRIC = ("sin", "cos", "tan", "cot", "sec", "csc")
_HYPERBOLIC = tuple(name + "h" for name in _TRIGONOMETRIC)
_CIRCULAR = _TRIGONOMETRIC + _HYPERBOLIC

INVERSES = {name: "a" + name for name in _CIRCULAR}
"""The function meant by an exponent -1, e.g. tan^-1 is atan."""

_EVERYDAY = {
    "exp": "exp",
    "ln": "ln",
    "log": "ln",
    "sqrt": "sqrt",
    "abs": "abs",
    "sign": "sign",
    "sgn": "sign",
    "signum": "sign",
    "cbrt": "cbrt",
    "tg": "tan",
    "ctg": "cot",
    "cosec": "csc",
    "arctg": "atan",
    "arcctg": "acot",
    "arccosec": "acsc",
    "sh": "sinh",
    "ch": "cosh",
    "th": "tanh",
}

FUNCTIONS: dict[str, str] = {
    **_EVERYDAY,
    **{name: name for name in _CIRCULAR},
    **{"a" + name: "a" + name for name in _CIRCULAR},
    **{"arc" + name: "a" + name for name in _CIRCULAR},
    **{"ar" + name: "a" + name for name in _HYPERBOLIC},
}
"""Spelling (lower case) -> published operator; `cbrt` alone is written as a root."""

CONSTANTS = {"e": "E", "E": "E", "pi": "pi", "Pi": "pi", "PI": "pi"}

OPERATOR_COMMANDS = {"cdot": "*", "times": "*", "ast": "*", "div": "/", "over": "/"}
"""LaTeX commands that are infix operators."""

FRACTION_COMMANDS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
BAR_COMMANDS = {"lvert": "open", "rvert": "close", "vert": "", "mid": ""}
MAX_LETTERS = 64
"""Longest run of letters that is looked at as several names written together."""

INTEGRAL_WORDS = frozenset({"integrate", "int", "integral", "antiderivative"})


def function_named(word: str) -> str | None:
    """Return the published operator for a spelling, or None; capitals do not matter."""
    return FUNCTIONS.get(word if len(word) < 2 else word.lower())


def split_word(word: str, symbols: tuple[str, ...]) -> list[str] | None:
    """Split letters written together into known names, longest first: "xsin" -> x, sin.

    A function may be followed by a variable ("sinx") or a function, never by a constant: "sine"
    is a misspelling, not sin(e).

    Args:
        word: A run of letters.
        symbols: The variables.

    Returns:
        The names in order, or None where no splitting uses up the word.
    """
    names = {*symbols, *CONSTANTS, *FUNCTIONS}
    longest = max(map(len, names))
    rest: list[list[str] | None] = [None] * len(word) + [[]]
    for start in range(len(word) - 1, -1, -1):
        for end in range(min(len(word), start + longest), start, -1):
            name, tail = word[start:end], rest[end]
            if tail is None or name not in names:
                continue
            if not (name in FUNCTIONS and tail and tail[0] in CONSTANTS):
                rest[start] = [name, *tail]
                break
    return rest[0]


def spellings(symbols: tuple[str, ...]) -> list[str]:
    """Return every name that the reader knows, to suggest from."""
    return [*symbols, *FUNCTIONS, "e", "pi"]
