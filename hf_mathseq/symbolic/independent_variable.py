"""The variable t in the place of x: `y' + 2y = t`, `dy/dt = t y`, `∫ t^2 dt`, `e^(-kt)`.

Where t occurs and x does not, t is the variable, and the text is read as if it said x.
"""

from __future__ import annotations

import re

from hf_mathseq.symbolic.parameters import NO_PREPOSITION, names_in

_SYMBOLS = ("x", "t", "y", "Y", "f", "d")
# A run of letters that is no LaTeX command, and small letters above the line.
_RUN = re.compile(rf"(?<![A-Za-z\\]){NO_PREPOSITION}[A-Za-z]++|[ˣᵗ]")
_RAISED = {"ˣ": "x", "ᵗ": "t"}


def in_x(text: str) -> str:
    """Return the text with x for t, if x does not occur; places stay what they were."""
    names = {name for run in _RUN.findall(text) for name in _names(run)}
    if "x" in names or "t" not in names:
        return text
    return _RUN.sub(_renamed, text)


def _names(run: str) -> tuple[str, ...]:
    """Return the names in a run of letters, none where it is not understood."""
    if run in _RAISED:
        return (_RAISED[run],)
    return names_in(run, _SYMBOLS)


def _renamed(match: re.Match[str]) -> str:
    if match[0] in _RAISED:
        return "ˣ"
    names = _names(match[0])
    return "".join("x" if name == "t" else name for name in names) or match[0]
