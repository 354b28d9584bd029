"""Formulas that people type, in the words of the systems' vocabulary (arXiv 2006.06462).

The vocabulary has `+ - * /`, `sqrt exp ln sin cos tan asin acos atan`, variables and integers. What
it lacks is expressed by what it has: powers as products, decimals as fractions, pi as `acos -1`,
hyperbolic functions by exponentials.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from hf_mathseq.encodings.integers import MAX_DIGITS, write_integer
from hf_mathseq.symbolic.infix_parser import Parser
from hf_mathseq.symbolic.infix_tokens import tokenize
from hf_mathseq.symbolic.infix_words import Tree, rational
from hf_mathseq.verdict import ProblemError

Words = tuple[str, ...]

MAX_EXPONENT = 64
"""Largest whole power: it is written as that many factors."""
MAX_WORDS = 4_000
"""Longest formula in words; a model reads a few hundred."""

_ARITHMETIC = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
_PUBLISHED = ("sqrt", "exp", "ln", "sin", "cos", "tan", "asin", "acos", "atan")
_CONSTANTS: dict[str, Words] = {"pi": ("acos", "INT-", "1"), "E": ("exp", "INT+", "1")}

# Function -> its words, with `u` for the argument.
_FORMS = {
    **{name: f"{name} u" for name in _PUBLISHED},
    "abs": "sqrt * u u",
    "cot": "/ cos u sin u",
    "sec": "/ INT+ 1 cos u",
    "csc": "/ INT+ 1 sin u",
    "acot": "atan / INT+ 1 u",
    "asec": "acos / INT+ 1 u",
    "acsc": "asin / INT+ 1 u",
    "sinh": "/ - exp u exp * INT- 1 u INT+ 2",
    "cosh": "/ + exp u exp * INT- 1 u INT+ 2",
    "tanh": "- INT+ 1 / INT+ 2 + exp * INT+ 2 u INT+ 1",
    "coth": "+ INT+ 1 / INT+ 2 - exp * INT+ 2 u INT+ 1",
    "sech": "/ INT+ 2 + exp u exp * INT- 1 u",
    "csch": "/ INT+ 2 - exp u exp * INT- 1 u",
    "asinh": "ln + u sqrt + * u u INT+ 1",
    "acosh": "ln + u sqrt - * u u INT+ 1",
    "atanh": "/ ln / + INT+ 1 u - INT+ 1 u INT+ 2",
    "acoth": "/ ln / + u INT+ 1 - u INT+ 1 INT+ 2",
    "asech": "ln / + INT+ 1 sqrt - INT+ 1 * u u u",
    "acsch": "ln + / INT+ 1 u sqrt + / INT+ 1 * u u INT+ 1",
}


def formula_words(text: str, names: Mapping[str, Words]) -> Words:
    """Return the words of a typed formula.

    Args:
        text: See `symbolic.infix` for what is understood.
        names: What each name stands for: a variable's word, or the words of a parameter.

    Raises:
        ProblemError: The text cannot be read or expressed, or is too long.
    """
    known = tuple(names)
    places = {name: f"x{i}" for i, name in enumerate(known)}
    tokens = [
        token._replace(value=places[str(token.value)]) if token.kind == "symbol" else token
        for token in tokenize(text, known)
    ]
    return tree_words(Parser(tokens).parse(), {places[name]: names[name] for name in known})


def number_words(value: Fraction) -> Words:
    """Return the words of a number, e.g. `/ INT+ 1 INT+ 2`.

    Raises:
        ProblemError: Above or below the line stand more than 1,000 digits.
    """
    if max(abs(value.numerator), value.denominator) >= 10**MAX_DIGITS:
        raise ProblemError(f"a number has more than {MAX_DIGITS} digits")
    return tree_words(rational(value), {})


def tree_words(tree: Tree, names: Mapping[str, Words]) -> Words:
    """Return the words of a tree, without recursion; see `formula_words`."""
    done: list[Words] = []
    waiting: list[tuple[Tree, bool]] = [(tree, False)]
    while waiting:
        node, operands_done = waiting.pop()
        if not isinstance(node, tuple):
            done.append(_leaf(node, names))
        elif node[0] == "pow":
            _push_power(node, operands_done, waiting, done)
        elif operands_done:
            count = len(node) - 1
            operands = done[-count:]
            done[-count:] = [_applied(node[0], *operands)]
        else:
            waiting += [(node, True), *((arg, False) for arg in reversed(node[1:]))]
        if done and len(done[-1]) > MAX_WORDS:
            raise ProblemError(f"a formula takes more than {MAX_WORDS} words")
    return done[0]


def _leaf(node: int | str, names: Mapping[str, Words]) -> Words:
    if isinstance(node, int):
        return tuple(write_integer(node))
    return names[node] if node in names else _CONSTANTS[node]


def _applied(name: str, *operands: Words) -> Words:
    if name in _ARITHMETIC:
        return (_ARITHMETIC[name], *operands[0], *operands[1])
    if name == "rac":
        return _general_power(operands[0], ("/", "INT+", "1", *operands[1]))
    if name not in _FORMS:
        allowed = ", ".join(_FORMS)
        raise ProblemError(f"{name!r} cannot be written in a system; functions: {allowed}")
    words: list[str] = []
    for word in _FORMS[name].split():
        words += operands[0] if word == "u" else (word,)
    return tuple(words)


def _push_power(
    node: tuple[Tree, ...],
    operands_done: bool,
    waiting: list[tuple[Tree, bool]],
    done: list[Words],
) -> None:
    """Take one step of base^exponent: a constant rational exponent is not written itself."""
    exponent = _rational_value(node[2])
    write = _written_power(exponent)
    if not operands_done:
        operands = node[1:] if write is None else node[1:2]
        waiting += [(node, True), *((arg, False) for arg in reversed(operands))]
    elif write is None:
        exponent_words = done.pop()
        done.append(_general_power(done.pop(), exponent_words))
    else:
        done.append(write(done.pop()))


def _rational_value(tree: Tree) -> Fraction | None:
    """Return the exponent's value where it is typed as a number or a fraction of integers."""
    if isinstance(tree, int):
        return Fraction(tree)
    if isinstance(tree, tuple) and tree[0] == "div" and all(isinstance(n, int) for n in tree[1:]):
        return Fraction(tree[1], tree[2]) if tree[2] else None
    if isinstance(tree, tuple) and tree[:2] == ("mul", -1):
        positive = _rational_value(tree[2])
        return None if positive is None else -positive
    return None


def _written_power(exponent: Fraction | None) -> Callable[[Words], Words] | None:
    """Return how to write a whole or half-whole power; None for any other exponent."""
    if exponent is None or exponent.denominator > 2:
        return None
    whole, half = divmod(abs(exponent), 1)
    if whole > MAX_EXPONENT:
        raise ProblemError(f"a power of {str(exponent)[:20]} is too large; at most {MAX_EXPONENT}")
    inverse: Words = ("/", "INT+", "1") if exponent < 0 else ()

    def write(base: Words) -> Words:
        factors = [base] * int(whole) + [("sqrt", *base)] * bool(half)
        if not factors:
            return ("INT+", "1")
        return (
            *inverse,
            *(word for factor in factors[:-1] for word in ("*", *factor)),
            *factors[-1],
        )

    return write


def _general_power(base: Words, exponent: Words) -> Words:
    return ("exp", "*", *exponent, "ln", *base)
