"""Answers to differential equations that are known to be right or wrong, made from right ones.

Right: the solution itself, with one part rewritten by an identity, with its constants of
integration renamed (2*a8, a8 + 1, exp(a8), tan(a8)). Wrong: one small damage (a sign, a digit, an
operator, a dropped operand) or a factor close to 1. Too few constants: one of them replaced by a
number or by the other. What an answer really is is decided without the verifier, which forms
derivatives: by quotients of differences with many digits, at points of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from labelled_answers import RIGHT as SAME
from labelled_answers import WRONG, Maker, Tree

from hf_mathseq.symbolic.expression import Expr, read_prefix
from hf_mathseq.symbolic.nodes import X, symbol
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL, precise

CONSTANTS = ("a8", "a9")
UNKNOWNS = tuple(read_prefix([word]) for word in ("Y", "Y'", "Y''"))
DIGITS = 240
STEP = 50
"""Steps are 10^-STEP; second differences then have some DIGITS - 2 STEP digits, and errors of
10^(-2 STEP) relatively."""
ZERO = 80
"""Residuals and determinants below 10^-ZERO of their terms are zeros."""
TRIED, ENOUGH = 240, 4
"""Points that are looked at for real values, and points that are decided."""

Point = dict[Expr, Any]


def renamed(name: str, make: Any) -> Maker:
    """Return a maker that replaces a constant of integration wherever it stands."""

    def maker(tree: Tree, rng: np.random.Generator) -> Tree | None:
        changed = _with(tree, name, make(name))
        return None if changed == tree else changed

    return maker


def _with(tree: Tree, name: str, part: Tree) -> Tree:
    if tree == name:
        return part
    if isinstance(tree, list):
        return [tree[0], *(_with(operand, name, part) for operand in tree[1:])]
    return tree


def makers(order: int) -> dict[str, Maker]:
    """Return all makers of answers, by name."""
    found = {name: maker for name, maker in SAME.items() if name != "plus a constant"}
    for name in CONSTANTS[:order]:
        found[f"{name} -> 2 {name}"] = renamed(name, lambda a: ["mul", 2, a])
        found[f"{name} -> {name} + 1"] = renamed(name, lambda a: ["add", a, 1])
        found[f"{name} -> exp({name})"] = renamed(name, lambda a: ["exp", a])
        found[f"{name} -> tan({name})"] = renamed(name, lambda a: ["tan", a])
        found[f"{name} -> 1"] = renamed(name, lambda a: 1)
        found[f"{name} -> 0"] = renamed(name, lambda a: 0)
    if order == 2:
        found["a9 -> a8"] = renamed("a9", lambda a: "a8")
    return found | WRONG


def label(equation: Expr, solution: Expr, order: int) -> str:
    """Return what an answer is: "general", "particular", "wrong" or "unknown".

    "general" holds at one of the points that can be decided, or more, and has independent constants
    there; "particular" holds, but they are not independent; "wrong" holds at none of them.
    """
    outcomes = list(_outcomes(equation, solution, order))
    if len(outcomes) < ENOUGH:
        return "unknown"
    if not any(holds for holds, _ in outcomes):
        return "wrong"
    holding = [independent for holds, independent in outcomes if holds]
    if len(holding) < 2:
        return "unknown"
    return "general" if any(holding) else "particular"


def _outcomes(equation: Expr, solution: Expr, order: int) -> Iterator[tuple[bool, bool]]:
    """Yield for some points whether the equation holds and the constants are independent."""
    found = 0
    for point in _real_points(equation, solution):
        try:
            outcome = _outcome(equation, solution, order, point)
        except (ArithmeticError, ValueError):
            continue
        yield outcome
        found += 1
        if found == 3 * ENOUGH:
            return


def _real_points(equation: Expr, solution: Expr) -> Iterator[dict[str, float]]:
    rng = np.random.default_rng(7)
    names = ("x", *CONSTANTS)
    signs, sizes = rng.choice([-1.0, 1.0], (3, TRIED)), 10 ** rng.uniform(-0.5, 0.3, (3, TRIED))
    sizes[1:] **= 4  # constants reach further than x, where small terms would look like zeros
    values = dict(zip(names, signs * sizes, strict=True))
    with np.errstate(all="ignore"):
        run = Evaluation(REAL, {symbol(name): value for name, value in values.items()})
        real = np.broadcast_to(run.finite(run.value(solution)), (TRIED,))
    for at in np.flatnonzero(real):
        yield {name: float(value[at]) for name, value in values.items()}


def _outcome(
    equation: Expr, solution: Expr, order: int, point: dict[str, float]
) -> tuple[bool, bool]:
    backend = precise(DIGITS)
    exact = {name: backend.number(Fraction(value)) for name, value in point.items()}
    step = backend.number(Fraction(1, 10**STEP))

    def value(**moves: int) -> Any:
        moved = {symbol(n): v + moves.get(n, 0) * step for n, v in exact.items()}
        found = Evaluation(backend, moved).value(solution)
        return found if not hasattr(found, "imag") or found.imag == 0 else _complex(found)

    here, after, before = value(), value(x=1), value(x=-1)
    slopes = [here, (after - before) / (2 * step), (after - 2 * here + before) / step**2]
    bound = {X: exact["x"], **dict(zip(UNKNOWNS, slopes[: order + 1], strict=False))}
    holds = _vanishes(equation, Evaluation(backend, bound), backend, max(map(abs, slopes)))
    columns = []
    for name in CONSTANTS[:order]:
        up, down = value(**{name: 1}), value(**{name: -1})
        crossed = [value(**{name: i, "x": j}) for i in (1, -1) for j in (1, -1)]
        mixed = (crossed[0] - crossed[1] - crossed[2] + crossed[3]) / (4 * step**2)
        columns.append(((up - down) / (2 * step), mixed))
    return holds, _independent(columns)


def _complex(value: Any) -> Any:
    raise ValueError("not real")


def _vanishes(equation: Expr, run: Evaluation, backend: Any, slopes: Any) -> bool:
    factors = equation.args if equation.op == "mul" else (equation,)
    for factor in factors:
        terms = [run.value(t) for t in (factor.args if factor.op == "add" else (factor,))]
        if any(hasattr(term, "imag") and term.imag != 0 for term in terms):
            raise ValueError("not real")
        largest = max(map(abs, terms)) if len(terms) > 1 else slopes
        if abs(sum(terms, backend.number(0))) <= largest * backend.number(Fraction(1, 10**ZERO)):
            return True
    return False


def _independent(columns: list[tuple[Any, Any]]) -> bool:
    if len(columns) == 1:
        return bool(abs(columns[0][0]) * 10**ZERO > 1)
    (a, da), (b, db) = columns
    largest = (abs(a) + abs(da)) * (abs(b) + abs(db))
    return bool(abs(a * db - b * da) > largest / 10**ZERO)


def holds_widely(equation: Expr, solution: Expr, order: int) -> bool:
    """Return whether a right answer holds at half of the points that are decided, or more."""
    outcomes = [holds for holds, _ in _outcomes(equation, solution, order)]
    return 2 * sum(outcomes) >= max(1, len(outcomes))


def readable(equation: Expr, words: list[str], order: int, sure: bool) -> str:
    """Return the label of an answer's words, "unreadable" where they are no expression.

    Args:
        equation: The problem.
        words: The answer.
        order: 1 or 2.
        sure: Whether holding at none of the points means "wrong". Answers made without damage, and
            those to equations whose right answers hold on a small part of the space, may hold
            where there is none of the points: "unknown".
    """
    try:
        found = label(equation, read_prefix(words), order)
    except NotNumericError:
        return "unknown"
    except ValueError:
        return "unreadable"
    return "unknown" if found == "wrong" and not sure else found
