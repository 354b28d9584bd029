"""From a function of x with constants to the differential equation that it solves.

arXiv 1912.01412, section 3.2: a function f(x, c) in which c stands in one leaf is solved for c;
c = F(x, y) holds along every solution, so that dF/dx = 0 is an equation of first order with the
solutions y = f(x, c). With two constants this is done twice: c1 = F(x, y, c2), dF/dx = 0 solved
for c2 = G(x, y, y'), and dG/dx = 0 is of second order.
"""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.coefficients import (
    absorb_numbers,
    clean_two_coefficients,
    reduce_coefficients,
)
from hf_mathseq.symbolic.evaluation import negative
from hf_mathseq.symbolic.expression import Expr, symbol
from hf_mathseq.symbolic.factored import factored
from hf_mathseq.symbolic.inversion import Pick, solve_for
from hf_mathseq.symbolic.nodes import SYMBOL_BITS, X_BIT, ZERO
from hf_mathseq.symbolic.unknown_function import UNKNOWNS, Y
from hf_mathseq.tasks.leading_sign import has_negative_lead

CONSTANTS = ("a8", "a9")
"""The constants of integration, in the published words."""


def general_solution(drawn: Expr, constants: Sequence[str]) -> Expr | None:
    """Bring the constants of a drawn function to their simplest form.

    Args:
        drawn: An expression.
        constants: Names of the constants that it must have, beside x.

    Returns:
        The solution, None if x or a constant does not occur, or does not remain.
    """
    if not _complete(drawn, constants):
        return None
    solution = reduce_coefficients(drawn, constants)
    for name in constants:
        solution = absorb_numbers(solution, name)
    if len(constants) == 2:
        solution = clean_two_coefficients(solution, *constants)
    return solution if _complete(solution, constants) else None


def _complete(expr: Expr, constants: Sequence[str]) -> bool:
    """Whether x and all constants occur."""
    needed = X_BIT
    for name in constants:
        needed |= SYMBOL_BITS[name]
    return expr.symbols & needed == needed


def equation_of(solution: Expr, constants: Sequence[str], pick: Pick) -> Expr | None:
    """Eliminate the constants of a solution, one after the other.

    Args:
        solution: An expression in x and the constants.
        constants: Their names.
        pick: Chooses the branches of inverse functions.

    Returns:
        An expression that vanishes along every solution, None where a constant is not solved for.

    Raises:
        ExpressionError: The equation is out of bounds or has no value.
    """
    expr, value = solution, Y
    for name in constants:
        found = solve_for(symbol(name), expr, value, pick)
        if found is None:
            return None
        expr, value = derivative(found), ZERO
    return highest_factor(expr, len(constants))


def highest_factor(expr: Expr, order: int) -> Expr | None:
    """Return the factor of an equation that has the highest derivative.

    The published program drops factors that are known not to vanish and those without the highest
    derivative. What is left is multiplied out, with a positive leading coefficient; an equation
    without other factors keeps its sign.

    Args:
        expr: An expression that must vanish.
        order: The equation's order.

    Raises:
        ExpressionError: The equation is out of bounds.
    """
    highest = UNKNOWNS[order]
    product = factored(expr)
    factors = [base for base in product.powers if _contains(base, highest)]
    if len(factors) != 1:
        return None
    if abs(product.coefficient) == 1 and list(product.powers.values()) == [1]:
        return product.expression()
    return negative(factors[0]) if has_negative_lead(factors[0]) else factors[0]


def _contains(expr: Expr, part: Expr) -> bool:
    return expr is part or any(_contains(arg, part) for arg in expr.args)
