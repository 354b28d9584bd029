"""Formulas that people type, as trees in the words of the systems' vocabulary (arXiv 2006.06462).

The vocabulary has `+ - * /`, `sqrt exp ln sin cos tan asin acos atan`, variables and integers. What
it lacks is expressed by what it has: powers as products, decimals as fractions, pi as `acos -1`,
hyperbolic functions by exponentials.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hf_mathseq.encodings.integers import MAX_DIGITS
from hf_mathseq.symbolic.infix_parser import Parser
from hf_mathseq.symbolic.infix_tokens import tokenize
from hf_mathseq.symbolic.infix_words import Tree as TypedTree
from hf_mathseq.symbolic.infix_words import rational
from hf_mathseq.systems.own_exponents import rational_value, written_power
from hf_mathseq.systems.words import UNARY, Tree
from hf_mathseq.verdict import ProblemError

MAX_NODES = 4_000
"""Longest formula; a model reads a few hundred words."""

_ARITHMETIC = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
_CONSTANTS: dict[str, Tree] = {"pi": ("acos", -1), "E": ("exp", 1)}

# Function -> its tree, with `u` for the argument.
_FORMS = {
    **{name: f"{name} u" for name in UNARY},
    "abs": "sqrt * u u",
    "cot": "/ cos u sin u",
    "sec": "/ 1 cos u",
    "csc": "/ 1 sin u",
    "acot": "atan / 1 u",
    "asec": "acos / 1 u",
    "acsc": "asin / 1 u",
    "sinh": "/ - exp u exp * -1 u 2",
    "cosh": "/ + exp u exp * -1 u 2",
    "tanh": "- 1 / 2 + exp * 2 u 1",
    "coth": "+ 1 / 2 - exp * 2 u 1",
    "sech": "/ 2 + exp u exp * -1 u",
    "csch": "/ 2 - exp u exp * -1 u",
    "asinh": "ln + u sqrt + * u u 1",
    "acosh": "ln + u sqrt - * u u 1",
    "atanh": "/ ln / + 1 u - 1 u 2",
    "acoth": "/ ln / + u 1 - u 1 2",
    "asech": "ln / + 1 sqrt - 1 * u u u",
    "acsch": "ln + / 1 u sqrt + / 1 * u u 1",
}


def formula_tree(text: str, names: Mapping[str, Tree]) -> Tree:
    """Return the tree of a typed formula.

    Args:
        text: See `symbolic.infix` for what is understood.
        names: What each name stands for: a variable, or the tree of a parameter.

    Raises:
        ProblemError: The text cannot be read or expressed, or is too long.
    """
    known = tuple(names)
    places = {name: f"x{i}" for i, name in enumerate(known)}
    tokens = [
        token._replace(value=places[str(token.value)]) if token.kind == "symbol" else token
        for token in tokenize(text, known)
    ]
    return tree_of(Parser(tokens).parse(), {places[name]: names[name] for name in known})


def number_tree(value: Fraction) -> Tree:
    """Return the tree of a number, e.g. `/ 1 2`.

    Raises:
        ProblemError: Above or below the line stand more than 1,000 digits.
    """
    if max(abs(value.numerator), value.denominator) >= 10**MAX_DIGITS:
        raise ProblemError(f"a number has more than {MAX_DIGITS} digits")
    return tree_of(rational(value), {})


def tree_of(typed: TypedTree, names: Mapping[str, Tree]) -> Tree:
    """Return the published tree of a typed one, without recursion; see `formula_tree`."""
    done: list[Tree] = []
    waiting: list[tuple[TypedTree, bool]] = [(typed, False)]
    while waiting:
        node, operands_done = waiting.pop()
        if not isinstance(node, tuple):
            done.append(_leaf(node, names))
        elif node[0] == "pow":
            _push_power(node, rational_value(node[2], names), operands_done, waiting, done)
        elif operands_done:
            count = len(node) - 1
            operands = done[-count:]
            done[-count:] = [_applied(node[0], *operands)]
        else:
            waiting += [(node, True), *((arg, False) for arg in reversed(node[1:]))]
        if done and len(done[-1]) > MAX_NODES:
            raise ProblemError(f"a formula takes more than {MAX_NODES} words")
    return done[0]


def _leaf(node: int | str, names: Mapping[str, Tree]) -> Tree:
    if isinstance(node, int):
        return (node,)
    return names[node] if node in names else _CONSTANTS[node]


def _applied(name: str, *operands: Tree) -> Tree:
    if name == "mul" and operands[0] == (-1,) and _is_fraction(operands[1]):
        return ("/", -int(operands[1][1]), *operands[1][2:])
    if name in _ARITHMETIC:
        return (_ARITHMETIC[name], *operands[0], *operands[1])
    if name == "rac":
        return _general_power(operands[0], ("/", 1, *operands[1]))
    if name not in _FORMS:
        allowed = ", ".join(_FORMS)
        raise ProblemError(f"{name!r} cannot be written in a system; functions: {allowed}")
    nodes: list[str | int] = []
    for node in _FORMS[name].split():
        if node == "u":
            nodes += operands[0]
        else:
            nodes.append(int(node) if node.lstrip("-").isdecimal() else node)
    return tuple(nodes)


def _is_fraction(tree: Tree) -> bool:
    """Whether a tree is a quotient with an integer above the line."""
    return tree[0] == "/" and isinstance(tree[1], int)


def _push_power(
    node: tuple[TypedTree, ...],
    exponent: Fraction | None,
    operands_done: bool,
    waiting: list[tuple[TypedTree, bool]],
    done: list[Tree],
) -> None:
    """Take one step of base^exponent: a constant rational exponent is not written itself."""
    write = written_power(exponent)
    if not operands_done:
        operands = node[1:] if write is None else node[1:2]
        waiting += [(node, True), *((arg, False) for arg in reversed(operands))]
    elif write is None:
        exponent_tree = done.pop()
        done.append(_general_power(done.pop(), exponent_tree))
    else:
        done.append(write(done.pop()))


def _general_power(base: Tree, exponent: Tree) -> Tree:
    return ("exp", "*", *exponent, "ln", *base)
