"""The tokens of a vocabulary by kind, each kind with what its tokens mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hf_mathseq.encodings.vocabulary import SPECIAL_TOKENS
from hf_mathseq.task import Task

MOST_SHOWN = 30
"""Tokens of a kind that a table lists; of more, it shows the first and the last ones."""
AT_THE_END = 2


@dataclass(frozen=True)
class TokenKind:
    """Some tokens of a vocabulary.

    Attributes:
        name: What they are.
        tokens: In the order of their ids.
        meaning: One line.
    """

    name: str
    tokens: Sequence[str]
    meaning: str

    @property
    def shown(self) -> str:
        """The tokens, those in the middle left out where there are many."""
        tokens = list(self.tokens)
        if len(tokens) > MOST_SHOWN:
            tokens[MOST_SHOWN - AT_THE_END - 1 : -AT_THE_END] = ["…"]
        return " ".join(tokens)


Rule = tuple[str, str, str]
"""Name, pattern of whole tokens, meaning."""
_FRAME = ("special", "|".join(map(re.escape, SPECIAL_TOKENS)), "padding, end, not in data")
_INTEGERS = ("sign of an integer", r"INT[+-]", "its digits follow, the first one first")
_DIGITS = ("digit", r"\d", "of a number, in base 10")
_FLOATS = ("sign of a decimal number", r"FLOAT[+-]", "`FLOAT+ 1 . 2 5 10^ INT- 3` is 0.00125")
_FLOAT_PARTS = ("part of a decimal number", r"\.|10\^", "decimal point; the exponent follows")
_NUMBERS = (_INTEGERS, _FLOATS, _FLOAT_PARTS, _DIGITS)
_COORDINATES = ("variable", r"x\d+", "states, then controls, then time")
_OPERATORS = r"[-+*/^]"
_FUNCTIONS = r"sqrt|exp|ln|sin|cos|tan|asin|acos|atan"
_IMAGINARY = ("imaginary unit", "I", "i")
_EXPRESSIONS: tuple[Rule, ...] = (
    ("constant", "pi|E", "π and e"),
    ("variable", "[xyzt]", "data have x only"),
    ("coefficient", r"a\d", "a8 and a9 are the constants of solutions"),
    ("binary operator", "add|sub|mul|div|pow|rac", "before both operands; `rac a n` is the root"),
    ("shorthand", r"inv|sqrt|pow\d", "1/u, root and powers; before the operand"),
    ("unknown function", r"Y'*|[fgh]|derivative", "`Y`, `Y'` and `Y''` are y, y' and y''"),
    _IMAGINARY,
    _INTEGERS,
    _DIGITS,
    ("unused in data", r"INT|FLOAT|-|\.|10\^", "published words"),
    ("function", r"[a-z]+", "before its argument"),
)
_SYSTEMS: tuple[Rule, ...] = (
    ("separator", "<SPECIAL_3>", "before every equation"),
    ("separator of an answer", r"<SPECIAL_[456]>", "ends a row, ends an entry, begins a matrix"),
    _COORDINATES,
    ("operator", _OPERATORS, "before both operands"),
    ("function", _FUNCTIONS, "before its argument"),
    _IMAGINARY,
    *_NUMBERS,
)
_PDE: tuple[Rule, ...] = (
    ("separator", "<SPECIAL_3>", "before operator and initial condition, and within answers"),
    ("separator of an interval", r"<SPECIAL_[45]>", "ends an interval, stands between its ends"),
    ("infinity", r"<SPECIAL_[78]>", "-∞ and ∞ as ends of an interval"),
    ("variable", r"x\d+", "in the operator the derivative by x, then the coordinate"),
    ("operator", _OPERATORS, "before both operands"),
    ("function", r"exp|sin|delta0", "of the initial condition, before its argument"),
    _IMAGINARY,
    *_NUMBERS,
)
_MATRICES: tuple[Rule, ...] = (
    ("operation", "[TADMEFI]", "what is asked; stands before problem and answer"),
    ("dimension", r"V\d+", "number of rows, then of columns; the numbers follow row by row"),
    ("sign", "[+-]", "of the number that follows"),
    ("number", r"N-?\d+e\d+", "`N314e7` is 3.14: three digits, then the exponent plus 7"),
    ("overflow", "-?NaN", "a number of 9.995e8 or more, or minus that"),
    ("signed digits of a number", r"N-?\d+", "`N314 E-2` is 3.14"),
    ("digits of a number", r"\d+", "an integer; the power of ten follows"),
    ("power of ten", r"E-?\d+", "`E-2` is one hundredth"),
)
_NETWORKS: tuple[Rule, ...] = (
    ("vertex", r"N\d+", "0 is the intake, n + 1 the excretion; also counts and yes or no"),
    ("coefficient", r"W\d+", "of the edge before it"),
    ("separator", "<SPECIAL_3>", "before every level"),
    *_NUMBERS,
)
RULES: Mapping[str, tuple[Rule, ...]] = {
    "integration": _EXPRESSIONS,
    "ode": _EXPRESSIONS,
    "differential_systems": _SYSTEMS,
    "differential_systems/pde": _PDE,
    "linear_algebra": _MATRICES,
    "metabolic_networks": _NETWORKS,
}
"""By task or data set; the first pattern that a token matches counts."""


def token_kinds(task: Task) -> list[TokenKind]:
    """Return the tokens of a task's vocabulary by kind; those without a rule are "others"."""
    rules = [_FRAME, *(RULES.get(task.name) or RULES.get(task.dataset) or ())]
    compiled = [(name, re.compile(pattern), meaning) for name, pattern, meaning in rules]
    found: dict[str, list[str]] = {name: [] for name in [*(rule[0] for rule in rules), "others"]}
    for token in task.vocabulary.tokens:
        name = next((n for n, pattern, _ in compiled if pattern.fullmatch(token)), "others")
        found[name].append(token)
    meanings = {name: meaning for name, _, meaning in rules}
    return [
        TokenKind(name, tokens, meanings.get(name, "")) for name, tokens in found.items() if tokens
    ]
