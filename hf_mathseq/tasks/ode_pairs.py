"""Pairs of a differential equation and its solution, drawn and verified (arXiv 1912.01412)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from hf_mathseq.encodings.prefix import clean_text, count_operators
from hf_mathseq.splits import key_of
from hf_mathseq.symbolic.expression import Expr, ExpressionError, prefix_text, write_prefix
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.tasks.drawn_functions import checked_function
from hf_mathseq.tasks.integration_pairs import is_complex
from hf_mathseq.tasks.ode_construction import CONSTANTS, equation_of, general_solution
from hf_mathseq.tasks.required_leaves import RequiredLeaves
from hf_mathseq.verification.ode_solution import solves_many


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
        self._constants = CONSTANTS[: settings.order]
        self._leaves = RequiredLeaves(draws, self._constants)

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
            drawn = checked_function(random_words(self._leaves, operators))
            solution = general_solution(drawn, self._constants)
            if solution is None or not self._can_be_written(solution, operators):
                return None
            equation = equation_of(solution, self._constants, self._pick)
            return None if equation is None else self._pair(equation, solution)
        except (ExpressionError, RecursionError):
            return None

    def _can_be_written(self, solution: Expr, operators: int) -> bool:
        if solution.words > self._settings.max_words or is_complex(solution):
            return False
        return 2 * count_operators(write_prefix(solution)) >= operators

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


def written_length(equation: Expr) -> int:
    """Return the number of published words, `Y`, `Y'` and `Y''` counted as one each."""
    return clean_text(prefix_text(equation)).count(" ") + 1
