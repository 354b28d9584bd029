"""Points at which a system is looked at: one exact constant for each coordinate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from numbers import Rational, Real
from typing import Any

import numpy as np

from hf_mathseq.systems.own_formulas import formula_tree, number_tree
from hf_mathseq.systems.own_text import NAME, normal_form
from hf_mathseq.systems.words import Tree
from hf_mathseq.verdict import ProblemError

ZERO: Tree = (0,)

_NAMED = re.compile(rf"({NAME}'*)\s*=(.*)", re.DOTALL)


def point_trees(
    given: Any, names: Sequence[str], optional: int, parameters: Mapping[str, Tree]
) -> tuple[Tree, ...]:
    """Return the trees of a point's coordinates.

    Args:
        given: A number for all coordinates, a sequence, a mapping from names, or text such as
            `(0, pi)` or `x = 0, y = pi`. Coordinates are real numbers or text like `sqrt(2)`.
        names: The coordinates' names, states before controls.
        optional: How many of the last ones may be left out; they are 0 then.
        parameters: What other names stand for.

    Raises:
        ProblemError: The wrong number of coordinates, unknown names, or not real numbers.
    """
    if isinstance(given, str):
        given = _from_text(normal_form(given))
    if isinstance(given, Mapping):
        return _from_mapping(given, names, optional, parameters)
    if hasattr(given, "tolist"):
        given = given.tolist()
    if isinstance(given, (list, tuple)):
        required = len(names) - optional
        if len(given) not in (required, len(names)):
            allowed = f"{required}" + (f" or {len(names)}" if optional else "")
            raise ProblemError(
                f"the point has {len(given)} coordinates, not {allowed}: {', '.join(names)}"
            )
        coordinates = tuple(coordinate_tree(value, parameters) for value in given)
        return coordinates + (ZERO,) * (len(names) - len(given))
    return (coordinate_tree(given, parameters),) * len(names)


def coordinate_tree(value: Any, parameters: Mapping[str, Tree]) -> Tree:
    """Return the tree of one constant: a real number or text such as `pi/2`.

    Raises:
        ProblemError: Not a finite real number, or text that cannot be read.
    """
    if isinstance(value, str):
        return formula_tree(value, parameters)
    return number_tree(real_number(value))


def real_number(value: Any) -> Fraction:
    """Return a number exactly as its decimals say.

    Raises:
        ProblemError: Not a finite real number.
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise ProblemError(f"a coordinate or coefficient is no real number: {str(value)[:40]!r}")
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if not np.isfinite(float(value)):
        raise ProblemError("a coordinate or coefficient is NaN or infinite")
    return Fraction(str(value))


def _from_mapping(
    given: Mapping[str, Any],
    names: Sequence[str],
    optional: int,
    parameters: Mapping[str, Tree],
) -> tuple[Tree, ...]:
    unknown = [name for name in given if name not in names]
    required = names[: len(names) - optional]
    missing = [name for name in required if name not in given]
    if unknown or missing:
        wrong = f"has no coordinate {missing[0]!r}" if missing else f"names {unknown[0]!r}"
        raise ProblemError(f"the point {wrong}; the coordinates are {', '.join(names)}")
    return tuple(
        coordinate_tree(given[name], parameters) if name in given else ZERO for name in names
    )


def _from_text(text: str) -> list[str] | dict[str, str]:
    if text.count("(") != text.count(")"):
        raise ProblemError(f"a bracket of the point {text.strip()[:40]!r} is never closed")
    parts = _at_commas(text.strip())
    named = [_NAMED.fullmatch(part) for part in parts]
    if all(named):
        return {match[1]: match[2] for match in named if match}
    if len(parts) == 1 and parts[0][:1] in ("(", "[") and parts[0][-1] in (")", "]"):
        parts = _at_commas(parts[0][1:-1])
    return parts


def _at_commas(text: str) -> list[str]:
    """Return the parts between commas, or semicolons, that stand outside of brackets."""
    depth, parts = 0, [""]
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character in ",;" and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
