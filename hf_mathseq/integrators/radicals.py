"""Rational functions of x and the square root of a polynomial: conjugates, then Euler's methods."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.integrators.replacement import at
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.surds import as_surd, only_radicand
from hf_mathseq.integrators.univariate import polynomial
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, divide, mul, power, square_root, subtract
from hf_mathseq.symbolic.nodes import MINUS_ONE, NUMBERS, TWO, ZERO, Expr, X, number
from hf_mathseq.symbolic.short_form import expanded


def integrate_radicals(integrand: Expr, search: Search) -> Expr | None:
    """Integrate a + b*sqrt(q), the root taken out of denominators, a and b apart.

    What is left of b*sqrt(q) for a quadratic q becomes rational by a substitution of Euler's.
    """
    radicand = only_radicand(integrand)
    if radicand is None:
        return None
    search.budget.spend(2)
    surd = as_surd(integrand, radicand)
    if surd is None:
        return None
    fixed, factor = surd
    root = mul(factor, square_root(radicand))
    if fixed is ZERO and root is integrand:
        return _by_euler(factor, radicand, search)
    answers = [search.integrate(part) for part in (fixed, root) if part is not ZERO]
    known = [answer for answer in answers if answer is not None]
    return add(*known) if known and len(known) == len(answers) else None


def _by_euler(factor: Expr, radicand: Expr, search: Search) -> Expr | None:
    """Integrate factor*sqrt(q) by the first substitution with rational coefficients."""
    coefficients = polynomial(expanded(radicand))
    if coefficients is None or len(coefficients) != 3:
        return None
    c, b, a = coefficients
    found = _substitution(a, b, c, square_root(radicand))
    if found is None:
        return None
    inverse, root, variable = found
    rational = in_lowest_terms(mul(at(factor, inverse), root, derivative(inverse)))
    answer = None if rational is None else search.integrate(rational)
    return None if answer is None else at(answer, variable)


def _substitution(a: Expr, b: Expr, c: Expr, root: Expr) -> tuple[Expr, Expr, Expr] | None:
    """Return x and sqrt(q) as rational functions of t, and t, for q = a*x**2 + b*x + c.

    t is sqrt(q) + w*x with w**2 = a, or (sqrt(q) - w)/x with w**2 = c, or sqrt(q)/(x - p) with
    q(p) = 0: the first of which w or p is rational. x stands for t.
    """
    width = _rational_root(a)
    if width is not None:
        below = add(mul(TWO, width, X), b)
        inverse = divide(subtract(power(X, TWO), c), below)
        return inverse, subtract(X, mul(width, inverse)), add(root, mul(width, X))
    width = _rational_root(c)
    if width is not None:
        below = subtract(a, power(X, TWO))
        inverse = divide(subtract(mul(TWO, width, X), b), below)
        return inverse, add(width, mul(X, inverse)), divide(subtract(root, width), X)
    width = _rational_root(subtract(power(b, TWO), mul(number(4), a, c)))
    if width is not None:
        pole, other = (divide(subtract(w, b), mul(TWO, a)) for w in (width, mul(MINUS_ONE, width)))
        # a*(x - s) = t**2*(x - p)
        below = subtract(a, power(X, TWO))
        inverse = divide(subtract(mul(a, other), mul(pole, power(X, TWO))), below)
        distance = divide(mul(a, subtract(other, pole)), below)
        return inverse, mul(X, distance), divide(root, subtract(X, pole))
    return None


def _rational_root(value: Expr) -> Expr | None:
    if value.op not in NUMBERS or Fraction(value.value) <= 0:
        return None
    root = square_root(value)
    return root if root.op in NUMBERS else None
