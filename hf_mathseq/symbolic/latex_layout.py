r"""What LaTeX has for the eye alone: blanks of several widths and the signs around formulas.

`x^2\,y`, `y = 1 \quad x`, `$x^2$`, `\[ x^2 \]`, `\(x\)`, `\mathrm{dy}`; all of it becomes blanks,
so that places in the text stay what they were.
"""

from __future__ import annotations

import re

_BLANK = re.compile(r"\\(?:[,;:!\ ]|q?quad(?![A-Za-z]))|~")
_FORMULA = re.compile(
    r"(?P<open>\$\$?|\\\(|\\\[)(?P<body>(?:[^$\\]|\\(?![()\[\]]))*+)(?P<close>\$\$?|\\\)|\\\])"
)
_PAIRS = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}
_UPRIGHT = re.compile(
    r"\\(?:mathrm|mathit|text|operatorname|rm)(?:\s*+\{\s*+(?P<name>d[A-Za-z]?)\s*+\}|\s++(?=d))"
)


def without_formula_signs(text: str) -> str:
    r"""Return the text with blanks for `$...$`, `\(...\)` and `\[...\]` around formulas."""
    return _FORMULA.sub(_body, text) if "$" in text or "\\" in text else text


def without_layout(text: str) -> str:
    r"""Return the text also without LaTeX's blanks and without `\mathrm` before a differential."""
    return _UPRIGHT.sub(_name, _BLANK.sub(_blanks, without_formula_signs(text)))


def _body(match: re.Match[str]) -> str:
    if _PAIRS[match["open"]] != match["close"]:
        return match[0]
    return match["body"].rjust(match.end("body") - match.start()).ljust(len(match[0]))


def _name(match: re.Match[str]) -> str:
    return (match["name"] or "").rjust(len(match[0]))


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])
