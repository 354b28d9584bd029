"""Pairs of a differential equation and its solution (arXiv 1912.01412, section 3.2).

A random function f(x, c) with one constant c in one leaf is solved for c; c = F(x, y) holds along
every solution, so that dF/dx = 0 is an equation of first order with the solutions y = f(x, c). With
two constants this is done twice: c1 = F(x, y, c2), dF/dx = 0 solved for c2 = G(x, y, y'), and
dG/dx = 0 is of second order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from hf_mathseq.encodings.prefix import clean, count_operators
from hf_mathseq.splits import key_of
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.coefficients import (
    absorb_numbers,
    clean_two_coefficients,
    reduce_coefficients,
)
from hf_mathseq.symbolic.evaluation import negative
from hf_mathseq.symbolic.expression import Expr, ExpressionError, prefix_text, symbol, write_prefix
from hf_mathseq.symbolic.factored import factored
from hf_mathseq.symbolic.inversion import solve_for
from hf_mathseq.symbolic.nodes import X_BIT, ZERO, X, node
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.tasks.drawn_functions import checked_function
from hf_mathseq.tasks.integration_pairs import is_complex
from hf_mathseq.tasks.leading_sign import has_negative_lead
from hf_mathseq.tasks.required_leaves import RequiredLeaves
from hf_mathseq.verification.ode_solution import solves_many

CONSTANTS = ("a8", "a9")
"""The constants of integration, in the published words."""
Y = node("f", (X,))


class OdePair(NamedTuple):
    """A verified problem and its answer.

    Attributes:
        equation: An expression in x, y and derivatives of y that must vanish.
        solution: An expression in x and as many constants as the order.
        problem_key: Key of the equation.
    """

    equation: Expr
    solution: Expr
    problem_key: int


@dataclass(frozen=True)
class OdeSettings:
    """What is drawn and kept; the fields of the task's options of the same names.

    Attributes:
        order: Order of the equations, 1 or 2.
        min_ops: Fewest operators of a drawn solution.
        max_ops: Most operators.
        simplify_probability: Share of equations brought to their short form.
        max_words: Most words of an equation and of a solution.
    """

    order: int
    min_ops: int
    max_ops: int
    simplify_probability: float
    max_words: int


class OdePairs:
    """Draws pairs and keeps those that can be written and are verified.

    Args:
        settings: What is drawn and kept.
        draws: Source of all choices.
    """

    def __init__(self, settings: OdeSettings, draws: BufferedDraws) -> None:
        self._settings = settings
        self._draws = draws
        self._leaves = RequiredLeaves(draws, CONSTANTS[: settings.order])
        self._constants = [symbol(name) for name in CONSTANTS[: settings.order]]

    def pairs(self, attempts: int) -> list[OdePair]:
        """Draw that many times; return the pairs that are kept."""
        drawn = [pair for _ in range(attempts) if (pair := self._draw())]
        order = self._settings.order
        solved = solves_many([(pair.equation, pair.solution) for pair in drawn], order)
        return [pair for pair, good in zip(drawn, solved, strict=True) if good]

    def _draw(self) -> OdePair | None:
        """Draw once; None where the draw is rejected. The pair is not verified yet."""
        settings = self._settings
        operators = self._draws.integer(settings.min_ops, settings.max_ops + 1)
        try:
            solution = self._solution(checked_function(random_words(self._leaves, operators)))
            if solution is None or 2 * count_operators(write_prefix(solution)) < operators:
                return None
            equation = self._equation(solution)
            return None if equation is None else self._pair(equation, solution)
        except (ExpressionError, RecursionError):
            return None

    def _solution(self, drawn: Expr) -> Expr | None:
        """Bring the constants of a drawn function to their simplest form."""
        names = CONSTANTS[: self._settings.order]
        if not self._complete(drawn):
            return None
        solution = reduce_coefficients(drawn, names)
        for name in names:
            solution = absorb_numbers(solution, name)
        if len(names) == 2:
            solution = clean_two_coefficients(solution, *names)
        kept = self._complete(solution) and solution.words <= self._settings.max_words
        return solution if kept and not is_complex(solution) else None

    def _complete(self, expr: Expr) -> bool:
        """Whether x and all constants occur."""
        needed = X_BIT
        for constant in self._constants:
            needed |= constant.symbols
        return expr.symbols & needed == needed

    def _equation(self, solution: Expr) -> Expr | None:
        """Eliminate the constants; None where one cannot be solved for."""
        pick = self._pick
        expr, value = solution, Y
        for constant in self._constants:
            found = solve_for(constant, expr, value, pick)
            if found is None:
                return None
            expr, value = derivative(found), ZERO
        return highest_factor(expr, self._settings.order)

    def _pick(self, branches: int) -> int:
        return self._draws.integer(0, branches) if branches > 1 else 0

    def _pair(self, equation: Expr, solution: Expr) -> OdePair | None:
        """Bring a share of the equations to their short form.

        The coin is a hash of the equation, so that one problem is always written in one way.
        """
        text = prefix_text(equation).encode()
        if key_of(b"short form " + text) < self._settings.simplify_probability * 2**64:
            short = short_form(equation)
            equation = equation if is_complex(short) else short
        if is_complex(equation) or written_length(equation) > self._settings.max_words:
            return None
        return OdePair(equation, solution, key_of(prefix_text(equation).encode()))


def highest_factor(expr: Expr, order: int) -> Expr | None:
    """Return the factor of an equation that has the highest derivative, its leading sign +.

    The published program drops factors that are known not to vanish, and those without the
    highest derivative.

    Args:
        expr: An expression that must vanish.
        order: The equation's order.

    Raises:
        ExpressionError: The equation is out of bounds.
    """
    highest = Y
    for _ in range(order):
        highest = node("derivative", (highest, X))
    factors = [base for base in factored(expr).powers if _contains(base, highest)]
    if len(factors) != 1:
        return None
    return negative(factors[0]) if has_negative_lead(factors[0]) else factors[0]


def _contains(expr: Expr, part: Expr) -> bool:
    return expr is part or any(_contains(arg, part) for arg in expr.args)


def written_length(equation: Expr) -> int:
    """Return the number of published words, `Y`, `Y'` and `Y''` counted as one each."""
    return len(clean(write_prefix(equation)))
