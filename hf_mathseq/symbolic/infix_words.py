"""From the tree of a typed expression to published prefix words.

A product is written as one chain, numbers first and from the right, with the parts of its
denominator as inverses: `2*(x + 1)*sin(x)` must not be read as `(2*x + 2)*sin(x)`, which is what
multiplying from the left gives in the published normal form.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.symbolic.infix_names import INVERSES

Tree = int | str | tuple[Any, ...]
"""An integer, a word, or an operator with its operands."""


def rational(value: Fraction) -> Tree:
    """Return the tree of a number."""
    if value.denominator == 1:
        return value.numerator
    return ("div", value.numerator, value.denominator)


def leaf(value: str | Fraction) -> Tree:
    """Return the tree of a number or of a name."""
    return value if isinstance(value, str) else rational(value)


def negated(tree: Tree) -> Tree:
    """Return the tree of -tree."""
    return -tree if isinstance(tree, int) else ("mul", -1, tree)


def root(tree: Tree, index: int) -> Tree:
    """Return the tree of a root."""
    return ("sqrt", tree) if index == 2 else ("pow", tree, ("div", 1, index))


def combined(name: str, left: Tree, right: Tree) -> Tree:
    """Return the tree of a binary operation; powers of e are exponentials."""
    return ("exp", right) if name == "pow" and left == "E" else (name, left, right)


def called(name: str, argument: Tree, power: int | None) -> Tree:
    """Return the tree of a function, perhaps with a power behind its name."""
    if power == -1 and name in INVERSES:
        return (INVERSES[name], argument)
    if name == "cbrt":
        value = root(argument, 3)
    elif name.startswith("log "):
        value = ("div", ("ln", argument), ("ln", int(name.removeprefix("log "))))
    else:
        value = (name, argument)
    return value if power is None else ("pow", value, power)


def write_tree(tree: Tree) -> list[str]:
    """Write a tree in prefix order, without recursion."""
    words: list[str] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, int):
            words += write_integer(node)
        elif isinstance(node, str):
            words.append(node)
        else:
            stack += reversed(_product(node) if node[0] in ("mul", "div") else node)
    return words


def _product(tree: Tree) -> list[Tree]:
    """Return words and factors of a product in prefix order."""
    above, below = _factors(tree)
    above = [factor for factor in above if factor != 1] or [1]
    if len(above) == len(below) == 1:
        return ["div", above[0], below[0]]
    numbers = [factor for factor in above if isinstance(factor, int)]
    others = [factor for factor in above if not isinstance(factor, int)]
    divisors = sorted(below, key=lambda factor: not isinstance(factor, int))
    whole = sum(isinstance(factor, int) for factor in below)
    inverses: list[Tree] = [("inv", factor) for factor in divisors]
    if numbers == [1] and below:
        numbers = []
    factors = [*numbers, *inverses[:whole], *others, *inverses[whole:]]
    return [part for factor in factors[:-1] for part in ("mul", factor)] + [factors[-1]]


def _factors(tree: Tree) -> tuple[list[Tree], list[Tree]]:
    """Return the factors above and below the fraction line, in reading order.

    A fraction below the line stays one: what it divides by may be 0.
    """
    sides: tuple[list[Tree], list[Tree]] = ([], [])
    stack = [(tree, 0)]
    while stack:
        node, side = stack.pop()
        if isinstance(node, tuple) and node[0] in ("mul", "div")[: 2 - side]:
            stack.append((node[2], side ^ (node[0] == "div")))
            stack.append((node[1], side))
        else:
            sides[side].append(node)
    return sides
