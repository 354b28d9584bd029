"""Rational functions of exponentials whose exponents are rational multiples of one another."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.integrators.factors import scale_and_rest
from hf_mathseq.integrators.generators import UnsuitableError, common_unit
from hf_mathseq.integrators.multiple_angles import with_one_angle
from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.integrators.replacement import Replacement, at
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.table import linear_parts
from hf_mathseq.symbolic.evaluation import divide, function, mul, power
from hf_mathseq.symbolic.nodes import X_BIT, Expr, X, number


def integrate_exponentials(integrand: Expr, search: Search) -> Expr | None:
    """Take t = exp(k*u) for the variable, u linear and all exponents integer multiples of k*u."""
    try:
        rewritten = with_one_angle(integrand)
    except UnsuitableError:
        return None
    found = _exponentials(rewritten)
    parts = linear_parts(next(iter(found.values()))[1]) if found else None
    if not found or parts is None:
        return None
    search.budget.spend()
    unit = common_unit([factor for factor, _ in found.values()])
    rest = next(iter(found.values()))[1]
    powers = {node: power(X, number(factor / unit)) for node, (factor, _) in found.items()}
    rational = in_lowest_terms(divide(Replacement(powers)(rewritten), X))
    answer = None if rational is None else search.integrate(rational)
    if answer is None:
        return None
    return divide(at(answer, function("exp", mul(number(unit), rest))), mul(number(unit), parts[0]))


def _exponentials(expr: Expr) -> dict[Expr, tuple[Fraction, Expr]] | None:
    """Return exponentials with their exponents as number times u; None where x is elsewhere."""
    found: dict[Expr, tuple[Fraction, Expr]] = {}
    pending = [expr]
    while pending:
        part = pending.pop()
        if part.op == "exp" and part.symbols & X_BIT:
            found[part] = scale_and_rest(part.args[0])
        elif part.op in ("add", "mul") or (part.op == "pow" and part.args[1].op == "int"):
            pending.extend(part.args)
        elif part.symbols & X_BIT:
            return None
    units = [rest for _, rest in found.values()]
    return None if any(rest is not units[0] for rest in units) else found
