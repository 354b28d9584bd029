"""Sums of logarithms as the logarithm of a product."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from hf_mathseq.proposers.ode_rules.unknowns import U
from hf_mathseq.symbolic.calculus import split_constant_factor
from hf_mathseq.symbolic.evaluation import power, product_of
from hf_mathseq.symbolic.nodes import NUMBERS, Expr, X, integer, number
from hf_mathseq.symbolic.substitution import substitute


def exponentiated(total: Expr) -> tuple[Expr, Expr] | None:
    """Return (e**(n*total), n) as a product without logarithms, n making its exponents whole.

    None where the expression is no sum of rational multiples of logarithms.
    """
    powers: list[tuple[Expr, Fraction]] = []
    for term in total.args if total.op == "add" else (total,):
        varying, factor = split_constant_factor(substitute(term, {U: X}))
        if varying.op != "ln" or factor.op not in NUMBERS:
            return None
        powers.append((substitute(varying.args[0], {X: U}), Fraction(factor.value)))
    scale = lcm(*(exponent.denominator for _, exponent in powers))
    bases = [power(base, number(exponent * scale)) for base, exponent in powers]
    return product_of(bases), integer(scale)
