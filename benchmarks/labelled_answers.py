"""Answers to integration problems that are known to be right or wrong, made from right ones.

Right: the antiderivative itself, plus a constant, and with one part rewritten by an identity that
the normal form does not undo. Wrong: one small damage (a sign, a digit, an operator, a dropped
operand) or a factor close to 1. Damage that happens to leave an antiderivative is recognised
without derivatives: the difference to the right answer is the same at neighbouring points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from hf_mathseq.encodings.integers import NEGATIVE, POSITIVE, read_integer, write_integer
from hf_mathseq.encodings.prefix import ARITY
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix
from hf_mathseq.symbolic.numeric import Evaluation, evaluate, precise_point
from hf_mathseq.symbolic.numeric_backends import precise

Tree = int | str | list[Any]
Maker = Callable[[Tree, np.random.Generator], Tree | None]

SWAPS = {
    **{"sin": "cos", "cos": "sin", "tan": "tanh", "tanh": "tan", "exp": "sinh", "ln": "sqrt"},
    **{"asin": "asinh", "asinh": "acosh", "acosh": "asinh", "atan": "atanh", "atanh": "atan"},
    **{"sinh": "cosh", "cosh": "sinh", "acos": "asin", "sqrt": "exp", "add": "mul", "mul": "add"},
}
CONSTANTS: list[Tree] = [3, -7, "pi", ["div", 22, 7], ["sqrt", 2], ["exp", 5], ["ln", 3]]
CLUSTERS = np.array([-5.31, -1.73, -0.61, 0.37, 0.83, 2.17, 6.41])
DIGITS = 200
ENOUGH_CLUSTERS = 4


def to_tree(words: list[str]) -> Tree:
    """Return the tree of complete prefix words."""
    tree, _ = _read(words, 0)
    return tree


def _read(words: list[str], at: int) -> tuple[Tree, int]:
    word = words[at]
    if word in (POSITIVE, NEGATIVE):
        return read_integer(words, at)
    if word not in ARITY:
        return word, at + 1
    tree: list[Any] = [word]
    at += 1
    for _ in range(ARITY[word]):
        operand, at = _read(words, at)
        tree.append(operand)
    return tree, at


def to_words(tree: Tree) -> list[str]:
    """Return the prefix words of a tree."""
    if isinstance(tree, int):
        return write_integer(tree)
    if isinstance(tree, str):
        return [tree]
    return [tree[0], *(word for operand in tree[1:] for word in to_words(operand))]


def _parts(tree: Tree, at: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Tree]]:
    yield at, tree
    if isinstance(tree, list):
        for i, operand in enumerate(tree[1:], start=1):
            yield from _parts(operand, (*at, i))


def _replaced(tree: Tree, at: tuple[int, ...], part: Tree) -> Tree:
    if not at or not isinstance(tree, list):
        return part
    i, *rest = at
    return [*tree[:i], _replaced(tree[i], tuple(rest), part), *tree[i + 1 :]]


def _somewhere(
    tree: Tree, rng: np.random.Generator, change: Callable[[Tree], Tree | None]
) -> Tree | None:
    """Return the tree with one random part changed, where `change` applies."""
    parts = list(_parts(tree))
    for k in rng.permutation(len(parts)):
        at, part = parts[k]
        changed = change(part)
        if changed is not None:
            return _replaced(tree, at, changed)
    return None


# ------------------------------------------------------------------ right answers


def plus_constant(tree: Tree, rng: np.random.Generator) -> Tree:
    """Return the tree plus a constant."""
    return ["add", CONSTANTS[rng.integers(len(CONSTANTS))], tree]


def _identity(part: Tree) -> Tree | None:
    if not isinstance(part, list):
        return None
    name, u = part[0], part[1]
    half = ["div", u, 2]
    identities: dict[str, Tree] = {
        "sin": ["mul", 2, ["mul", ["sin", half], ["cos", half]]],
        "cos": ["sub", 1, ["mul", 2, ["pow", ["sin", half], 2]]],
        "tan": ["div", ["sin", ["mul", 2, u]], ["add", 1, ["cos", ["mul", 2, u]]]],
        "exp": ["add", ["cosh", u], ["sinh", u]],
        "ln": ["mul", 2, ["ln", ["sqrt", u]]],
        "sinh": ["div", ["sub", ["exp", u], ["exp", ["mul", -1, u]]], 2],
        "cosh": ["div", ["add", ["exp", u], ["exp", ["mul", -1, u]]], 2],
        "tanh": ["sub", 1, ["div", 2, ["add", 1, ["exp", ["mul", 2, u]]]]],
        "asin": ["sub", ["div", "pi", 2], ["acos", u]],
        "acos": ["sub", ["div", "pi", 2], ["asin", u]],
        "atan": ["asin", ["div", u, ["sqrt", ["add", 1, ["pow", u, 2]]]]],
        "asinh": ["ln", ["add", u, ["sqrt", ["add", ["pow", u, 2], 1]]]],
        "acosh": ["ln", ["add", u, ["sqrt", ["sub", ["pow", u, 2], 1]]]],
        "atanh": ["div", ["ln", ["div", ["add", 1, u], ["sub", 1, u]]], 2],
        "abs": ["sqrt", ["pow", u, 2]],
        "sqrt": ["exp", ["div", ["ln", u], 2]],
    }
    if name == "mul":
        return ["div", ["sub", ["pow", ["add", u, part[2]], 2], ["add", ["pow", u, 2],
                ["pow", part[2], 2]]], 2]  # fmt: skip
    if name == "add":
        return ["div", ["add", ["mul", "x", u], ["mul", "x", part[2]]], "x"]
    return identities.get(name)


def rewritten(tree: Tree, rng: np.random.Generator) -> Tree | None:
    """Return the tree with one part replaced by an equal one."""
    return _somewhere(tree, rng, _identity)


# ------------------------------------------------------------------ wrong answers


def wrong_sign(tree: Tree, rng: np.random.Generator) -> Tree | None:
    """Return the tree with one part negated."""
    return _somewhere(tree, rng, lambda part: -part if isinstance(part, int) else ["mul", -1, part])


def wrong_digit(tree: Tree, rng: np.random.Generator) -> Tree | None:
    """Return the tree with one integer off by one."""
    step = int(rng.choice([-1, 1]))
    return _somewhere(tree, rng, lambda part: part + step if isinstance(part, int) else None)


def wrong_operator(tree: Tree, rng: np.random.Generator) -> Tree | None:
    """Return the tree with one operator exchanged for a similar one."""

    def swapped(part: Tree) -> Tree | None:
        known = isinstance(part, list) and part[0] in SWAPS
        return [SWAPS[part[0]], *part[1:]] if known else None  # type: ignore[index]

    return _somewhere(tree, rng, swapped)


def dropped(tree: Tree, rng: np.random.Generator) -> Tree | None:
    """Return the tree without one summand or factor."""
    keep = int(rng.integers(1, 3))
    binary = ("add", "mul", "pow")
    return _somewhere(
        tree, rng, lambda part: part[keep] if isinstance(part, list) and part[0] in binary else None
    )


def nearly(digits: int) -> Maker:
    """Return a maker that multiplies one part by 1 + 10^-digits."""
    factor: Tree = ["div", 10**digits + 1, 10**digits]
    return lambda tree, rng: _somewhere(tree, rng, lambda part: ["mul", factor, part])


RIGHT: dict[str, Maker] = {
    "reference": lambda tree, rng: tree,
    "plus a constant": plus_constant,
    "rewritten": rewritten,
    "rewritten twice": lambda tree, rng: rewritten(rewritten(tree, rng) or tree, rng),
}
WRONG: dict[str, Maker] = {
    "sign": wrong_sign,
    "digit": wrong_digit,
    "operator": wrong_operator,
    "operand dropped": dropped,
    "factor 1 + 10^-6": nearly(6),
    "factor 1 + 10^-30": nearly(30),
}


# ------------------------------------------------------------------ labels


def differs_by_constants(answer: Expr, right: Expr) -> bool | None:
    """Return whether answer - right is constant around every point where both are real.

    None where there are no points to tell.
    """
    backend = precise(DIGITS)
    step = backend.number(Fraction(1, 1000))
    seen = 0
    for centre in CLUSTERS:
        around = centre + np.array([0.0, 0.001, 0.002])
        if not (np.isfinite(evaluate(answer, around)) & np.isfinite(evaluate(right, around))).all():
            continue
        values = []
        for k in range(3):
            run = Evaluation(backend, precise_point(backend, float(centre)) + k * step)
            values.append(run.value(answer) - run.value(right))
        scale = max(abs(run.value(answer)), abs(run.value(right)), 1)
        if max(abs(values[1] - values[0]), abs(values[2] - values[0])) > scale / 10**60:
            return False
        seen += 1
        if seen == ENOUGH_CLUSTERS:
            break
    return True if seen >= 2 else None


def label(words: list[str], right: Expr, made_right: bool) -> str:
    """Return "right", "wrong" or "unknown" for the words of a made answer.

    What was made to be right is right: the identities hold wherever both sides are real.
    """
    if made_right:
        return "right"
    try:
        constant = differs_by_constants(read_prefix(words), right)
    except ExpressionError:
        return "unreadable"
    return {True: "right", False: "wrong", None: "unknown"}[constant]
